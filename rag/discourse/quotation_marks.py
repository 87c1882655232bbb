"""Where a text quotes: the stretches between quotation marks of every make.

In: the text of one paragraph. Out: spans of the words between the marks, in order. Apostrophes do not
count as quotation marks, and a quotation inside another belongs to the outer one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.model import Span

# Opening mark -> the marks that close it.
PAIRS = {"“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", "❝": "❞"}
_MARKS = re.compile(f'["{"".join(PAIRS)}]')
_SINGLE = re.compile(r"(?<![\w'‘’])[‘'‚](?=\w)(?P<inside>[^“”\"«»\n]*?[\w.,!?…])['’‘](?=[\s.,;:!?)\]—–-]|$)")
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
    for found in _SINGLE.finditer(text):
        span = Span(*found.span("inside"))
        inside_other = any(other.start <= span.start < other.end for other in taken)
        if not inside_other and len(span.of(text).split()) >= SINGLE_WORDS:
            yield span
