"""The words by which a draft attributes a quotation: verbs of saying, titles, offices, dates of speaking.

In: nothing. Out: patterns and word lists with which `attribution` reads drafts.
"""

from __future__ import annotations

import re

from index.tables import lists_of, word_set
from index.text.lexicon import MONTHS, ORDINAL_ENDING, PARTICLES, SAYING
from rag.quotation.turns import of_class

_WORDS = lists_of("rag", "draft_words.tsv")
TITLED = re.compile(
    rf"\b(?:{_WORDS['title']})\b\.?\s+"
    rf"(?P<name>(?:(?:[A-Z]\.|[A-ZÀ-Þ][\w’'-]+|(?:{'|'.join(PARTICLES)})\b)\s*){{1,4}})"
)
BEFORE_VERB = re.compile(
    r"(?<![\w’'-])(?P<name>(?:[A-ZÀ-Þ][\w’'-]{1,40}\s{1,4}){1,3})(?P<verb>[a-z]{1,30})\b"
)
AFTER_VERB = re.compile(r"\b(?P<verb>[a-z]+)\s+(?P<name>[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+){0,2})")
LEADS_UP = re.compile(rf"(?:\b(?:{_WORDS['leads_up']})|[:,—–-])\s*\W?$")
PRONOUN = re.compile(
    rf"^\W*(?:(?:{_WORDS['goes_on']}),?\s+)?(?:{_WORDS['opening_pronoun']})\b|\b(?:{_WORDS['third_person']})\b"
    rf"|\b[Tt]he (?:{_WORDS['delegate']}|{_WORDS['speaking_for']})\b(?! of| for)"
)
MEETING = re.compile(
    r"[SA](?:/\d{1,3})?/PV\.\s?\d{1,5}(?:\s*\((?:Resumption|Resumed)\s*\d*\))?"
    rf"|\d{{2,5}}(?:{ORDINAL_ENDING})\s+(?:plenary\s+)?meeting"
)
DOCUMENT = re.compile(r"[SA]/\d{4}/\d{1,5}")
SPOKEN_OF = re.compile(rf"\b(?:{_WORDS['before_others']})\s+(?:the\s+)?$", re.IGNORECASE)
OFFICE = re.compile(rf"\b(?:{_WORDS['office']})\s+(?:{_WORDS['of_office']})\s+(?:the\s+)?$", re.IGNORECASE)
ACCORDING = re.compile(
    rf"\b(?:{_WORDS['according']})\s+(?:the\s+)?"
    rf"(?:(?:permanent\s+)?(?:{_WORDS['delegate']}|delegation)\s+(?:of|for)\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)
NAME_OF = re.compile(TITLED.pattern + rf"\s*(?:{_WORDS['of_name']})\s+(?:the\s+)?$")
APPOSED = re.compile(r"^\s?(?:,[^,.:;“\"]{3,100},|\([^()]{1,60}\)|[—–-] [^—–]{3,100} [—–-])")
# Another clause with a speaker of its own: always behind a semicolon, behind a conjunction once something
# is quoted.
CLAUSE = re.compile(rf";\s|(?<=[x”\"»’])\W{{0,3}}\s(?:{_WORDS['contrast']}|{_WORDS['coordinator']})\s")
FINITE = re.compile(rf"\s*(?:(?:{_WORDS['before_verb']})\s+){{0,3}}(?P<verb>[a-z]+)")
_ENDING = re.compile(rf"[a-z]{{2,}}(?:{_WORDS['verb_ending']})|{_WORDS['finite']}")
_NO_VERB = of_class("no_verb")
BEGINS = re.compile(
    rf"(?:^|[,;:.—(“]\s?|\b(?:{_WORDS['opens_clause']})\s+)\W{{0,3}}(?:the\s+)?$", re.IGNORECASE
)
BEHIND = re.compile(r"[\s,.!?”\"»’x]{0,6}(?:as\s+)?(?P<verb>[a-z]+)\s+(?:the\s+)?$")
OWN_WORDS = re.compile(rf"['’]s?\s+(?:\w+\s+){{0,3}}?(?:{_WORDS['said']})\b[^“”\"«»;]{{0,40}}$")
_MONTHS = "|".join(MONTHS)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:{ORDINAL_ENDING})?\s(?:of\s)?(?:{_MONTHS}),?\s\d{{4}}"
    rf"|(?:{_MONTHS})\s\d{{1,2}}(?:{ORDINAL_ENDING})?,?\s\d{{4}}"
    rf"|(?:{_MONTHS}),?\s\d{{4}}|(?<=\b[Ii]n\s)\d{{4}}(?=,?\s(?:the\s)?[A-ZÀ-Þ])|\d{{4}}-\d{{2}}-\d{{2}})\b"
)
OPENS_DATED = re.compile(
    rf"^\W{{0,3}}(?:{_WORDS['opens_dated']})?(?:{_WORDS['on_day']})\s(?:the\s)?(?:\w+day,?\s)?$", re.I
)
SPOKEN_DATED = re.compile(
    rf"\b(?P<verb>[a-z]+)(?:\s(?:the\s)?(?:Security\s|General\s)?(?:{_WORDS['body']}))?"
    rf"\s(?P<link>{_WORDS['on_or_of']})\s(?:\w+day,?\s)?$"
)
SPEECH = word_set("statement speech remarks address intervention meeting debate session speaking")
SPEECH_WORD = re.compile(rf"\b(?:{_WORDS['speech']})\b")
SIGNS = re.compile(r"\W{0,4}[—–-]{1,2}\s*(?:the\s+)?(?:\w+\s+of\s+)?(?:the\s+)?")
FOR_WHOM = re.compile(rf"(?:.*[.;:]\s)?\W{{0,3}}(?:{_WORDS['for_whom']})\s(?:the\s)?", re.DOTALL)
"""What stands before the one whose view follows: "For Peru, “...” is the aim"."""
VIEWS = re.compile(rf"['’]s?\s+(?:own\s+)?(?:{_WORDS['view']})\b")
OWNS = re.compile(
    rf"['’]s?\s+(?:\w+\s+){{0,3}}?(?:{_WORDS['owned']})\b"
    r"[^“”\"«»;]{0,40}[“”\"«»„'‘\s]*$"
)
RELATIVE = re.compile(r"\s?,\s(?:which|who)\s[^“”\"«»;,]{2,60}[“”\"«»„'‘\s]*")
SUBORDINATE = re.compile(
    rf"(?:^|[,;:.]\s)\W{{0,3}}(?:{_WORDS['contrast']}|{_WORDS['subordinate']})\s(?:the\s)?$",
    re.IGNORECASE,
)
DASHED = re.compile(r"^\s*[—–-]{1,2}\s*(?P<who>[^.]{3,120})")

SPEAKING = SAYING | word_set("words statement")
"""The verbs of saying, and the nouns that attribute words just as they do."""


def is_verb(word: str) -> bool:
    return word in of_class("past") or (bool(_ENDING.fullmatch(word)) and word not in _NO_VERB)
