"""Which stretches of a statement stand between quotation marks, across paragraphs.

In: a text and its paragraphs. Out: spans in order, never overlapping, with the way they are marked. A
quotation that opens its mark again at each paragraph, as the UN prints them, is one stretch. A mark that is
never closed reaches only to the end of its paragraph or, if the source has lost its paragraphs, a few
sentences far.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.model import Span
from index.tables import rows_of
from rag.discourse.quotation_marks import Marks, marks_in, opens_with_mark, single_spans

GAP = 2
"""A quotation may run over this many unmarked paragraphs before its closing mark."""
LOST = 1200
"""An unclosed quotation reaches at most this many characters if the paragraphs are lost."""
SENTENCES = 3
"""The same in sentences, if no mark opens again."""
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_OPENS_AGAIN = re.compile(r"(?<=[.!?…:]\s)(?=[“\"«„]\w)")
_SENTENCE_END = re.compile(r"[.!?…][”\"’)]?\s")


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between marks; a "block" runs over paragraphs."""

    span: Span
    kind: Literal["marks", "block"]


def stretches(text: str, paragraphs: Sequence[Span] = ()) -> tuple[Stretch, ...]:
    """The marked stretches; without paragraphs given, blank lines part them."""
    pieces = tuple(paragraphs) or _pieces(text, _BLANK_LINE)
    lost = len(pieces) < 2
    if lost:
        pieces = _pieces(text, _OPENS_AGAIN)
    found = (one for one in _Reader(text, pieces, lost).read() if len(one.span) > 0)
    return tuple(_apart(sorted(found, key=lambda one: (one.span.start, -one.span.end))))


def paragraphs_of(text: str) -> tuple[Span, ...]:
    """The paragraphs that blank lines part."""
    return _pieces(text, _BLANK_LINE)


def _pieces(text: str, between: re.Pattern[str]) -> tuple[Span, ...]:
    cuts = [found.end() for found in between.finditer(text)]
    return tuple(Span(a, b) for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True))


def _apart(found: Sequence[Stretch]) -> Iterator[Stretch]:
    """Those that neither lie within an earlier one nor run into it."""
    end = 0
    for one in found:
        if one.span.start >= end:
            yield one
            end = one.span.end


class _Reader:
    """Reads a statement's marks paragraph by paragraph."""

    def __init__(self, text: str, pieces: Sequence[Span], lost: bool) -> None:
        self._text, self._pieces, self._lost = text, pieces, lost
        self._said = [piece.of(text) for piece in pieces]
        self._marks: list[Marks] = [marks_in(said) for said in self._said]
        self._ends: dict[int, list[int]] = {}

    def read(self) -> Iterator[Stretch]:
        begun: int | None = None
        for at, piece in enumerate(self._pieces):
            after = 0
            if begun is not None:
                after = self._closed(at)
                if after or not self._goes_on(at, True):
                    end = piece.start + after if after else self._bound(at, 0)
                    yield Stretch(Span(begun, end), "block")
                    begun = None
                after = after or len(piece)
            yield from self._whole(at, after)
            left = [place for place in self._marks[at].unclosed if place >= after]
            for place in left:
                start = piece.start + place + 1
                if place == left[-1] and self._goes_on(at, False):
                    begun = start
                else:
                    yield Stretch(Span(start, self._bound(at, place)), "marks")

    def _whole(self, at: int, after: int) -> Iterator[Stretch]:
        base = self._pieces[at].start
        pairs = self._marks[at].pairs
        for span in (*pairs, *single_spans(self._said[at], pairs)):
            if span.start >= after:
                yield Stretch(Span(base + span.start, base + span.end), "marks")

    def _closed(self, at: int) -> int:
        """Where in this paragraph an earlier quotation is closed; 0 if it is not."""
        marks, said = self._marks[at], self._said[at]
        if opens_with_mark(said):
            first = marks.pairs[0] if marks.pairs else None
            opened = len(said) - len(said.lstrip()) + 1
            if first and first.start == opened:
                return first.end
            return 0
        return marks.unopened[0] if marks.unopened else 0

    def _goes_on(self, at: int, inside: bool) -> bool:
        """Does the quotation that this paragraph leaves open go on in the next?"""
        if inside and not self._marks[at].unclosed and opens_with_mark(self._said[at]):
            return False
        for after in range(at + 1, min(at + 2 + GAP, len(self._pieces))):
            if opens_with_mark(self._said[after]):
                return after == at + 1 and (not self._lost or len(self._pieces[at]) <= LOST)
            marks = self._marks[after]
            firsts = [span.start for span in marks.pairs[:1]] + list(marks.unclosed[:1])
            if marks.unopened and all(marks.unopened[0] < first for first in firsts):
                return not self._lost
            if firsts or marks.unopened:
                return False
        return False

    def _bound(self, at: int, place: int) -> int:
        """Where a quotation that is never closed ends at the latest: where the speaker is heard again."""
        piece, said, marks = self._pieces[at], self._said[at], self._marks[at]
        limit = min(
            _next(marks.unclosed, place), _next([pair.start - 1 for pair in marks.pairs], place), len(said)
        )
        for number, end in enumerate(self._sentence_ends(at, place), 1):
            if end >= limit:
                break
            if _speaks_again().match(said, end) or (self._lost and number == SENTENCES):
                return piece.start + len(said[:end].rstrip())
        return piece.start + len(said[:limit].rstrip())

    def _sentence_ends(self, at: int, place: int) -> Iterator[int]:
        """The ends of sentences behind a place in a paragraph; each paragraph is looked through once."""
        if at not in self._ends:
            self._ends[at] = [found.end() for found in _SENTENCE_END.finditer(self._said[at])]
        ends = self._ends[at]
        return iter(ends[bisect_right(ends, place + 1) :])


def _next(places: Sequence[int], place: int) -> int:
    """The first of the places behind one, beyond any text where there is none."""
    found = bisect_right(places, place)
    return places[found] if found < len(places) else sys.maxsize


@cache
def _speaks_again() -> re.Pattern[str]:
    """How a sentence begins with which speakers come back to themselves."""
    rows = [row["pattern"] for row in rows_of("rag", "quoting.tsv") if row["kind"] == "again"]
    return re.compile("|".join(rows))
