"""Where a quotation and the record part, word by word.

In: the quotation and the words on record. Out: runs of words, each in both, only quoted or only on record;
those of each side together give its words in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

WORD = re.compile(r"\S+\s*")
LETTERS = re.compile(r"[\W_]+")
MOST = 800
"""Words of a side up to which they are laid beside each other; beyond it that takes too long."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in a row that are of one kind."""

    kind: Literal["both", "quoted", "recorded"]
    text: str


def runs(quoted: str, recorded: str) -> tuple[Run, ...]:
    """None where there is no difference, or more words than can be compared."""
    ours, theirs = WORD.findall(quoted), WORD.findall(recorded)
    if max(len(ours), len(theirs)) > MOST:
        return ()
    found = tuple(_runs(ours, theirs))
    return found if any(run.kind != "both" for run in found) else ()


def _runs(ours: list[str], theirs: list[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, [_bare(word) for word in ours], [_bare(word) for word in theirs], False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Run("both", "".join(theirs[c:d]))
            continue
        if a < b:
            yield Run("quoted", "".join(ours[a:b]))
        if c < d:
            yield Run("recorded", "".join(theirs[c:d]))


def _bare(word: str) -> str:
    """Case and marks are the check's affair; a word of marks alone stays what it is."""
    return LETTERS.sub("", word).casefold() or word.strip()
