"""Whose words are quoted: what a statement says about a quotation just before and just after it.

In: the text before and after a marked stretch. Out: an `Introduction`: the words of the statement that name
who is quoted, exactly as they stand; whether the speaker, or the speaker's own government, is quoted; and
whether anything introduces the words at all. Nothing is inferred that the statement does not say.
The words are lists of `data/introducing.tsv` and patterns of `data/quoting.tsv`.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from functools import cache

from index.tables import lists_of, rows_of

NEAR_BEFORE, NEAR_BEHIND = 320, 140
"""Characters looked at before and behind a quotation."""
LONGEST_NAME = 14
"""Words of a name at most."""
_WORDS = lists_of("rag", "introducing.tsv")
_ABBREVIATION = r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bNo)(?<!\bSt)"
_SENTENCE = re.compile(rf"{_ABBREVIATION}[.!?…][”\"’)]?\s+(?=[\"“«(]?[A-Z])|\n\s*\n")
_CLAUSE = re.compile(
    rf"[;:—–“”\"«»?!]|\((?!\d{{4}}\))|(?<!\d{{4}})\)|\b(?:{_WORDS['clause_begins']})\b", re.IGNORECASE
)
_ADVERB = re.compile(rf"\s*(?:(?:{_WORDS['before_subject']})\b)", re.IGNORECASE)
_LEAD = re.compile(rf"\s*(?:(?:{_WORDS['leads']})\b[\s,]*){{0,4}}", re.IGNORECASE)
_NAME_BEGINS = re.compile(rf"(?:(?:{_WORDS['before_name']})\s|[A-ZÀ-Þ])")
_ENDS_NAME = re.compile(
    rf"[\s,](?:(?:{_WORDS['behind_name']})(?=[\s,]|\Z)|(?-i:[a-z]{{3,20}}(?:{_WORDS['verb_ending']}))\b)",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    rf"\b(?:{_WORDS['cannot_end_name']})\Z|\b(?:{_WORDS['time']})\b|https?|/"
    rf"|\A(?:{_WORDS['names_nobody']})\b",
    re.IGNORECASE,
)
_FROM_PART = re.compile(rf"(?:{_WORDS['part']})(?: (?:{_WORDS['of_part']}))*\Z", re.IGNORECASE)
"""What is quoted from, where it names nobody."""
_WORD = rf"(?!(?:{_WORDS['ends_name']})\b)(?:\b(?:{_WORDS['with_full_stop']})\.|[\w’'-]{{1,40}})"
_NAME = rf"(?P<who>(?:{_WORD}\s){{0,9}}{_WORD})"
_OF = re.compile(
    rf"\b(?:{_WORDS['source_named']}|(?:{_WORDS['text_of']}) (?:of|by|from))\s+{_NAME}", re.IGNORECASE
)
_OF_THEM = re.compile(rf"\b(?:{_WORDS['third_person']})\b", re.IGNORECASE)
_SAID_BEHIND = re.compile(rf"\A[\s,.”\"’»]*(?:as )?(?:{_WORDS['said_behind']}) {_NAME}", re.IGNORECASE)
_WHO_BEHIND = re.compile(
    r"\A[\s,.”\"’»]*(?P<who>[^.;:!?“”\"«»\s][^.;:!?“”\"«»]{1,80}?)\s"
    rf"(?:{_WORDS['said_behind']}|{_WORDS['said_of_them']})\b",
    re.IGNORECASE,
)
_THIS_WAS = re.compile(
    rf"\A[\s.”\"’»]*(?:{_WORDS['this_quotation']})(?: \w+)?(?: words)? (?:{_WORDS['being']}) "
    rf"(?:(?:what )?(?:{_WORDS['said_by']}) by|the (?:exact )?words of) {_NAME}",
    re.IGNORECASE,
)
_WE_SAY = re.compile(rf"\A[\s.,”\"’»]*(?:{_WORDS['we_say']})", re.IGNORECASE)
_OWN = re.compile(
    rf"\W{{0,3}}(?:\w{{1,20}}\W{{1,3}}){{0,2}}?(?:i|we)\b(?: (?:{_WORDS['behind_i']})){{0,6}}\s{{0,3}}",
    re.IGNORECASE,
)
_OWN_WORDS = re.compile(
    rf"\b(?:my|our) (?:(?:{_WORDS['own_kind']}) )?(?:{_WORDS['own_text']})\b[^.;“”\"]{{0,50}}$",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"\b(?:{_WORDS['opens_quotation']})\b", re.IGNORECASE)
_QUOTES = re.compile(_WORDS["of_quoting"], re.IGNORECASE)
_SPEAKS = re.compile(rf"(?:{_WORDS['speaking']})", re.IGNORECASE)
"""Verbs with which speakers say their own words; "I recall", "I note" bring in another's."""
_ANOTHERS = re.compile(rf"\b(?:(?:{_WORDS['quoting']})\s+\w{{2,}}|{_WORDS['anothers']})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Introduction:
    """`whose` are the statement's own words for who is quoted, None if it does not name them plainly; `own`:
    that is the speaker, or those the speaker speaks for; `told`: something introduces the words."""

    whose: str | None
    own: bool
    told: bool


def introduction(text: str, start: int, end: int) -> Introduction:
    """Who is quoted in text[start:end], a stretch without its marks."""
    before = text[max(0, start - NEAR_BEFORE) : start].rstrip(" \t\n“”\"'‘’«»„(")
    behind = text[end : end + NEAR_BEHIND]
    lead = _SENTENCE.split(before)[-1]
    said = None if lead.endswith((".", "!", "?")) else _by_verb(lead)
    if _WE_SAY.match(behind.partition("\n")[0]) or (said and said.own) or _own_words(lead):
        return Introduction(None, True, True)
    named = said.whose if said else None
    named = named or _named(_OF, lead)
    earlier = _earlier(before) if not named and (said or _opening(lead)) else None
    named = named or (earlier if _OF_THEM.search(lead) else None) or _behind(behind) or earlier
    own = named is not None and _is_own(named)
    return Introduction(named, own, bool(said or named or _opening(lead)))


def _by_verb(lead: str) -> Introduction | None:
    """Judged by the last verb of saying before the quotation; None if there is none."""
    last = deque(_say().finditer(lead), maxlen=1)
    if not last:
        return None
    found = last[0]
    subject = _CLAUSE.split(lead[: found.start()])[-1]
    rest = lead[found.start() :]
    own = _SPEAKS.fullmatch(found.group()) and _OWN.fullmatch(subject.rstrip(" ,"))
    if (own or _is_own(_name_of(subject) or "")) and not _ANOTHERS.search(rest):
        return Introduction(None, True, True)
    return Introduction(_name_of(subject), False, True)


def _name_of(subject: str) -> str | None:
    """The name in the subject of a verb of saying, None if it is a pronoun or no plain name."""
    parts = subject.split(",")
    while len(parts) > 1 and _ADVERB.match(parts[0]):
        parts.pop(0)
    apposed = len(parts) > 2 or not parts[-1].strip()
    name = " ".join((parts[0] if apposed else ",".join(parts)).split())
    name = _LEAD.sub("", name, count=1)
    name = _ENDS_NAME.split(name, maxsplit=1)[0].strip(" ,.")
    plain = _NAME_BEGINS.match(name) and not _NO_NAME.search(name) and not _FROM_PART.match(name)
    return name if plain and len(name) > 2 and len(name.split()) <= LONGEST_NAME else None


def _named(pattern: re.Pattern[str], text: str) -> str | None:
    found = deque(pattern.finditer(text), maxlen=1)
    return _name_of(found[0]["who"]) if found else None


def _behind(behind: str) -> str | None:
    for pattern in (_THIS_WAS, _SAID_BEHIND, _WHO_BEHIND):
        found = pattern.match(behind)
        if found:
            return _name_of(found["who"])
    return None


def _earlier(before: str) -> str | None:
    """Who last spoke in the sentences before: "The chief spoke. I quote his speech:"."""
    for sentence in reversed(_SENTENCE.split(before)[:-1]):
        said = _by_verb(sentence)
        if said is not None:
            return said.whose
    return None


def _opening(lead: str) -> bool:
    """Do the last words before a quotation open one: a colon, "I quote", "the words of"?"""
    return lead.endswith(":") or bool(_OPENS.search(lead)) or bool(_document().search(lead[-60:]))


def _own_words(lead: str) -> bool:
    """ "My answer is:", "our message remains:"."""
    return bool(_OWN_WORDS.search(lead[-80:])) and not _QUOTES.search(lead[-160:])


def _is_own(name: str) -> bool:
    """ "my President", "our Government": those the delegation speaks for."""
    return _own_office().match(name) is not None


@cache
def _say() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns_of('say'))})\b", re.IGNORECASE)


@cache
def _document() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns_of('document'))})\b", re.IGNORECASE)


@cache
def _own_office() -> re.Pattern[str]:
    offices = "|".join(patterns_of("own_office"))
    return re.compile(rf"(?:my|our)\s+(?:\w+\s+){{0,2}}?(?:{offices})\b", re.IGNORECASE)


def patterns_of(kind: str) -> list[str]:
    """The patterns of one kind of the table of quoting."""
    return [row["pattern"] for row in rows_of("rag", "quoting.tsv") if row["kind"] == kind]
