"""What the pages show: replies of the backend laid out for templates.

In: models of `api.schemas`. Out: frozen values with addresses of this service; a source's own address is
only ever a link when it is one of the web.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from api import schemas as wire
from api.web.forms import FIRST
from api.web.labels import BRIEFS, FALLBACKS, SIDES
from index.model import Span
from index.text.dates import spoken_date
from rag.briefing.export.pdf import converter
from rag.citation.marks import marked_places

FEW = 2
"""Marks in a row that are shown one by one."""
MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Mark:
    """`[n]` in an answer: the number of a citation that is on the page."""

    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer: who speaks, the citation of the words and its mark; or our own text with marks."""

    who: str = ""
    citation: wire.Citation | None = None
    rest: tuple[str | Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand: day, meeting and place, the topic, the footnote, the page of the statement with
    them lit, the source's own page, the page of those who hold the same."""

    standing: str
    about: str
    note: str
    flags: tuple[str, ...]
    here: str
    source: str | None
    alike: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passage of the basket and its citation, None where the record no longer has it."""

    id: str
    citation: wire.Citation | None


def lines(answer: wire.Answer) -> tuple[Line, ...]:
    """The answer's text by lines, each quotation whole even where the record breaks its lines."""
    found: list[Line] = []
    at = 0
    for citation, said in marked_places(answer.text, answer.citations):
        before, _, who = answer.text[at : said.start].rpartition("\n")
        found += _own(before, answer.citations)
        found.append(Line(_speaker(who, citation), citation, (Mark(citation.number),)))
        at = said.end
    return (*found, *_own(answer.text[at:], answer.citations))


def _speaker(heading: str, citation: wire.Citation) -> str:
    """Whose words, without day and meeting, which the page shows beside them."""
    who = heading.strip().removesuffix(":").removesuffix(f", {spoken_date(citation.date) or 'undated'}")
    return who.removesuffix(f", {citation.meeting}")


def fallback(answer: wire.Answer) -> str:
    """Why a language model was asked and is not quoted."""
    why = FALLBACKS.get(answer.fallback_reason or "", "did not answer as it should")
    return f"The language model {why}. These are the speakers’ own words instead."


def _own(text: str, citations: Iterable[wire.Citation]) -> Iterator[Line]:
    for line in text.splitlines():
        if line.strip():
            yield Line(rest=tuple(_in_short(list(marked(line.strip(), citations)))))


def _in_short(parts: Sequence[str | Mark]) -> Iterator[str | Mark]:
    """Three marks in a row or more, as a count of a long list has them, by the first and the last."""
    for marks, run in groupby((part for part in parts if part), key=lambda part: isinstance(part, Mark)):
        some = list(run)
        yield from (some[0], "–", some[-1]) if marks and len(some) > FEW else some


def marked(text: str, citations: Iterable[wire.Citation]) -> Iterator[str | Mark]:
    """Text and marks in turn; a number no citation has stays text."""
    known = {citation.number for citation in citations}
    at = 0
    for found in MARK.finditer(text):
        if int(found[1]) in known:
            yield text[at : found.start()]
            yield Mark(int(found[1]))
            at = found.end()
    yield text[at:]


def place(citation: wire.Citation) -> Place:
    ref = citation.statement
    return Place(
        standing=_joined(
            spoken_date(citation.date) or "undated", citation.meeting, *_inside(citation), _side(citation)
        ),
        about=_joined(*(part for part in (ref.topic, ref.organ) if part and part not in citation.text)),
        note=citation.text,
        flags=tuple(citation.flags),
        here=statement_address(ref.id, citation.span),
        source=citation.url,
        alike=f"/similar?{_words_of(ref.id, citation.span)}",
    )


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _inside(citation: wire.Citation) -> Iterator[str]:
    """Page and paragraph, the sentences where the record has lost its paragraphs; counts are our own."""
    if citation.page is not None:
        yield f"p. {citation.page}"
    if citation.paragraphs:
        yield f"paragraph {_span(citation.paragraphs)} (our count)"
    else:
        yield f"sentence {_span(citation.sentences)} (our count)"


def _span(numbers: wire.Range) -> str:
    return str(numbers.first) if numbers.first == numbers.last else f"{numbers.first}–{numbers.last}"


def _side(citation: wire.Citation) -> str | None:
    return SIDES.get(citation.side) if citation.side else None


def contrary(refusal: wire.Refusal) -> wire.Citation | None:
    """The sentence of the record that contradicts the question, where that is why it is not answered."""
    said = refusal.reason == "says_otherwise" and refusal.nearest
    return refusal.nearest[0].citation if said else None


def near(refusal: wire.Refusal) -> list[wire.Hit]:
    """The nearest passages, without the one that contradicts the question."""
    return refusal.nearest[1:] if contrary(refusal) else refusal.nearest


def full(hits: Sequence[wire.Hit]) -> bool:
    """Did the first page of passages come whole, so that there may be more?"""
    return len(hits) >= int(FIRST)


def further(answer: wire.Answer) -> list[wire.Hit]:
    """The hits whose words the answer does not quote already."""
    return [hit for hit in answer.hits if not any(_shares(hit, citation) for citation in answer.citations)]


def _shares(hit: wire.Hit, citation: wire.Citation) -> bool:
    same = hit.statement.id == citation.statement.id
    return same and hit.passage.start < citation.span.end and citation.span.start < hit.passage.end


def statement_address(id: str, span: wire.Span | None = None) -> str:
    address = f"/statements/{quote(id, safe='')}"
    if span is None:
        return address
    return f"{address}?{urlencode({'from': span.start, 'to': span.end})}#passage"


def _words_of(id: str, span: wire.Span) -> str:
    """Words of a statement as parameters of an address, shorter than the words."""
    return urlencode({"statement": id, "from": span.start, "to": span.end})


def cite_address(id: str, span: Span, style: str) -> str:
    """The citation of words of a statement as a file."""
    return f"/cite?{urlencode({'statement': id, 'from': span.start, 'to': span.end, 'style': style})}"


def next_page(pairs: Iterable[tuple[str, str]], cursor: str) -> str:
    """The following page of a list of statements."""
    return f"/statements?{urlencode([*pairs, ('cursor', cursor)])}"


def briefs() -> dict[str, str]:
    """The formats of a briefing that can be written here."""
    return {name: label for name, label in BRIEFS.items() if name != "pdf" or converter()}


def day(date: str | None) -> str:
    """A day as people write it."""
    return spoken_date(date) or ""


def question_address(question: str) -> str:
    return f"/?{urlencode({'q': question})}"


def carried(passages: Iterable[str]) -> str:
    """The basket as parameters of an address."""
    return urlencode([("passage", id) for id in passages])


def who(ref: wire.StatementRef) -> str:
    """ "Mr. Umarov (Kazakhstan)", or the one of the two that is known."""
    name = ref.speaker.name or ref.speaker.role
    delegation = None if ref.delegation is None else ref.delegation.name
    if name and delegation:
        return f"{name} ({delegation})"
    return name or delegation or "A speaker the record does not name"
