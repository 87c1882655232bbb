"""An answer written out for a chat: its lines with `[n]`, the sources below, and where each mark stands.

In: an Answer and how addresses of this service begin. Out: a `Reply`, whose pieces in order are the content.
A refusal says why, and shows the nearest passages as what they are, without marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from api import schemas as wire
from api.openai.markdown import literal
from api.web.views import Line, Mark, fallback, lines, statement_address
from index.text.amounts import many
from index.text.steering import web_address

SOURCES = "**Sources**"
NEAREST = "**Nearest in the record** (they do not answer the question)"
MORE = "There is more of this list: ask “more”."
SHOWN = 3
"""Nearest passages written out; all of them are in `on_record`."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`answer` is None for what was answered without search."""

    pieces: tuple[str, ...]
    annotations: tuple[wire.Annotation, ...] = ()
    sources: tuple[wire.FoundSource, ...] = ()
    answer: wire.Answer | None = None

    @property
    def content(self) -> str:
        return "".join(self.pieces)


def written(answer: wire.Answer, base: str) -> Reply:
    """`base` is this service's own address, without a slash at its end."""
    if answer.refusal is not None:
        return _refused(answer, answer.refusal, base)
    told: list[tuple[str, int | None]] = [(text, None) for text in _before(answer)]
    said = [*((one,) for one in told), *(tuple(_parts(line)) for line in lines(answer))]
    found = {citation.number: _source(citation, base) for citation in answer.citations}
    beside = (*_left_out(answer), *answer.interpreted.notes, *([MORE] if answer.next else []))
    notes = tuple(f"{literal(note)}\n\n" for note in beside)
    pieces = tuple("".join(text for text, _ in parts) for parts in said)
    retold = bool(answer.sentences)
    footer = _listed(SOURCES, [_noted(f"[{number}] ", source, retold) for number, source in found.items()])
    return Reply((*pieces, *notes, *footer), tuple(_annotated(said, found)), tuple(found.values()), answer)


def plain(text: str) -> Reply:
    """What was answered without search."""
    return Reply((text,))


def _refused(answer: wire.Answer, refusal: wire.Refusal, base: str) -> Reply:
    sources = tuple(_source(hit.citation, base) for hit in refusal.nearest)
    shown = [_noted("", source, quoted=True) for source in sources[:SHOWN]]
    said = [refusal.message, *answer.interpreted.notes]
    pieces = (*_before(answer), *(f"{literal(text)}\n\n" for text in said))
    return Reply((*pieces, *_listed(NEAREST, shown)), (), sources, answer)


def _before(answer: wire.Answer) -> Iterator[str]:
    """What the question was completed to, and why a language model is not shown where one was asked."""
    if answer.standalone_question not in (None, answer.question):
        yield f"Asked as: {literal(answer.standalone_question or '')}\n\n"
    if answer.fallback_reason is not None:
        yield f"{fallback(answer)}\n\n"


def _left_out(answer: wire.Answer) -> Iterator[str]:
    """How much of a language model's text is not shown."""
    if answer.removed and answer.fallback_reason is None:
        left_out = many(len(answer.removed), "sentence")
        yield f"Left out: {left_out} of the language model that the record does not carry."


def _parts(line: Line) -> Iterator[tuple[str, int | None]]:
    """Text and the citation's number where it is a mark; a line is a paragraph."""
    if line.citation:
        yield f"{literal(line.who)}: " if line.who else "", None
        yield f"“{literal(line.citation.quote)}” ", None
    for part in line.rest:
        yield (f"[{part.number}]", part.number) if isinstance(part, Mark) else (literal(part), None)
    yield "\n\n", None


def _annotated(
    said: Sequence[Sequence[tuple[str, int | None]]], sources: dict[int, wire.FoundSource]
) -> Iterator[wire.Annotation]:
    at = 0
    for text, number in (part for parts in said for part in parts):
        if number is not None:
            yield _annotation(at, at + len(text), sources[number])
        at += len(text)


def _annotation(start: int, end: int, source: wire.FoundSource) -> wire.Annotation:
    cited = wire.UrlCitation(start_index=start, end_index=end, title=source.title, url=source.url)
    return wire.Annotation(type="url_citation", url_citation=cited)


def _source(citation: wire.Citation, base: str) -> wire.FoundSource:
    """The record's own address where it has one of the web, else the page here with the words lit."""
    here = base + statement_address(citation.statement.id, citation.span)
    return wire.FoundSource(
        title=citation.text,
        url=web_address(citation.url) or here,
        date=citation.statement.date,
        snippet=citation.quote,
    )


def _noted(mark: str, source: wire.FoundSource, quoted: bool = False) -> str:
    words = f": “{literal(source.snippet)}”" if quoted else ""
    return f"- {mark}{literal(source.title)}{words} <{source.url}>\n"


def _listed(heading: str, notes: Sequence[str]) -> tuple[str, ...]:
    return (f"{heading}\n\n", *notes) if notes else ()
