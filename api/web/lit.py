"""Spans over a text as pieces to print: what is lit is cut out by its offsets, never searched for.

In: a text, the spans of its blocks, the span to be lit, those quoted from others. Out: blocks of pieces that
together give every character of the text that is not blank, each once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from api import schemas as wire
from index.model import Span, met_by

NONE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, lit or not; `first` and `last` mark where the lit passage begins and ends. `whose`
    says whose words they are where the speaker reads them out, "" for the speaker's own."""

    text: str
    lit: bool = False
    first: bool = False
    last: bool = False
    whose: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or point. `number` is our count, `label` the record's own printed number; `page` is
    given where a new page begins. `points` are those that begin in a paragraph."""

    number: int | None
    label: str | None
    page: int | None
    pieces: tuple[Piece, ...]
    points: tuple[int, ...] = ()


def blocks(
    statement: wire.Statement, lit: Span | None, quoted: Sequence[tuple[Span, str]] = ()
) -> tuple[Block, ...]:
    """The statement by its paragraphs, by points where the source has lost them."""
    parts = statement.paragraphs or statement.points
    numbered = {Span(part.start, part.end): part for part in parts}
    found: list[Block] = []
    page = None
    for span in covering(statement.text, list(numbered)):
        part = numbered.get(span)
        paragraph = part if isinstance(part, wire.StatementParagraph) else None
        on = paragraph.page if paragraph else None
        found.append(
            Block(
                number=part.number if part else None,
                label=paragraph.label if paragraph else None,
                page=on if on != page else None,
                pieces=pieces(statement.text, span, lit or NONE, quoted),
                points=_points(statement, span),
            )
        )
        page = on or page
    return tuple(found)


def covering(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The spans, and between them those of any words they leave out."""
    at = 0
    for span in (*spans, Span(len(text), len(text))):
        if text[at : span.start].strip():
            yield Span(at, span.start)
        if len(span):
            yield span
        at = max(at, span.end)


def pieces(text: str, span: Span, lit: Span, quoted: Sequence[tuple[Span, str]] = ()) -> tuple[Piece, ...]:
    """The characters of `span`, cut where `lit` and what is quoted begin and end; `quoted` is in order and
    apart."""
    met = quoted[met_by(span, quoted, lambda one: one[0])]
    bounds = {at for one in (lit, *(span for span, _ in met)) for at in (one.start, one.end)}
    cuts = sorted({span.start, span.end, *(at for at in bounds if span.start < at < span.end)})
    return tuple(_piece(text, Span(*ends), lit, met) for ends in pairwise(cuts))


def _piece(text: str, span: Span, lit: Span, quoted: Sequence[tuple[Span, str]]) -> Piece:
    inside = _within(span, lit)
    return Piece(
        span.of(text),
        inside,
        inside and span.start == lit.start,
        inside and span.end == lit.end,
        next((whose for _, whose in quoted[met_by(span, quoted, lambda one: one[0])]), ""),
    )


def _within(span: Span, other: Span) -> bool:
    return other.holds(span) and len(other) > 0


def _points(statement: wire.Statement, span: Span) -> tuple[int, ...]:
    """The points that begin there; none where the blocks are the points."""
    if not statement.paragraphs:
        return ()
    first = bisect_left(statement.points, span.start, key=lambda point: point.start)
    last = bisect_left(statement.points, span.end, key=lambda point: point.start)
    return tuple(point.number for point in statement.points[first:last])
