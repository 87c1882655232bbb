"""What is read out without marks: "I quote ... end of quote", and what a document says behind a colon.

In: a text and its paragraphs. Out: stretches with how they are read out and the words that say whose they
are. Each place of the text is looked at a bounded number of times.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

from index.model import Span
from rag.discourse.introduction import introduction, patterns_of
from rag.discourse.stretches import paragraphs_of

Kind = Literal["spoken", "document"]
Read = tuple[Span, Kind, str | None]
BEYOND = sys.maxsize
_QUOTE = re.compile(r"[qQ](?<!\w.)(?i:uot(?:e|ing|ation))\b")
"""Its first letter stands first, so that the text is searched for it and not tried at each of its letters."""
_NUMBERED = re.compile(r"\s{0,20}(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[•–-])\s")
_COLON = re.compile(":")
_SENTENCE_END = re.compile(r"[.!?…](?=\s|\Z)|\n(?=[^\S\n]*\n)")
AROUND = " \t\n:,—–-"
"""Marks between what is read out and the words around it; it may begin behind dots besides."""
_LEAD = re.compile(f"[{re.escape(AROUND)}…]*")


def read_aloud(text: str, paragraphs: Sequence[Span]) -> Iterator[Read]:
    """In order of where it begins; stretches may overlap."""
    opens: list[tuple[int, Kind]] = [(end, "spoken") for end in _spoken_from(text)]
    opens += [(end, "document") for end in _read_from(text)]
    if opens:
        yield from _Text(text, paragraphs).read(sorted(opens))


class _Text:
    """A text with the places at which what is read out may end, each kind in order."""

    def __init__(self, text: str, paragraphs: Sequence[Span]) -> None:
        self._text = text
        self._closes = [found.start() for found in _closes().finditer(text)]
        self._sentences = [found.end() for found in _SENTENCE_END.finditer(text)]
        self._paragraphs = [piece.end for piece in (paragraphs or paragraphs_of(text))]
        self._stops = [end for end in self._paragraphs if not _NUMBERED.match(text, end)]
        self._stripped = cache(self._without_marks)

    def read(self, opens: Sequence[tuple[int, Kind]]) -> Iterator[Read]:
        for (start, kind), (following, _) in pairwise([*opens, (len(self._text), "")]):
            close = _next(self._closes, start, BEYOND)
            if close <= following or (following == start and close < BEYOND):
                yield from self._stretch(start, close, "spoken")
            elif kind == "spoken":
                yield from self._stretch(start, _next(self._sentences, start + 2, len(self._text)), "spoken")
            else:
                yield from self._stretch(start, self._paragraph_end(start), "document")

    def _paragraph_end(self, start: int) -> int:
        """The end of the paragraph, of the next one where this one ends with the colon, of the last where
        numbered paragraphs follow."""
        whole = len(self._text)
        last = _next(self._paragraphs, start + 1, whole)
        if not self._text[start:last].strip():
            start, last = last, _next(self._paragraphs, last + 1, whole)
        return _next(self._stops, last, whole) if _NUMBERED.match(self._text, start) else last

    def _stretch(self, start: int, end: int, kind: Kind) -> Iterator[Read]:
        lead = _LEAD.match(self._text, start, end)
        span = Span(lead.end() if lead else start, self._stripped(end))
        found = introduction(self._text, start, end)
        if span.start < span.end and not found.own:
            yield span, kind, found.whose

    def _without_marks(self, end: int) -> int:
        while end and self._text[end - 1] in AROUND:
            end -= 1
        return end


def _spoken_from(text: str) -> Iterator[int]:
    """Where the words begin that "I quote" opens. Patterns are tried near the word only, for speed."""
    for hint in _QUOTE.finditer(text):
        found = _opens().search(text, max(0, hint.start() - 60), hint.end() + 90)
        if found and found.start() <= hint.start() < found.end():
            yield found.end()


def _read_from(text: str) -> Iterator[int]:
    """Where the words begin that the colon of "reads as follows" opens; only colons are tried, for speed."""
    for colon in _COLON.finditer(text):
        if _reads().search(text, max(0, colon.start() - 200), colon.end()):
            yield colon.end()


def _next(places: Sequence[int], least: int, default: int) -> int:
    """The first of the places, which are in order, that is not below the least."""
    at = bisect_left(places, least)
    return places[at] if at < len(places) else default


@cache
def _opens() -> re.Pattern[str]:
    return re.compile("|".join(patterns_of("opens")), re.IGNORECASE)


@cache
def _closes() -> re.Pattern[str]:
    return re.compile("|".join(patterns_of("closes")), re.IGNORECASE)


@cache
def _reads() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(patterns_of('reads'))})\Z", re.IGNORECASE)
