"""What a document is made of: headings, paragraphs, quotations with their notes, lists, tables.

In: nothing. Out: blocks in reading order, the same for every format. A quotation is a block of its own
under a line that says whose words they are, so that whoever checks the file finds both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from typing import Literal

from index.text.dates import spoken_date
from rag.citation.parts import standing
from rag.citation.styles import render
from rag.model import Citation

Kind = Literal["plain", "label", "small", "lead", "leaning"]
"""A paragraph; one that begins with a label in bold; small print; the line above a quotation; the one below,
with the sentence it leans on."""
ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is the title; the table of contents holds levels 2 and 3."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    kind: Kind = "plain"
    label: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the record and the note, by its number, that says where they stand."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list with a point for each."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row the heading."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """A new page, and the table of contents of what follows."""

    entries: tuple[Heading, ...]


Block = Heading | Text | Quotation | Items | Table | Contents


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks, and the notes by their numbers from 1; `made` is the day it was written."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    made: Day | None = None
    language: str = ENGLISH

    @property
    def day(self) -> str:
        """The day as people write it."""
        return (spoken_date(self.made.isoformat()) or "") if self.made else ""


@dataclass(slots=True)
class Notes:
    """The notes written so far; `latest` is the number that each quotation was last given."""

    texts: list[str] = field(default_factory=list)
    latest: dict[tuple[str, int], int] = field(default_factory=dict)

    def quotation(self, citation: Citation) -> Iterator[Block]:
        """Whose words, where and when; the words with a note; the sentence they lean on."""
        self.texts.append(render(citation, "un"))
        number = self.latest[citation.statement.id, citation.span.start] = len(self.texts)
        yield Text(f"{standing(citation)}:", "lead")
        yield Quotation(_joined(citation.quote), number)
        if citation.leads:
            yield Text(f"It leans on the sentence before: “{_joined(citation.leads)}”", "leaning")

    def number(self, citation: Citation) -> int | None:
        """The note of a quotation written before."""
        return self.latest.get((citation.statement.id, citation.span.start))


def _joined(text: str) -> str:
    return " ".join(text.split())
