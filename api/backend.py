"""The interface of the contract in terms of wire shapes: every way in asks a backend.

In: request models of `api.schemas`. Out: reply models. `LocalBackend` asks the service in this process,
`api.remote.RemoteBackend` a running one; routes and the command line cannot tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from api import cursor, present
from api import schemas as wire
from index.ingest.run import Progress
from index.model import Span
from index.store.statements import Facts
from rag.briefing.export.matrix import csv_of, html_matrix
from rag.citation.cite import cite
from rag.citation.styles import render
from rag.generation.verify import Given
from rag.model import Citation
from rag.position.matrix import Matrix
from rag.service import OnRecord, RawFilters


class Backend(Protocol):
    def ask(self, body: wire.AskBody) -> wire.Answer: ...

    def search(self, body: wire.SearchBody) -> wire.SearchResult: ...

    def similar(self, body: wire.SimilarBody) -> wire.SimilarResult: ...

    def compare(self, body: wire.CompareBody) -> wire.Matrix: ...

    def compare_file(self, body: wire.CompareBody) -> bytes: ...

    def brief(self, body: wire.BriefBody) -> bytes: ...

    def check_quote(self, body: wire.QuoteBody) -> wire.QuoteCheck: ...

    def check_draft(self, name: str, data: bytes) -> wire.DraftReport: ...

    def verify_answer(self, body: wire.VerifyBody) -> wire.VerifiedAnswer: ...

    def statement(self, id: str) -> wire.Statement: ...

    def statements(self, query: wire.StatementQuery) -> wire.StatementPage: ...

    def citation(self, passage_id: str, style: wire.CitationFormat) -> str: ...

    def add(
        self, paths: Sequence[Path], collection: str, progress: Callable[[Progress], None]
    ) -> wire.Report: ...

    def remove(self, query: wire.RemoveQuery) -> wire.Removed: ...

    def status(self) -> wire.Status: ...


class LocalBackend:
    """The backend of a service in this process."""

    def __init__(self, service: OnRecord) -> None:
        self._service = service

    def ask(self, body: wire.AskBody) -> wire.Answer:
        filters = self._service.resolve_filters(_raw(body.filters))
        if body.answerer == "chat":
            return present.written_answer(self._service.write(body.question, filters, body.limit))
        first = None if body.cursor is None else cursor.unseal(body.cursor, body.filters, body.question)
        answer = self._service.ask(body.question, filters, body.limit, body.answerer, first)
        following = None if answer.next is None else cursor.seal(answer.next, body.filters, body.question)
        return present.answer(answer, following)

    def search(self, body: wire.SearchBody) -> wire.SearchResult:
        filters = self._service.resolve_filters(_raw(body.filters))
        return present.search_result(self._service.search(body.query, filters, body.limit, body.literal))

    def similar(self, body: wire.SimilarBody) -> wire.SimilarResult:
        filters = self._service.resolve_filters(_raw(body.filters))
        return present.similar(
            self._service.similar(
                body.text, body.passage_id, filters, body.limit, body.include_own, body.by_date
            )
        )

    def compare(self, body: wire.CompareBody) -> wire.Matrix:
        return present.matrix(self._matrix(body))

    def compare_file(self, body: wire.CompareBody) -> bytes:
        """The matrix as CSV or HTML."""
        matrix = self._matrix(body)
        return csv_of(matrix) if body.format == "csv" else html_matrix(matrix)

    def _matrix(self, body: wire.CompareBody) -> Matrix:
        return self._service.compare(body.issues, self._service.resolve_filters(_raw(body.filters)))

    def brief(self, body: wire.BriefBody) -> bytes:
        filters = self._service.resolve_filters(_raw(body.filters))
        return self._service.brief(body.topic, body.passages, filters, body.format)

    def brief_citations(self, body: wire.BriefBody) -> tuple[Citation, ...]:
        """What the briefing cites, in its order."""
        filters = self._service.resolve_filters(_raw(body.filters))
        return self._service.brief_citations(body.topic, body.passages, filters)

    def check_quote(self, body: wire.QuoteBody) -> wire.QuoteCheck:
        return present.quote_check(
            self._service.check_quote(body.quote, body.delegation, body.speaker, body.meeting)
        )

    def check_draft(self, name: str, data: bytes) -> wire.DraftReport:
        return present.draft_report(self._service.check_draft(name, data))

    def verify_answer(self, body: wire.VerifyBody) -> wire.VerifiedAnswer:
        given = [_given(citation) for citation in body.citations]
        return present.verified_answer(self._service.verify_answer(body.text, given))

    def statement(self, id: str) -> wire.Statement:
        return present.statement(self._service.statement(id))

    def cited(self, id: str, span: Span) -> wire.Citation:
        """The citation of any words of a statement."""
        return wire.Citation.model_validate(cite(self._service.statement(id), span))

    def cited_as(self, id: str, span: Span, style: str) -> str:
        """The citation of any words of a statement in one of the styles."""
        return render(cite(self._service.statement(id), span), style)

    def passage_at(self, id: str, span: Span) -> str:
        """The passage of a statement that shares most with the span."""
        passages = self._service.statement(id).passages
        return max(passages, key=lambda one: _shared(one.span, span)).id

    def place(self, passage_id: str) -> tuple[wire.Statement, Span]:
        """The statement a passage stands in, and where."""
        statement, passage = self._service.passage(passage_id)
        return present.statement(statement), passage.span

    def names(self) -> Facts:
        """Every name that the index holds."""
        return self._service.names()

    def statements(self, query: wire.StatementQuery) -> wire.StatementPage:
        """All of them, those too that searches leave out: the President's conduct of the meeting."""
        filters = replace(self._service.resolve_filters(_raw(query)), procedural=True)
        after = None if query.cursor is None else cursor.unseal(query.cursor, query)
        items, more = self._service.statements(filters, after, query.limit)
        return wire.StatementPage(
            items=[present.statement_ref(item) for item in items],
            next=None if more is None else cursor.seal(more, query),
        )

    def citation(self, passage_id: str, style: wire.CitationFormat) -> str:
        return self._service.citation(passage_id, style)

    def add(
        self, paths: Sequence[Path], collection: str, progress: Callable[[Progress], None]
    ) -> wire.Report:
        return wire.Report.model_validate(self._service.add(paths, collection, progress))

    def add_files(self, files: Mapping[str, bytes], collection: str, folder: str = "") -> wire.Report:
        return wire.Report.model_validate(self._service.add_files(files, collection, folder))

    def remove(self, query: wire.RemoveQuery) -> wire.Removed:
        ids = () if query.id is None else (query.id,)
        removed = self._service.remove(ids, source=query.source, collection=query.collection)
        return wire.Removed(removed=removed)

    def status(self) -> wire.Status:
        return wire.Status.model_validate(self._service.status())

    def ready(self) -> wire.Ready:
        return wire.Ready.model_validate(self._service.ready())


def _shared(one: Span, other: Span) -> int:
    """How many characters two spans have in common; below 0, how far they are apart."""
    return min(one.end, other.end) - max(one.start, other.start)


def _given(value: wire.GivenCitation) -> Given:
    return Given(
        mark=str(value.number),
        statement=value.statement.id if value.statement else None,
        span=Span(value.span.start, value.span.end) if value.span else None,
        quote=value.quote,
        reference=value.text,
    )


def _raw(filters: wire.Filters) -> RawFilters:
    return RawFilters(
        delegations=filters.delegations,
        speakers=filters.speakers,
        meetings=filters.meetings,
        organs=filters.organs,
        collections=filters.collections,
        statements=filters.statements,
        since=filters.since,
        until=filters.until,
    )
