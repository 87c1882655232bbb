"""From a span of a statement to a citation that can be checked to the character, and back.

In: a stored statement and a span over its text. Out: a `Citation` whose quote is exactly those characters.
It refuses a span that lies outside the text or holds no words, and never invents a page, date or number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from index.errors import InvalidInput
from index.model import Paragraph, Span, Statement, StatementRef, met_by
from rag.citation.parts import address, spoken_language
from rag.citation.un import un_footnote
from rag.discourse.read_out import quoting
from rag.model import Citation, Range


def cite(statement: Statement, span: Span, number: int = 1) -> Citation:
    """The citation of `statement.text[span]`; raises InvalidInput when the span is not usable."""
    _require_words(statement, span)
    found = _counted(met_by(span, statement.paragraphs, lambda paragraph: paragraph.span))
    paragraphs = statement.paragraphs[found.first - 1 : found.last] if found else ()
    page, page_end = _pages(statement.paragraphs, found, span)
    citation = Citation(
        number=number,
        statement=statement.ref,
        paragraphs=Range(paragraphs[0].number, paragraphs[-1].number) if paragraphs else None,
        sentences=_sentences(statement, span),
        page=page,
        page_end=page_end,
        label=_label(paragraphs),
        span=span,
        quote=span.of(statement.text),
        text="",
        url=address(statement.ref),
        flags=_flags(statement.ref),
        quoting=another.told if (another := quoting(statement, span)) else None,
    )
    return replace(citation, text=un_footnote(citation))


def verify(citation: Citation, statement: Statement) -> bool:
    """Is this the citation that the stored statement gives for its span, in every field?"""
    if citation.statement.id != statement.ref.id:
        return False
    try:
        return cite(statement, citation.span, citation.number) == citation
    except InvalidInput:
        return False


def _require_words(statement: Statement, span: Span) -> None:
    if not 0 <= span.start < span.end <= len(statement.text):
        raise InvalidInput("The span lies outside the statement; give a start and an end within its text.")
    if not span.of(statement.text).strip():
        raise InvalidInput("The span holds no words; choose one that covers the words to be cited.")


def _counted(places: slice) -> Range | None:
    """First and last of these places, counted from 1."""
    return Range(places.start + 1, places.stop) if places.start < places.stop else None


def _sentences(statement: Statement, span: Span) -> Range:
    found = _counted(statement.sentences_at(span))
    if found is None:
        raise InvalidInput("The span lies in no sentence of the statement; add the record again.")
    return found


def _pages(paragraphs: Sequence[Paragraph], found: Range | None, span: Span) -> tuple[int | None, int | None]:
    """The pages the span may lie on. A paragraph knows only the page it begins on, so the words after its
    beginning may already stand on the page where the next paragraph begins."""
    if found is None or paragraphs[found.first - 1].page is None:
        return None, None
    first, last = paragraphs[found.first - 1], paragraphs[found.last - 1]
    ends_on = last.page
    if found.last < len(paragraphs) and span.end > last.span.start + 1:
        ends_on = _page_reached(last, paragraphs[found.last])
    return first.page, ends_on if ends_on != first.page else None


def _page_reached(paragraph: Paragraph, following: Paragraph) -> int | None:
    return paragraph.page if following.page is None else following.page


def _label(paragraphs: Sequence[Paragraph]) -> str | None:
    """The record's own printed paragraph numbers, where every paragraph of the span has one."""
    labels = [paragraph.label for paragraph in paragraphs]
    if not labels or labels[0] is None or labels[-1] is None:
        return None
    return labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"


def _flags(ref: StatementRef) -> tuple[str, ...]:
    """The record's flags and what a citing reader must know besides."""
    flags = list(ref.flags)
    if spoken_language(ref):
        flags.append("translated")
    if ref.on_behalf_of:
        flags.append(f"on behalf of {ref.on_behalf_of}")
    return tuple(dict.fromkeys(flags))
