"""A briefing or a matrix as blocks to write: headings, paragraphs, quotations with their notes, tables.

In: a `Brief`. Out: blocks in reading order, the same for every format. A quotation is a block of its own
under a line that says whose words they are, so that whoever checks the file finds both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import StatementRef
from index.text.dates import spoken_date
from rag.briefing.brief import Brief, Contradiction, Joint, Silent, who
from rag.citation.parts import address, file_name, speaker_with_delegation
from rag.citation.styles import render
from rag.model import Citation

CLOSING = "Every quotation was compared with the record character by character when this was written"


@dataclass(frozen=True, slots=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of the record and the note, by its number, that says where they stand."""

    text: str
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, the first row the heading."""

    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Quotation | Table


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks, and the notes by their numbers from 1."""

    title: str
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]


def document_of(brief: Brief) -> Document:
    """The briefing laid out."""
    return Document(
        brief.title,
        tuple(_blocks(brief)),
        tuple(render(citation, "un") for citation in brief.citations),
    )


def _blocks(brief: Brief) -> Iterator[Block]:
    yield Heading(1, f"Briefing: {brief.title}")
    yield Heading(2, "Who spoke")
    yield from (Text(sentence) for sentence in brief.summary)
    yield Heading(2, "What they said")
    for line in brief.lines:
        yield Heading(3, line.heading)
        for citation in line.citations:
            yield Text(f"{_whose(citation)}:")
            yield Quotation(" ".join(citation.quote.split()), citation.number)
    yield from _contradictions(brief.contradictions)
    yield from _joint(brief.joint)
    yield from _silent(brief.silent)
    yield Heading(2, "Sources")
    yield Table((("Date", "Meeting", "Topic", "Speakers", "Record"), *_sources(brief.sources)))
    yield Text(f"{CLOSING} (index state {brief.index}).")


def _contradictions(pairs: tuple[Contradiction, ...]) -> Iterator[Block]:
    if pairs:
        yield Heading(2, "Open contradictions")
    for pair in pairs:
        yield Text(f"{_noted(pair.one)} and {_noted(pair.other)} point opposite ways.")


def _joint(pairs: tuple[Joint, ...]) -> Iterator[Block]:
    if pairs:
        yield Heading(2, "Shared text")
    for pair in pairs:
        words = "; ".join(f"“{' '.join(run.split())}”" for run in pair.runs)
        yield Text(f"{_noted(pair.one)} and {_noted(pair.other)} use the same words: {words}.")


def _noted(citation: Citation) -> str:
    return f"{who(citation.statement)} (note {citation.number})"


def _silent(silent: tuple[Silent, ...]) -> Iterator[Block]:
    if not silent:
        return
    yield Heading(2, "Did not address it")
    yield Text(
        "These took the floor in the same meetings. Every statement they made there was looked at; none has "
        "a passage that speaks to it:"
    )
    for statements in sorted({one.statements for one in silent}):
        names = sorted(one.delegation.name for one in silent if one.statements == statements)
        yield Text(f"{', '.join(names)} ({_count(statements)}).")


def _count(statements: int) -> str:
    return "one statement of each" if statements == 1 else f"{statements} statements of each"


def _whose(citation: Citation) -> str:
    ref = citation.statement
    said_by = speaker_with_delegation(ref) or who(ref)
    heading = f"{said_by}, quoting {citation.quoting}" if citation.quoting else said_by
    parts = (heading, ref.meeting, spoken_date(ref.date))
    return ", ".join(part for part in parts if part)


def _sources(sources: Sequence[StatementRef]) -> Iterator[tuple[str, ...]]:
    """A row for each record, in the order given, with all that spoke in it."""
    speakers: dict[tuple[str, ...], list[str]] = {}
    for ref in sources:
        record = (
            spoken_date(ref.date) or "",
            ref.meeting or "",
            ref.topic or "",
            address(ref) or file_name(ref),
        )
        speakers.setdefault(record, []).append(speaker_with_delegation(ref) or who(ref))
    for (date, meeting, topic, place), names in speakers.items():
        yield (date, meeting, topic, "; ".join(dict.fromkeys(names)), place)
