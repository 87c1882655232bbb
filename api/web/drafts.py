"""A draft as a page shows it: its paragraphs with every quotation marked, the verdicts beside them.

In: the name and bytes of a file, or pasted text. Out: paragraphs and, by number, the quotations found. The
draft itself is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api import schemas as wire
from rag.draft.readers import read_draft

PASTED = "draft.txt"
"""What a pasted draft is read as."""


@dataclass(frozen=True, slots=True)
class Found:
    """A quotation by its number on the page."""

    number: int
    quotation: wire.DraftQuotation


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph; `found` where it is a quotation."""

    text: str
    found: Found | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`part` is "text", or what kind of note it is."""

    part: str
    pieces: tuple[Piece, ...]

    @property
    def found(self) -> tuple[Found, ...]:
        return tuple(piece.found for piece in self.pieces if piece.found)


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked draft."""

    name: str
    paragraphs: tuple[Paragraph, ...]

    def count(self, verdict: str) -> int:
        """How many of its quotations have that verdict."""
        every = (found for paragraph in self.paragraphs for found in paragraph.found)
        return sum(found.quotation.check.verdict == verdict for found in every)


def laid_out(name: str, data: bytes, report: wire.DraftReport) -> Draft:
    """The draft's own paragraphs, cut where its quotations stand."""
    ordered = sorted(report.quotations, key=lambda one: (one.paragraph, one.span.start))
    numbered = [Found(number, one) for number, one in enumerate(ordered, 1)]
    paragraphs = [
        Paragraph(
            block.part, tuple(_pieces(block.text, [f for f in numbered if f.quotation.paragraph == at]))
        )
        for at, block in enumerate(read_draft(name, data), 1)
    ]
    return Draft(name, tuple(paragraphs))


def _pieces(text: str, found: Sequence[Found]) -> Iterator[Piece]:
    at = 0
    for one in found:
        span = one.quotation.span
        if span.start < at:
            yield Piece("", one)
            continue
        yield Piece(text[at : span.start])
        yield Piece(text[span.start : span.end], one)
        at = span.end
    yield Piece(text[at:])
