"""Where a text quotes: the stretches between quotation marks of every make.

In: the text of one paragraph. Out: spans of the words between the marks, in order. Apostrophes do not
count as quotation marks, and a quotation inside another belongs to the outer one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from index.model import Span

# Opening mark -> the marks that close it.
PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", "❝": "❞"}
_MARKS = re.compile(f'["{"".join(PAIRS)}]')
_SINGLE_OPEN = re.compile(r"(?<![\w'‘’])[‘'‚](?=\w)")
_SINGLE_CLOSE = re.compile(r"(?<=[\w.,!?…])['’‘](?=[\s.,;:!?)\]—–-]|$)")
_STOPS_SINGLE = re.compile(r"[“”\"«»\n]")
_STRAIGHT_OPEN = re.compile(r'(?<![\w.,!?…\]])"(?=[\w\[‘\'(.…])')
_STRAIGHT_CLOSE = re.compile(r'(?<=[\w.,;:!?…)\]’\'%])"(?!\w)')
SINGLE_WORDS = 4


def quoted_spans(text: str, runs_on: bool = False) -> tuple[Span, ...]:
    """Spans between marks, outermost only; with `runs_on` an unclosed quotation reaches the end."""
    found: list[Span] = []
    at = 0
    while at < len(text):
        span = _next(text, at, runs_on)
        if span is None:
            break
        found.append(span)
        at = span.end + 1
    return tuple(sorted([*found, *_singles(text, found)]))


def left_open(text: str) -> bool:
    """Does the paragraph open a quotation that it does not close?"""
    spans = quoted_spans(text)
    with_end = quoted_spans(text, runs_on=True)
    return len(with_end) > len(spans)


def opens_with_mark(text: str) -> bool:
    return text.lstrip()[:1] in {*PAIRS, '"'}


def _next(text: str, at: int, runs_on: bool) -> Span | None:
    for found in _MARKS.finditer(text, at):
        start, mark = found.start(), found.group()
        if mark in PAIRS:
            end = _closing(text, start, PAIRS[mark], mark)
        elif mark == '"' and _STRAIGHT_OPEN.match(text, start):
            close = _STRAIGHT_CLOSE.search(text, start + 1)
            end = close.start() if close else None
        else:
            continue
        if end is not None:
            return Span(start + 1, end)
        if runs_on:
            return Span(start + 1, len(text))
    return None


def _closing(text: str, start: int, closers: str, opener: str) -> int | None:
    depth = 1
    for at in range(start + 1, len(text)):
        if text[at] in closers:
            depth -= 1
            if depth == 0:
                return at
        elif text[at] == opener:
            depth += 1
    return None


def _singles(text: str, taken: list[Span]) -> Iterator[Span]:
    """Single marks quote where they hold several words and stand outside the double ones."""
    closes = [found.start() for found in _SINGLE_CLOSE.finditer(text)]
    stops = [found.start() for found in _STOPS_SINGLE.finditer(text)]
    at = 0
    for found in _SINGLE_OPEN.finditer(text):
        close = bisect_right(closes, found.end())
        stop = bisect_right(stops, found.start())
        if found.start() < at or close == len(closes) or (stop < len(stops) and stops[stop] < closes[close]):
            continue
        span = Span(found.end(), closes[close])
        at = span.end + 1
        if not _inside(span, taken) and len(span.of(text).split()) >= SINGLE_WORDS:
            yield span


def _inside(span: Span, others: list[Span]) -> bool:
    """`others` are in order and apart."""
    place = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return place >= 0 and span.start < others[place].end
