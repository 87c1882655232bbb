"""A draft as a page shows it: its paragraphs with every quotation marked, the verdicts beside them.

In: the name and bytes of a file, or pasted text. Out: paragraphs and, by number, the quotations found. The
draft itself is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from api import schemas as wire
from api.web.forms import LONG, span_of
from api.web.labels import VERDICTS
from index.errors import InvalidInput
from index.model import Span
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

    @property
    def found(self) -> tuple[Found, ...]:
        """Its quotations, by number."""
        return tuple(found for paragraph in self.paragraphs for found in paragraph.found)

    def count(self, verdict: str) -> int:
        """How many of its quotations have that verdict."""
        return sum(found.quotation.check.verdict == verdict for found in self.found)


@dataclass(frozen=True, slots=True)
class Cited:
    """A quotation of a draft that is not here any more: its number, its verdict, where its words stand."""

    number: int
    verdict: str
    statement: str
    span: Span | None


def packed(found: Found) -> str:
    """What a form holds of a quotation so that its footnote can be made anew."""
    match = found.quotation.check.match
    place = f"{match.span.start}:{match.span.end}:{match.statement.id}" if match else "::"
    return f"{found.number}:{found.quotation.check.verdict}:{place}"


def unpacked(text: str) -> Cited:
    """Raises InvalidInput for what no form of ours holds."""
    number, verdict, start, end, statement = [*text.split(":", 4), "", "", "", ""][:5]
    if not (number.isascii() and number.isdecimal() and len(number) < LONG) or verdict not in VERDICTS:
        raise InvalidInput("These footnotes belong to no draft. Check the draft again.")
    return Cited(int(number), verdict, statement, span_of(start, end) if statement else None)


def footnotes(cited: Iterable[Cited], cite: Callable[[str, Span], tuple[str, str]]) -> str:
    """A list to lay beside the draft; `cite` gives the words on record and their footnote."""
    return "\n\n".join(_footnote(one, cite) for one in cited) + "\n"


def _footnote(one: Cited, cite: Callable[[str, Span], tuple[str, str]]) -> str:
    told = f"[{one.number}] {VERDICTS[one.verdict]}."
    if one.span is None:
        return told
    words, note = cite(one.statement, one.span)
    return f"{told}\nOn record: “{words}”\nFootnote: {note}"


def laid_out(name: str, data: bytes, report: wire.DraftReport) -> Draft:
    """The draft's own paragraphs, cut where its quotations stand."""
    ordered = sorted(report.quotations, key=lambda one: (one.paragraph, one.span.start))
    found: dict[int, list[Found]] = {}
    for number, one in enumerate(ordered, 1):
        found.setdefault(one.paragraph, []).append(Found(number, one))
    paragraphs = [
        Paragraph(block.part, tuple(_pieces(block.text, found.get(at, ()))))
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
