"""Is this statement the conduct of the meeting rather than a contribution to it?

In: a statement's text and whether the President speaks. Out: yes or no, judged by what is left when the
formulas of the chair are removed; a national statement by the President is never procedural.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import rows_of

_SENTENCE = re.compile(r"[^.!?]+(?:[.!?]+|$)")
_ABBREVIATION = re.compile(r"\b(Mr|Mrs|Ms|Dr|Messrs|St|No|para|paras|H\.E|Gen)\.(?=\s)")
NATIONAL = re.compile(
    r"\b(?:statement|remarks?|speak|intervention|few words)\b[^.]{0,90}\b(?:in my (?:national )?capacity as"
    r"|in my national capacity|as (?:the )?(?:permanent )?representative of|in my capacity as)",
    re.IGNORECASE,
)


@cache
def _formulas() -> tuple[re.Pattern[str], ...]:
    """The chair's formulas, one row of `data/procedural.tsv` each."""
    rows = rows_of("index", "procedural.tsv")
    return tuple(re.compile(row["pattern"], re.IGNORECASE) for row in rows)


_LETTER = re.compile(
    r"^\W*(?:I have the honour to (?:refer|enclose|transmit)\b[^.]{0,120}"
    r"(?:teleconference|videoconference|statements?|briefings?|resolution|letter)\b"
    r"|The Security Council held (?:a|an open) (?:video|virtual))",
    re.IGNORECASE,
)
MOST_SUBSTANCE = 45
LEAST_SAID = 15
"""Words after "I shall now make a statement in my national capacity" that are not a formula of the chair."""


def is_procedural(text: str, is_president: bool) -> bool:
    """The chair's conduct of the meeting, or the letter that heads a compilation of statements."""
    if is_letter(text):
        return True
    if not is_president or speaks_nationally(text):
        return False
    words = _substance(text)
    return words <= MOST_SUBSTANCE or words <= 0.35 * len(text.split())


def is_letter(text: str) -> bool:
    """Is this the covering letter of a compilation of statements?"""
    return _LETTER.match(text) is not None


def speaks_nationally(text: str) -> bool:
    """Does the President make a statement for the State the President represents?"""
    match = NATIONAL.search(text)
    if match is None:
        return False
    said = text[match.end() :].partition(".")[2]
    return len(said) > 400 or _substance(said) >= LEAST_SAID


def _substance(text: str) -> int:
    """Words in sentences that hold no formula of the chair."""
    safe = _ABBREVIATION.sub(lambda m: m.group()[:-1], text)
    return sum(
        len(sentence.split())
        for sentence in _SENTENCE.findall(safe)
        if not any(formula.search(sentence) for formula in _formulas())
    )
