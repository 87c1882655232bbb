"""What is looked up in the record by its place: statements, passages, the citation of any words, names.

In: ids, spans and names. Out: wire shapes, or the spans themselves. `statement` and `citation` are of the
contract (`backend.py`); for the rest only the pages and the tools for assistants ask.
"""

from __future__ import annotations

from api import present
from api import schemas as wire
from index.model import Span
from rag.citation.cite import cite
from rag.citation.styles import render
from rag.discourse.read_out import quoted_in
from rag.question.names import Names
from rag.service import OnRecord


class Lookups:
    """The part of a backend in this process that reads the record and computes nothing."""

    def __init__(self, service: OnRecord) -> None:
        self._service = service

    def statement(self, id: str) -> wire.Statement:
        return present.statement(self._service.statement(id))

    def cited(self, id: str, span: Span) -> wire.Citation:
        """The citation of any words of a statement."""
        return wire.Citation.model_validate(cite(self._service.statement(id), span))

    def cited_as(self, id: str, span: Span, style: str) -> str:
        """The citation of any words of a statement in one of the styles."""
        return render(cite(self._service.statement(id), span), style)

    def quoted(self, id: str) -> list[tuple[Span, str]]:
        """What a statement reads out of others, and whose words those are."""
        return [(one.span, one.told) for one in quoted_in(self._service.statement(id))]

    def passage_at(self, id: str, span: Span) -> str:
        """The passage of a statement that overlaps the span most."""
        passages = self._service.statement(id).passages
        return max(passages, key=lambda one: one.span.shared(span)).id

    def place(self, passage_id: str) -> tuple[wire.Statement, Span]:
        """The statement a passage stands in, and where."""
        statement, passage = self._service.passage(passage_id)
        return present.statement(statement), passage.span

    def delegation(self, name: str) -> wire.Delegation:
        """The delegation of any name or code."""
        return wire.Delegation.model_validate(self._service.delegation(name))

    def names(self) -> Names:
        """Every name that the index holds."""
        return self._service.names()

    def citation(self, passage_id: str, style: wire.CitationFormat) -> str:
        return self._service.citation(passage_id, style)
