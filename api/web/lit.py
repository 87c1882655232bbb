"""Spans over a text as pieces to print: what is lit is cut out by its offsets, never searched for.

In: a text, the spans of its blocks, the span to be lit. Out: blocks of pieces that together give every
character of the text that is not blank, each once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api import schemas as wire
from index.model import Span

NONE = Span(0, 0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, lit or not; `first` and `last` mark where the lit passage begins and ends."""

    text: str
    lit: bool = False
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or point. `number` is our count, `label` the record's own printed number; `page` is
    given where a new page begins."""

    number: int | None
    label: str | None
    page: int | None
    pieces: tuple[Piece, ...]


def blocks(statement: wire.Statement, lit: Span | None) -> tuple[Block, ...]:
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
                pieces=pieces(statement.text, span, lit or NONE),
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


def pieces(text: str, span: Span, lit: Span) -> tuple[Piece, ...]:
    """The characters of `span`, cut where `lit` begins and ends."""
    start, end = max(span.start, lit.start), min(span.end, lit.end)
    if start >= end:
        return (Piece(span.of(text)),)
    cut = (
        Piece(text[span.start : start]),
        Piece(text[start:end], True, start == lit.start, end == lit.end),
        Piece(text[end : span.end]),
    )
    return tuple(piece for piece in cut if piece.text)
