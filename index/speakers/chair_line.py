"""The President's speaker line where recognition damaged it: "T he Presidcnt {spoke in French):".

In: a text of which a table says that the President speaks. Out: its `Header`, or None where nothing near "The
President" opens it. Without the table this would be a guess.
"""

from __future__ import annotations

import re

from index.speakers.headers import Header
from index.speakers.qualifiers import names_delegation
from index.speakers.spoken import read_spoken
from index.text.folding import fold, within

_LINES = (
    re.compile(r"\s{0,20}(?P<line>[^:(){}]{8,30}[({][^(){}]{4,500}[)}])\s?[:;.,]?\s"),
    re.compile(r"\s{0,20}(?P<line>[^:]{8,60}):\s?"),
)
_NAME_ENDS = re.compile(r"[(){}\[\]<>]|\b(?:[Ss]poke|interpretation)\b")
_BRACKETS = " (){}[]<>;,"
_VERB_LOST = re.compile(r"\S{3,8} (?:in|from) (?P<language>[A-Z][a-zç]{2,15})")
_MOST_EDITS = 2


def parse_chair(text: str) -> Header | None:
    """The damaged line of the President that opens `text`."""
    for line in _LINES:
        match = line.match(text[:800])
        if match is not None and (header := _header(match["line"], match.end())) is not None:
            return header
    return None


def _header(line: str, end: int) -> Header | None:
    name = _NAME_ENDS.split(line, maxsplit=1)[0]
    letters = "".join(char for char in fold(name) if char.isalnum())
    if within(letters, "thepresident", _MOST_EDITS) is None:
        return None
    aside = " ".join(line[len(name) :].split()).strip(_BRACKETS)
    if names_delegation(aside):
        return Header(None, aside, "President", None, end)
    language, displaced = _told(aside)
    return Header(None, None, "President", language, end, displaced)


def _told(aside: str) -> tuple[str | None, str]:
    """(language, words of the speech) of what stands after the name."""
    spoken = read_spoken(aside)
    if spoken is not None:
        return spoken.language, spoken.displaced
    damaged = _VERB_LOST.fullmatch(aside)
    return (damaged["language"], "") if damaged else (None, aside)
