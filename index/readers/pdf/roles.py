"""What guests are, from the words in which the President introduces them.

In: a speaker as the header names them and what the chair said before. Out: the role as said ("Special
Envoy of the Secretary-General for Yemen"), or None where no introduction names the speaker.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.tables import lists_of

_TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mme|Dr|Sir|Dame|Lord|Lady|Judge|General|Lieutenant General|Major General|Ambassador"
    r"|Professor)\b\.?"
)
_EXCELLENCY = r"(?:(?:His|Her) Excellency\s+)?"
_STOP = re.compile(
    r"\s{0,9}(?:;|:|\.\s|\.$"
    rf"|,?\s{{1,9}}(?:and|as well as)\s+(?:also\s+)?(?:to\s+)?{_EXCELLENCY}{_TITLE}"
    r"|,\s+(?:to|who|whom|as well as|and to|for (?:his|her|their))\b"
    r"|\s{1,9}to (?:participate|brief|address|make|take|join|speak)\b"
    r"|,\s+and\s+(?:the representative|I)\b|,\s+(?:His|Her) Excellency\b)"
)
_WORDS = lists_of("index", "speaker_offices.tsv")
_LONGEST = 260
_RANK = re.compile(
    rf"^(?:{_TITLE}|The|President|Vice-President|Prime Minister|Chancellor|King|Queen|Crown Prince(?:ss)?"
    r"|Prince(?:ss)?|Emir|Sheikha?|Archbishop|Bishop|Cardinal|His|Her|Excellency|Majesty|Highness|Royal)\s+"
)
_OFFICE = re.compile(rf"^(?:\w+\s+){{0,3}}?(?:{_WORDS['announced_office']})\b")
_NO_STATE = re.compile(rf"\b(?:{_WORDS['body_of_no_state']})\b")
_ADDRESS = re.compile(r"(?:Address|Statement) by (?P<rest>.+)", re.DOTALL)


def find_role(name: str, said: Sequence[str]) -> str | None:
    """The role of `name` ("Mr. Griffiths") in the latest of the chair's speeches that tells it."""
    surname = re.escape(surname_of(name))
    person = rf"\b(?:{_TITLE}|Excellency|Majesty|Highness)\s(?:[\w.’'-]+\s){{0,6}}?(?i:{surname})"
    after = re.compile(rf"{person},\s+(?P<role>(?:the\s+)?[A-Z].*)", re.DOTALL)
    before = re.compile(
        r"\b(?:invite|floor to|call on|welcome)\s+(?:the\s+)?(?P<role>[A-Z][^;:.]{5,200}?),\s+"
        rf"(?:His |Her )?{person}\b"
    )
    for text in reversed(said):
        match = after.search(text)
        if match is not None:
            return _cut(match["role"])
        match = before.search(text)
        if match is not None and not re.search(_TITLE, match["role"]):
            return _cut(match["role"])
    return None


def surname_of(name: str) -> str:
    """ "President Obama" -> "Obama"."""
    while (shorter := _RANK.sub("", name)) != name and shorter:
        name = shorter
    return name.strip()


def role_in_heading(name: str, heading: str) -> str | None:
    """The role after the name in "Address by Mr. Barack Obama, President of the United States of America"."""
    match = _ADDRESS.match(heading)
    if match is None or surname_of(name).casefold() not in heading.casefold():
        return None
    role = match["rest"].partition(",")[2].strip()
    return role or None


def holds_state_office(role: str) -> bool:
    """Is the role an office of a State, so that the State it names is the delegation?"""
    return _OFFICE.match(role) is not None and not _NO_STATE.search(role)


def _cut(role: str) -> str | None:
    stop = _STOP.search(role)
    cut = role[: stop.start()] if stop else role[:_LONGEST]
    return cut.removeprefix("the ").strip(" ,") or None if len(cut) <= _LONGEST else None
