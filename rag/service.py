"""`OnRecord`: everything a way in may ask, over objects built elsewhere.

In: questions, filters, files, ids. Out: values of `rag.model` and `index.model`, or an error whose
message is one sentence. Nothing leaves here that was not checked against the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date as Day
from pathlib import Path

from index.errors import InvalidInput, UnknownDelegation
from index.ingest.build import Builder
from index.ingest.run import Progress, Report
from index.model import Delegation, Filters, Passage, Span, Statement, StatementRef
from index.process import progress
from index.readers.base import FileOutcome
from index.readers.walk import read_paths, read_uploads
from index.readers.ziparchive import BOUNDS, Bounds
from index.speakers.delegations import Delegations
from index.store.coverage import By
from index.store.record_store import RecordStore
from index.store.rows import days_of
from index.store.statements import Facts
from index.store.watch import RecordWatch
from index.store.work import told
from index.text.symbols import meeting_number, symbol_number
from index.vectors.vector_store import VectorStore
from rag.analysis import Analysis
from rag.answer.arrange import AS_FOUND, Arrangement
from rag.answer.ask import Asker
from rag.answer.extract import Part
from rag.briefing.brief import Length
from rag.briefing.briefs import Wanted
from rag.citation.cite import cite
from rag.citation.styles import render
from rag.draft.check import DraftReport, check_draft
from rag.generation.chat import ChatAnswerer, WrittenAnswer
from rag.generation.extracted import extracted_sentences
from rag.generation.listener import Listener
from rag.generation.verify import AnswerVerifier, Given, VerifiedAnswer
from rag.model import Answer, Citation, QuoteCheck, SearchResult
from rag.position.coverage import Coverage
from rag.position.history import History
from rag.position.matrix import Matrix
from rag.position.similar import SimilarResult
from rag.question.conversation import Completed, Completer, Turn
from rag.question.model import Query
from rag.quotation.check import QuoteChecker
from rag.ranking.retrieval import Ranking, Scored

Watch = Callable[[Progress], None]
HITS = 10
"""Hits that come with an answer where nobody says how many."""
LONGEST_CURSOR = 9
NAMED = 5
"""Files of damaged statements named in one sentence."""
FULL_DATE = 10
"""Characters of a date given to the day."""


@dataclass(frozen=True, slots=True)
class RawFilters:
    """Filters as a user gives them: delegations by any name, dates unchecked."""

    delegations: Sequence[str] = ()
    speakers: Sequence[str] = ()
    meetings: Sequence[str] = ()
    organs: Sequence[str] = ()
    collections: Sequence[str] = ()
    statements: Sequence[str] = ()
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What the index holds and how it fares; dates are ISO, None while it is empty.

    `damaged` counts statements whose stored bytes are no longer what was written; `damage` says what mends
    them.
    """

    statements: int
    passages: int
    delegations: int
    collections: int
    since: str | None
    until: str | None
    embedder: str
    segmentation: str
    bytes: int
    index: str
    vectors: str
    detail: str
    damaged: int
    damage: str | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """Can questions be answered, and if not yet, why."""

    ready: bool
    reasons: tuple[str, ...]


class OnRecord:
    """One index, asked and changed. Safe for threads."""

    def __init__(
        self,
        store: RecordStore,
        vectors: VectorStore,
        builder: Builder,
        asker: Asker,
        quotes: QuoteChecker,
        delegations: Delegations,
        analysis: Analysis,
        verifier: AnswerVerifier,
        watch: RecordWatch,
        completer: Completer,
        archives: Bounds = BOUNDS,
        chat: ChatAnswerer | None = None,
    ) -> None:
        self._store, self._vectors, self._builder = store, vectors, builder
        self._asker, self._quotes, self._delegations = asker, quotes, delegations
        self._analysis, self._verifier, self._chat, self._watch = analysis, verifier, chat, watch
        self._archives, self._completer = archives, completer

    # Asking

    def ask(
        self,
        question: str,
        filters: Filters,
        limit: int | None = None,
        answerer: str | None = None,
        cursor: str | None = None,
        listener: Listener | None = None,
        own: Delegation | None = None,
        order: Arrangement = AS_FOUND,
    ) -> Answer:
        """An answer made of verified quotes, or a refusal with its reason.

        A list of every delegation comes whole, or in parts of `limit` statements from `cursor` on, in the
        `order` wanted. `listener` hears it as it is made; what it raises ends the work. `own` is the
        delegation that asks: whose "we" it is.
        """
        if answerer not in (None, "extractive"):
            raise InvalidInput(f"There is no answerer {answerer!r}; leave it out or name extractive or chat.")
        heard, part = listener or Listener(), Part(_place(cursor), limit, order)
        with progress.heard(heard.progress) if listener else nullcontext():
            answer = self._asker.ask(question, filters, limit or HITS, part, own, heard.passages)
        for sentence in extracted_sentences(answer) if listener else ():
            heard.sentence(sentence)
        return answer

    def write(
        self,
        question: str,
        filters: Filters,
        limit: int | None = None,
        listener: Listener | None = None,
        own: Delegation | None = None,
    ) -> WrittenAnswer:
        """An answer in a language model's words, every sentence held to the record."""
        if self._chat is None:
            raise InvalidInput(
                "No language model is configured: set ONRECORD_LLM_URL and ONRECORD_LLM_MODEL, or leave the "
                "answerer out."
            )
        heard = listener or Listener()
        asked = self._asker.ask(question, filters, limit or HITS, own=own, found=heard.passages)
        return self._chat.write(asked, heard)

    def complete(self, asked: str, turns: Sequence[Turn]) -> Completed:
        """A follow-up as the question that stands alone after these turns; nothing of them is kept."""
        return self._completer.complete(asked, turns)

    def search(
        self,
        query: str,
        filters: Filters,
        limit: int,
        literal: bool = False,
        facets: bool = False,
        own: Delegation | None = None,
    ) -> SearchResult:
        """The best passages, best first; `literal` restricts by nothing but the filters given, `facets` adds
        how what holds the query's words is spread."""
        return self._asker.search(query, filters, limit, literal, facets, own)

    def check_quote(
        self, quote: str, delegation: str | None, speaker: str | None, meeting: str | None
    ) -> QuoteCheck:
        """Is the quotation in the record, and by the one it is given to?"""
        return self._quotes.check(quote, delegation, speaker, meeting)

    def check_draft(self, name: str, data: bytes) -> DraftReport:
        """Every quotation of a draft file, checked, with its right footnote."""
        return check_draft(name, data, self._quotes)

    def verify_answer(self, text: str, given: Sequence[Given] = ()) -> VerifiedAnswer:
        """An answer of any system, held to the record sentence by sentence."""
        return self._verifier.verify(text, given)

    def rank(self, query: Query) -> Ranking:
        """The ranking of a question already understood, for whoever compares rankings."""
        return self._asker.rank(query)

    def spans_of(self, scored: Sequence[Scored]) -> Mapping[int, tuple[str, Span]]:
        """Statement and span of ranked passages by row."""
        return self._asker.spans_of(scored)

    @property
    def quotes(self) -> QuoteChecker:
        """The quotation check, for whoever checks many."""
        return self._quotes

    def citation(self, passage_id: str, style: str) -> str:
        """The citation of a passage in one of the styles of `rag.citation.styles`."""
        statement, passage = self.passage(passage_id)
        return render(cite(statement, passage.span), style)

    def similar(
        self,
        text: str | None,
        passage_id: str | None,
        filters: Filters,
        limit: int,
        include_own: bool = False,
        by_date: bool = False,
        own: Delegation | None = None,
    ) -> SimilarResult:
        """Who else holds the point of a text or a stored passage; the point's own delegation, and the one
        that asks, on request."""
        return self._analysis.similar(text, passage_id, filters, limit, include_own, by_date, own)

    def compare(self, issues: Sequence[str], filters: Filters, own: Delegation | None = None) -> Matrix:
        """Each delegation on each issue, `own` first: its words, or that it did not address it."""
        return self._analysis.compare(issues, filters, own)

    def history(
        self,
        delegation: Delegation,
        issue: str,
        filters: Filters,
        limit: int,
        cursor: str | None = None,
    ) -> History:
        """The dated sentences of one delegation on an issue, oldest first, and how neighbours relate."""
        return self._analysis.history(delegation, issue, filters, _place(cursor), limit)

    def coverage(self, by: By, filters: Filters) -> Coverage:
        """Statements and passages of each delegation by year or meeting, and where it is missing."""
        return self._analysis.coverage(by, filters)

    def brief(
        self,
        topic: str | None,
        passage_ids: Sequence[str],
        filters: Filters,
        format: str,
        own: Delegation | None = None,
        length: Length = "standard",
    ) -> bytes:
        """A briefing as a file, on a topic or of chosen passages, for the delegation that asks."""
        return self._analysis.brief(topic, passage_ids, filters, format, Wanted(own, length))

    def brief_citations(
        self,
        topic: str | None,
        passage_ids: Sequence[str],
        filters: Filters,
        own: Delegation | None = None,
        length: Length = "standard",
    ) -> tuple[Citation, ...]:
        """What the briefing cites, in its order."""
        return self._analysis.brief_citations(topic, passage_ids, filters, Wanted(own, length))

    # Looking

    def statement(self, id: str) -> Statement:
        """One statement with its structure; raises NotFound."""
        return self._store.statement(id)

    def passage(self, id: str) -> tuple[Statement, Passage]:
        """A passage and the statement it stands in; raises NotFound."""
        place = self._store.passage(id)
        statement = self._store.statement(place.statement)
        return statement, next(passage for passage in statement.passages if passage.id == id)

    def names(self) -> Facts:
        """Every name that the index holds: delegations, speakers, meetings, organs, collections."""
        return self._store.facts()

    def statements(
        self, filters: Filters, cursor: str | None, limit: int
    ) -> tuple[tuple[StatementRef, ...], str | None]:
        """A page of statements and the cursor of the next page."""
        page = self._store.list_refs(filters, cursor, limit)
        return page.items, page.next

    def status(self) -> Status:
        """Counts, dates, model, disk and the health of the vector index."""
        stats, damaged = self._store.stats(), self._watch.found()
        return Status(
            statements=stats.statements,
            passages=stats.passages,
            delegations=stats.delegations,
            collections=stats.collections,
            since=_iso(stats.first_day),
            until=_iso(stats.last_day),
            embedder=stats.model,
            segmentation=stats.segmentation,
            bytes=stats.bytes,
            index=f"r{stats.revision}",
            vectors=self._vectors.state,
            detail=" ".join(
                filter(None, (self._store.only_reading, told(*self._store.waiting()), self._vectors.detail))
            ),
            damaged=len(damaged),
            damage=_damage(damaged),
        )

    def ready(self) -> Readiness:
        """Index open, embedder loaded, what was published checked once; while it is mended, search scans.

        A damaged statement is a reason to act, and none to stop: it is not quoted. Raises Unavailable while
        the database of a shared record is away.
        """
        if self._store.shared:
            self._store.revision()
        if self._vectors.state == "verifying":
            return Readiness(False, (self._vectors.detail,))
        reasons = (self._store.only_reading, _damage(self._watch.found()))
        return Readiness(True, tuple(reason for reason in reasons if reason))

    def watch(self) -> None:
        """From now on looks through the record in the background, now and then, for damage of the disk."""
        self._watch.start()

    # Changing

    def add(self, paths: Sequence[Path], collection: str, progress: Watch = lambda _: None) -> Report:
        """Reads files and folders and adds, updates or leaves their statements."""
        report = self._builder.add(read_paths(paths, self._archives), collection, progress)
        self._vectors.publish(wait=False)
        return report

    def add_files(
        self,
        files: Mapping[str, bytes],
        collection: str,
        folder: str = "",
        progress: Watch = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Adds uploaded files, given by relative path; tables and sidecars among them serve the others.

        `folder` is where they lie on the sender's machine; without it a name alone tells files apart.
        """
        read = read_uploads(files, folder, self._archives)
        report = self._builder.add(read, collection, progress, stop)
        self._vectors.publish(wait=False)
        return report

    def add_read(self, files: Iterable[FileOutcome], collection: str) -> Report:
        """Adds what was read already."""
        report = self._builder.add(files, collection)
        self._vectors.publish(wait=False)
        return report

    def remove(
        self, ids: Sequence[str] = (), source: str | None = None, collection: str | None = None
    ) -> int:
        """Removes statements by id, by file or folder, or a whole collection; gone once this returns."""
        if ids:
            removed = self._builder.remove(ids)
        elif source is not None:
            removed = self._builder.remove_source(source, collection)
        elif collection is not None:
            removed = self._builder.remove_collection(collection)
        else:
            raise InvalidInput("Name what to remove: a statement's id, a source path or a collection.")
        self._vectors.publish(wait=False)
        return removed

    def resolve_filters(self, raw: RawFilters) -> Filters:
        """Names to codes and dates checked; raises InvalidInput naming what is not known."""
        return Filters(
            delegations=tuple(self.delegation(name).code for name in raw.delegations),
            speakers=tuple(raw.speakers),
            meetings=tuple(symbol for name in raw.meetings for symbol in self._meetings(name)),
            organs=tuple(raw.organs),
            collections=tuple(raw.collections),
            statements=tuple(raw.statements),
            since=_checked(raw.since, "since"),
            until=_checked(raw.until, "until"),
        )

    def held_filters(self, raw: RawFilters) -> Filters:
        """The filters that an earlier answer shows: codes and names as they are, names made codes where
        they are known."""
        codes = tuple(found.code if (found := self._known(name)) else name for name in raw.delegations)
        return replace(
            self.resolve_filters(replace(raw, delegations=(), meetings=())),
            delegations=codes,
            meetings=tuple(raw.meetings),
        )

    def close(self) -> None:
        """Lets go of the index, once what is being added has ended."""
        self._builder.close()
        self._watch.close()
        self._vectors.close()
        self._store.close()

    def _meetings(self, name: str) -> tuple[str, ...]:
        """The symbols meant by one as people type it: "8699" and "PV8699" are those of that number held."""
        number = meeting_number(name)
        if number is None:
            return (name,)
        held = tuple(symbol for symbol in self._store.meetings() if symbol_number(symbol) == number)
        if not held:
            raise InvalidInput(f"The index holds no meeting {number}; {name!r} would find S/PV.{number}.")
        return held

    def _known(self, name: str) -> Delegation | None:
        group = self._delegations.group(name)
        return self._delegations.resolve(name) or (self._delegations.spoken_as(group) if group else None)

    def delegation(self, name: str) -> Delegation:
        """The delegation of any name or code; raises InvalidInput with the nearest names."""
        found = self._known(name)
        if found is None:
            raise UnknownDelegation(name, self._delegations.nearest(name))
        return found


def _place(cursor: str | None) -> int:
    """The place in a list that its own cursor names."""
    first = cursor or "0"
    if not first.isascii() or not first.isdecimal() or len(first) > LONGEST_CURSOR:
        raise InvalidInput("The cursor is none of this list; ask for the first page again, without a cursor.")
    return int(first)


def _checked(date: str | None, name: str) -> str | None:
    if date is not None and not _is_day(date):
        raise InvalidInput(f"{name} is {date!r}; give a date as YYYY-MM-DD.")
    return date


def _is_day(date: str) -> bool:
    """Is it a day of the calendar, written in full?"""
    try:
        Day.fromisoformat(date)
    except ValueError:
        return False
    return len(date) == FULL_DATE and days_of(date) != (0, 0)


def _damage(found: Mapping[str, str]) -> str | None:
    """What to do about damaged statements, given with their files."""
    if not found:
        return None
    files = sorted(set(found.values()))
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    count = "1 statement is" if len(found) == 1 else f"{len(found)} statements are"
    named = ", ".join(ascii(file) for file in files[:NAMED])
    return f"{count} damaged on disk and not quoted; add again: {named}{more}."


def _iso(day: int) -> str | None:
    return f"{day // 10000:04}-{day // 100 % 100:02}-{day % 100:02}" if day else None
