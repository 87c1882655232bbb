"""The backend of a service in this process: requests in wire shapes are read, asked and replied to.

In: request models of `api.schemas`. Out: reply models. What asks for nothing but a place in the record is in
`lookups.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from api import cursor, present, received
from api import schemas as wire
from api.events import EventListener
from api.lookups import Lookups
from index.errors import InvalidInput, UnknownDelegation
from index.ingest.report import Progress
from index.model import Delegation, Filters
from rag.answer.arrange import Arrangement
from rag.model import Citation
from rag.position.coverage import Coverage
from rag.position.matrix import Matrix
from rag.position.timeline import Period, Timeline
from rag.question.followups.conversation import Completed, Turn
from rag.question.own import NOBODY, names_asking
from rag.service import OnRecord


class LocalBackend(Lookups):
    """The backend of a service in this process; `own` is the delegation that asks if a request names none."""

    def __init__(self, service: OnRecord, own: str | None = None) -> None:
        super().__init__(service)
        self._asking = own

    def _own(self, name: str | None) -> Delegation | None:
        asks = name or self._asking
        return None if asks is None else self._service.delegation(asks)

    def _filters(self, given: wire.Filters) -> Filters:
        return self._service.resolve_filters(received.raw_filters(given))

    def ask(self, body: wire.AskBody, heard: EventListener | None = None) -> wire.Answer:
        """The answer; `heard` hears it as it is made."""
        turns = [received.turn(self._service, turn) for turn in body.conversation or ()]
        whole = self._service.complete(body.question, turns)
        filters = received.with_earlier(whole.filters, self._filters(body.filters))
        answer = self._answered(body, whole, filters, heard)
        if body.conversation is None:
            return answer
        return answer.model_copy(update={"question": body.question, "standalone_question": whole.question})

    def standalone(self, question: str, before: Sequence[str]) -> str:
        """The question as it stands alone after those asked before."""
        return self._service.complete(question, [Turn(one) for one in before]).question

    def goes_on(self, question: str, before: Sequence[str]) -> bool:
        """Does the question ask for more of the list that was asked for before it?"""
        *earlier, last = before
        turns = [*map(Turn, earlier), Turn(last, next="any")]
        return self._service.complete(question, turns).next is not None

    def _answered(
        self, body: wire.AskBody, whole: Completed, filters: Filters, heard: EventListener | None
    ) -> wire.Answer:
        own, question = self._own(body.own), whole.question
        if body.answerer == "chat":
            written = self._service.write(question, filters, body.limit, heard, own, body.undo)
            return present.written_answer(written)
        told = (question, own.code if own else None, body.sort, body.group, *body.undo)
        token, listed = body.cursor or whole.next, "\n".join(part for part in told if part)
        before = cursor.unseal_place(token, filters, listed)
        order = Arrangement(body.sort, body.group)
        answer = self._service.ask(
            question, filters, body.limit, body.answerer, before.place, heard, own, order, body.undo
        )
        following = cursor.seal_place(answer.next, answer.index, filters, listed)
        return present.answer(answer, following, before.notes(answer.index))

    def search(self, body: wire.SearchBody) -> wire.SearchResult:
        filters = self._filters(body.filters)
        return present.search_result(
            self._service.search(
                body.query, filters, body.limit, body.literal, body.facets, self._own(body.own)
            )
        )

    def similar(self, body: wire.SimilarBody) -> wire.SimilarResult:
        filters = self._filters(body.filters)
        return present.similar(
            self._service.similar(
                body.text,
                body.passage_id,
                filters,
                body.limit,
                body.include_own,
                body.by_date,
                self._own(body.own),
            )
        )

    def compare(self, body: wire.CompareBody) -> wire.Matrix:
        return present.matrix(self._matrix(body))

    def compare_file(self, body: wire.CompareBody) -> bytes:
        """The matrix as CSV or HTML."""
        from rag.briefing.export.matrix import csv_of, html_matrix

        matrix = self._matrix(body)
        return csv_of(matrix) if body.format == "csv" else html_matrix(matrix)

    def _matrix(self, body: wire.CompareBody) -> Matrix:
        filters = self._filters(body.filters)
        return self._service.compare(body.issues, filters, self._own(body.own))

    def history(self, body: wire.HistoryBody) -> wire.History:
        filters, own = self._filters(body.filters), self._own(body.own)
        one = own if own and names_asking(body.delegation) else self._named(body.delegation)
        listed = f"{one.code}\n{body.issue}"
        before = cursor.unseal_place(body.cursor, body.filters, listed)
        found = self._service.history(one, body.issue, filters, body.limit, before.place)
        following = cursor.seal_place(found.next, found.index, body.filters, listed)
        return present.history(found, following, before.notes(found.index))

    def _named(self, name: str) -> Delegation:
        """Raises InvalidInput where it is "we" and nobody asks, or names nobody."""
        try:
            return self._service.delegation(name)
        except UnknownDelegation as error:
            if names_asking(name):
                raise InvalidInput(NOBODY.format(name)) from error
            raise

    def coverage(self, query: wire.CoverageQuery) -> wire.Coverage:
        return wire.Coverage.model_validate(self._coverage(query))

    def coverage_svg(self, query: wire.CoverageQuery) -> bytes:
        """The heat map."""
        from rag.briefing.export.heatmap import svg_of

        return svg_of(self._coverage(query))

    def _coverage(self, query: wire.CoverageQuery) -> Coverage:
        return self._service.coverage(query.by, self._filters(query))

    def timeline(self, query: wire.TimelineQuery) -> wire.Timeline:
        return self._told(query, *self._timeline(query))

    def timeline_svg(self, query: wire.TimelineQuery) -> bytes:
        """The bars as a picture by itself."""
        from rag.briefing.export.timeline import svg_of

        return svg_of(self._timeline(query)[0], query.count)

    def timeline_drawn(
        self, query: wire.TimelineQuery, link: Callable[[Period], str]
    ) -> tuple[wire.Timeline, bytes]:
        """The timeline with its picture, whose bars lead somewhere; both of one state of the record."""
        from rag.briefing.export.timeline import svg_of

        found, before = self._timeline(query)
        return self._told(query, found, before), svg_of(found, query.count, link)

    def _timeline(self, query: wire.TimelineQuery) -> tuple[Timeline, cursor.Resumed]:
        """What is found from the place on that the cursor names."""
        before = cursor.unseal_place(query.cursor, query, _listed(query))
        filters = self._filters(query)
        found = self._service.timeline(query.issue, filters, query.by, query.at, query.limit, before.place)
        return found, before

    def _told(self, query: wire.TimelineQuery, found: Timeline, before: cursor.Resumed) -> wire.Timeline:
        following = cursor.seal_place(found.next, found.index, query, _listed(query))
        return present.timeline(found, following, before.notes(found.index))

    def brief(self, body: wire.BriefBody) -> bytes:
        filters = self._filters(body.filters)
        own = self._own(body.own)
        return self._service.brief(body.topic, body.passages, filters, body.format, own, body.length)

    def brief_citations(self, body: wire.BriefBody) -> tuple[Citation, ...]:
        """What the briefing cites, in its order."""
        filters = self._filters(body.filters)
        own = self._own(body.own)
        return self._service.brief_citations(body.topic, body.passages, filters, own, body.length)

    def check_quote(self, body: wire.QuoteBody) -> wire.QuoteCheck:
        return present.quote_check(
            self._service.check_quote(body.quote, body.delegation, body.speaker, body.meeting)
        )

    def check_draft(self, name: str, data: bytes) -> wire.DraftReport:
        return present.draft_report(self._service.check_draft(name, data))

    def verify_answer(self, body: wire.VerifyBody) -> wire.VerifiedAnswer:
        given = [received.citation(citation) for citation in body.citations]
        return present.verified_answer(self._service.verify_answer(body.text, given))

    def statements(self, query: wire.StatementQuery) -> wire.StatementPage:
        """All of them, including what searches leave out: the President's conduct of the meeting."""
        filters = replace(self._filters(query), procedural=True)
        after = None if query.cursor is None else cursor.unseal(query.cursor, query)
        items, more = self._service.statements(filters, after, query.limit)
        return wire.StatementPage(
            items=[present.statement_ref(item) for item in items],
            next=None if more is None else cursor.seal(more, query),
        )

    def add(
        self, paths: Sequence[Path], collection: str, progress: Callable[[Progress], None]
    ) -> wire.Report:
        return wire.Report.model_validate(self._service.add(paths, collection, progress))

    def add_files(
        self,
        files: Mapping[str, bytes],
        collection: str,
        folder: str,
        progress: Callable[[Progress], None],
        stop: Callable[[], bool],
    ) -> wire.Report:
        report = self._service.add_files(files, collection, folder, progress, stop)
        return wire.Report.model_validate(report)

    def remove(self, query: wire.RemoveQuery) -> wire.Removed:
        ids = () if query.id is None else (query.id,)
        removed = self._service.remove(ids, source=query.source, collection=query.collection)
        return wire.Removed(removed=removed)

    def status(self) -> wire.Status:
        return wire.Status.model_validate(self._service.status())

    def ready(self) -> wire.Ready:
        return wire.Ready.model_validate(self._service.ready())


def _listed(query: wire.TimelineQuery) -> str:
    """What the pages of a timeline's list belong to."""
    return "\n".join((query.issue, query.by or "", query.at or ""))
