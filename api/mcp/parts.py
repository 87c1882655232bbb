"""Parts of a statement that a reply has room for, cut where a reader would.

In: a statement, a place in it. Out: where a part begins and ends.
"""

from __future__ import annotations

from api import schemas as wire
from index.model import Span

PART = 9_000
"""Characters of a statement given at once, twice: as text and in the object."""


def around(statement: wire.Statement, span: Span) -> Span:
    """All of the statement where there is room; else from the paragraph or point of the passage on."""
    if len(statement.text) <= PART:
        return Span(0, len(statement.text))
    pieces = statement.paragraphs or statement.points
    start = max((piece.start for piece in pieces if piece.start <= span.start), default=span.start)
    end = end_from(statement, start)
    return Span(start, max(span.end, end) if len(span) <= PART else end)


def end_from(statement: wire.Statement, start: int) -> int:
    """Where a part that begins there ends: after the last paragraph, point or word that fits."""
    last = start + PART
    if last >= len(statement.text):
        return len(statement.text)
    for pieces in (statement.paragraphs, statement.points):
        ends = [piece.end for piece in pieces if start < piece.end <= last]
        if ends:
            return max(ends)
    space = statement.text.rfind(" ", start, last)
    return space if space > start else last
