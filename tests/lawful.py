"""The laws of the house as checks: of what is stored, cited, answered and found."""

from __future__ import annotations

import re

from index.model import Span, Statement
from index.segmentation.segment import embedded_text
from rag.model import Answer, Citation, SearchResult
from rag.service import OnRecord
from tests.hash_embedder import HashEmbedder


def check_structure(statement: Statement, embedder: HashEmbedder) -> None:
    """Laws 1 and 8: spans over one text; every letter in a passage; none beyond the window."""
    text = statement.text
    pieces = [
        *(p.span for p in statement.paragraphs), *statement.sentences,
        *(p.span for p in statement.points), *(p.span for p in statement.passages),
    ]  # fmt: skip
    assert all(0 <= span.start < span.end <= len(text) for span in pieces)
    for kind in (
        statement.sentences,
        [p.span for p in statement.points],
        [p.span for p in statement.passages],
    ):
        held = {at for span in kind for at in range(span.start, span.end)}
        assert all(at in held or not letter.strip() for at, letter in enumerate(text))
    for passage in statement.passages:
        assert embedder.count_tokens(embedded_text(statement, passage)) <= embedder.window


def check_citation(citation: Citation, service: OnRecord) -> None:
    """Laws 2 and 4: the stored characters, at the record's own places, and no place of our making."""
    statement = service.statement(citation.statement.id)
    assert citation.statement == statement.ref
    assert citation.quote == citation.span.of(statement.text)
    assert citation.quote.strip()
    meant = [p for p in statement.paragraphs if meets(p.span, citation.span)]
    if meant:
        assert citation.paragraphs is not None
        assert (citation.paragraphs.first, citation.paragraphs.last) == (meant[0].number, meant[-1].number)
    else:
        assert citation.paragraphs is None
    assert citation.page in {p.page for p in meant} | {None}
    assert citation.label is None or all(p.label for p in meant)
    first = statement.sentences[citation.sentences.first - 1]
    last = statement.sentences[citation.sentences.last - 1]
    assert meets(first, citation.span)
    assert meets(last, citation.span)
    check_footnote(citation, statement)


def check_footnote(citation: Citation, statement: Statement) -> None:
    """Every number in it is the record's, or is ours and said to be ours."""
    ref = statement.ref
    ours = citation.page is None and citation.label is None
    assert ("(our numbering)" in citation.text) == ours
    known = [ref.meeting, ref.date, ref.organ, ref.speaker.name, ref.source.path, citation.label]
    known += [str(p.page) for p in statement.paragraphs if p.page] if not ours else []
    numbers = {int(n) for part in known if part for n in re.findall(r"\d+", part)}
    if ours:
        place = citation.paragraphs or citation.sentences
        numbers |= {place.first, place.last}
    assert {int(n) for n in re.findall(r"\d+", citation.text)} <= numbers


def meets(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def check_answer(answer: Answer, service: OnRecord) -> None:
    """Laws 2, 3 and 4: marks resolve, quotes stand in the text, a refusal cites nothing and says why."""
    marks = {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)}
    assert [citation.number for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert marks == {citation.number for citation in answer.citations}
    assert answer.answered == bool(answer.citations) == (answer.refusal is None)
    if answer.refusal:
        assert answer.text == ""
        assert answer.refusal.message.endswith(".")
        assert answer.refusal.nearest == answer.hits[:3]
    for citation in answer.citations:
        assert f"“{citation.quote}” [{citation.number}]" in answer.text
        check_citation(citation, service)
    check_hits(answer, service)


def check_hits(result: Answer | SearchResult, service: OnRecord) -> None:
    assert [hit.rank for hit in result.hits] == list(range(1, len(result.hits) + 1))
    for hit in result.hits:
        statement = service.statement(hit.statement.id)
        assert hit.passage in statement.passages
        assert hit.text == hit.passage.span.of(statement.text) == hit.citation.quote
        check_citation(hit.citation, service)
    assert [h.score for h in result.hits] == sorted((h.score for h in result.hits), reverse=True)
