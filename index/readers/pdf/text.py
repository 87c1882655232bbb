"""Printed lines to running text: one blank between lines, hyphens at line ends judged.

In: lines of one paragraph and the record's own vocabulary. Out: text, with the place each line begins.
UN records hardly ever divide words, so a hyphen at a line end is kept ("Secretary-/General") unless the
record itself writes the word without one and never with it ("cooper-/ation").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

SOFT_HYPHEN = "\u00ad"
HYPHENS = ("-", "\u2010", "\u2011")
SUSPENDED = frozenset({"and", "or", "to", "nor", "as"})
WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
LAST = re.compile(r"([^\W\d_]+)[-\u2010\u2011\u00ad]$")
FIRST = re.compile(r"[^\W\d_]+")


class Vocabulary:
    """Words the record prints inside its lines, in lower case, whole and hyphenated."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            self._words.update(word.lower() for word in WORD.findall(line.rstrip("-\u2010\u2011\u00ad")))

    def writes(self, word: str) -> bool:
        return word.lower() in self._words


def join_lines(lines: Sequence[str], vocabulary: Vocabulary) -> tuple[str, tuple[int, ...]]:
    """The running text and, for each line, the offset at which it begins."""
    text, starts = "", []
    for line in lines:
        line = re.sub(r"\u00ad(?=\S)", "", line)
        if not text:
            starts.append(0)
            text = line
            continue
        text = _meet(text, line, vocabulary)
        starts.append(len(text))
        text += line
    return text.rstrip(SOFT_HYPHEN), tuple(starts)


def _meet(before: str, after: str, vocabulary: Vocabulary) -> str:
    """`before`, made ready for `after` to be put behind it."""
    if before.endswith(SOFT_HYPHEN):
        return before.rstrip(SOFT_HYPHEN)
    if before.endswith(HYPHENS):
        return _after_hyphen(before, after, vocabulary)
    if before.endswith("/") and not before.endswith(" /"):
        return before
    return before + " "


def _after_hyphen(before: str, after: str, vocabulary: Vocabulary) -> str:
    left, right = LAST.search(before), FIRST.match(after)
    if before[:-1].endswith(" ") or (right is not None and right.group() in SUSPENDED):
        return before + " "
    if left is None or right is None:
        return before
    whole, hyphened = left.group(1) + right.group(), f"{left.group(1)}-{right.group()}"
    divided = right.group()[0].islower() and vocabulary.writes(whole) and not vocabulary.writes(hyphened)
    return before[:-1] if divided else before
