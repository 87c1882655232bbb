"""What the parentheses of a speaker line say of the language, and words of the speech that slipped into them.

In: one aside on one line, without its parentheses: "spoke in French", "spoke I thank you. in French". Out: a
`Spoken`, or None for an aside that tells neither ("Kazakhstan").
"""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language as named, and the words that belong to the speech."""

    language: str | None
    displaced: str = ""


_LANGUAGES = (
    "Albanian|Amharic|Arabic|Armenian|Azerbaijani|Bangla|Bengali|Bosnian|Bulgarian|Burmese|Catalan"
    "|Chinese|Creole|Croatian|Czech|Danish|Dari|Dutch|English|Estonian|Farsi|Finnish|French|Georgian"
    "|German|Greek|Hebrew|Hindi|Hungarian|Icelandic|Indonesian|Irish|Italian|Japanese|Kazakh|Khmer"
    "|Kiswahili|Korean|Kyrgyz|Lao|Latvian|Lithuanian|Macedonian|Malay|Maltese|Mongolian|Nepali|Norwegian"
    "|Pashto|Persian|Polish|Portuguese|Romanian|Russian|Serbian|Sinhala|Slovak|Slovenian|Somali|Spanish"
    "|Swahili|Swedish|Tajik|Tamil|Tetum|Thai|Tigrinya|Turkish|Turkmen|Ukrainian|Urdu|Uzbek|Vietnamese"
)
_SPOKE = r"(?:spoke|speaking|interpretation|translation|interpreted|translated|original(?:ly delivered)?)"
_ANY = r"(?P<language>[A-Z][a-zç]{2,15})"
_KNOWN = rf"(?P<language>{_LANGUAGES})"
# "spoke partly in French", "spoke through an interpreter in Dari": nothing slipped in.
_MANNER = (
    r"(?:(?:partly|also|first|initially|then|originally|mostly"
    r"|(?:via|by|through) (?:an? )?(?:interpreter|(?:video|audio|tele)[\w-]*(?: link)?))\s)?"
)
# "; interpretation provided by the delegation", " and English", "; continued in French".
_PROVIDED = (
    rf"(?:,? and (?:in )?(?:{_LANGUAGES})"
    r"|\s?[;,]?\s?(?:the )?(?:[A-Z]\w+ )?(?:interpretation|translation|text|version)\b.{0,120}"
    r"|,? (?:by|via|through) (?:an? )?(?:interpreter|(?:video|audio|tele)[\w-]*(?: link)?)"
    r"|[;,] (?:provided|furnished|supplied|delivered|translated|interpreted|continued|then|and) .{0,120})?"
)
# In order: the first form that an aside has tells what it holds.
_FORMS = tuple(
    re.compile(form, re.DOTALL)
    for form in (
        rf"(?i:{_SPOKE}) {_MANNER}(?:in|from) {_ANY}{_PROVIDED}",
        rf"(?i:{_SPOKE}) (?P<words>.+?) {_MANNER}(?:in|from) {_KNOWN}{_PROVIDED}",
        rf"(?i:{_SPOKE}) (?P<words>.+[.?!]) (?:in|from) {_ANY}",
        rf"(?i:{_SPOKE}) (?:in|from) (?P<words>.+) {_KNOWN}",
        rf"(?i:{_SPOKE}) (?:in|from) {_ANY}[;,.]? (?P<words>.+)",
        rf"(?P<words>.+[.?!]) (?i:{_SPOKE}) (?:in|from) {_ANY}",
        rf"(?i:{_SPOKE}) (?P<words>(?:\S+ ){{3,}}.+)",
        r"(?P<words>(?:I|It|Let|May|Thank|We) (?:\S+ )+\S*\w[.?!])",
    )
)
_OTHERWISE = re.compile(
    r"(?:interpreted|translated|delivered|original|spoke|speaking|interpretation)\b.{0,220}?"
    r"\b(?:in|from) (?P<language>[A-Z][a-zç]{2,15})\b",
    re.IGNORECASE | re.DOTALL,
)


def read_spoken(aside: str) -> Spoken | None:
    """The language and the displaced words of `aside`."""
    for form in _FORMS:
        match = form.fullmatch(aside)
        if match is not None:
            told = match.groupdict()
            return Spoken(told.get("language"), (told.get("words") or "").strip())
    match = _OTHERWISE.match(aside)
    if match is not None:
        return Spoken(match["language"].capitalize())
    return Spoken(None) if aside.lower().startswith("spoke") else None
