"""Laid-out pages to a verbatim record: cover and speeches.

In: pages from the child process. Out: a `VerbatimRecord`. Refuses records without a symbol, without
text and without a single speech.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UnreadableRecord
from index.pdf.blocks import Piece, classify
from index.pdf.cover import Cover, read_cover
from index.pdf.page import Page
from index.pdf.paragraphs import split_paragraphs
from index.pdf.speeches import Speech, gather_speeches
from index.pdf.text import Vocabulary


@dataclass(frozen=True, slots=True)
class VerbatimRecord:
    """One record; `scanned` when most pages are pictures with a text layer under them."""

    cover: Cover
    pieces: tuple[Piece, ...]
    speeches: tuple[Speech, ...]
    scanned: bool


def read_record(pages: Sequence[Page]) -> VerbatimRecord:
    """The record printed on `pages`; raises UnreadableRecord."""
    if not any(line.text.strip() for page in pages for line in page.lines):
        raise UnreadableRecord(
            "The PDF holds no text, only pictures; run it through OCR or get the born-digital file."
        )
    cover = read_cover(pages)
    vocabulary = Vocabulary(line.text for page in pages for line in page.lines)
    pieces = classify(split_paragraphs(pages), vocabulary)
    speeches = gather_speeches(cover, pieces)
    if not speeches:
        raise UnreadableRecord(
            f"No speaker could be found in {cover.symbol}; its text layer is probably poor: "
            "get a born-digital copy from docs.un.org."
        )
    return VerbatimRecord(cover, pieces, speeches, sum(page.scanned for page in pages) * 2 > len(pages))
