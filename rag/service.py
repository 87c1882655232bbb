"""`OnRecord`: everything a way in may ask, over objects built elsewhere.

In: questions, filters, files, ids. Out: values of `rag.model` and `index.model`, or an error whose
message is one sentence. Nothing leaves here that was not checked against the store.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING

from index.errors import InvalidInput
from index.model import Delegation, Filters, Passage, Statement, StatementRef
from index.process import progress
from index.process.later import Later
from index.readers.ziparchive import BOUNDS, Bounds
from index.speakers.delegations import Delegations
from index.store.record_store import RecordStore
from index.store.watch import RecordWatch
from index.vectors.vector_store import VectorStore
from rag.analysis import Analysis
from rag.answer.arrange import AS_FOUND, Arrangement, Part
from rag.answer.ask import Asker
from rag.changing import Changes
from rag.citation.passage import cite_passage
from rag.generation.extracted import extracted_sentences
from rag.generation.listener import Listener
from rag.keeping import Keep, Keeping
from rag.model import Answer, Citation, Length, Per, Wanted
from rag.named_filters import FilterResolver
from rag.position.history import History
from rag.position.timeline import Timeline
from rag.question.followups.conversation import Completer
from rag.question.names import Names
from rag.question.undone import NOTHING
from rag.quotation.check import QuoteChecker
from rag.status import Readiness, Status, readiness_of, status_of

if TYPE_CHECKING:
    from index.ingest.build import Builder
    from rag.draft.check import DraftReport
    from rag.generation.chat import ChatAnswerer, WrittenAnswer
    from rag.generation.verify import AnswerVerifier, Given, VerifiedAnswer

HITS = 10
"""Hits that come with an answer where nobody says how many."""
LISTED = 20
"""Statements that come with a timeline where nobody says how many."""
LONGEST_CURSOR = 9


class OnRecord:
    """One index, asked and changed. Safe for threads."""

    def __init__(
        self,
        store: RecordStore,
        vectors: VectorStore,
        builder: Later[Builder],
        asker: Asker,
        quotes: QuoteChecker,
        delegations: Delegations,
        analysis: Analysis,
        verifier: Later[AnswerVerifier],
        watch: RecordWatch,
        completer: Completer,
        names: Callable[[], Names],
        archives: Bounds = BOUNDS,
        chat: ChatAnswerer | None = None,
        kept: Sequence[Keep] = (),
        once: Callable[[], str | None] = lambda: None,
    ) -> None:
        self._store, self._vectors, self._builder = store, vectors, builder
        self._asker, self._analysis, self._chat, self._watch = asker, analysis, chat, watch
        self._once = once
        self._keeping = Keeping(kept)
        resolver = FilterResolver(delegations, lambda: names().meetings)
        # What a part answers exactly as it is asked here is that part's own method, signature and all.
        self.quotes, self.check_quote, self._verifier = quotes, quotes.check, verifier
        self.search, self.rank, self.spans_of = asker.search, asker.rank, asker.spans_of
        self.complete = completer.complete
        self.similar, self.compare, self.coverage = analysis.similar, analysis.compare, analysis.coverage
        self.resolve_filters, self.held_filters = resolver.resolve, resolver.held
        self.delegation = resolver.delegation
        self.statement, self.names, self.keep = store.statement, names, self._keeping.keep
        changes = Changes(builder, archives, self._changed)
        self.add, self.add_files, self.add_read = changes.add, changes.add_files, changes.add_read
        self.remove = changes.remove

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
        undone: Collection[str] = NOTHING,
    ) -> Answer:
        """An answer made of verified quotes, or a refusal with its reason.

        A list of every delegation comes whole, or in parts of `limit` statements from `cursor` on, in the
        `order` wanted. `listener` hears it as it is made; what it raises ends the work. `own` is the
        delegation that asks: whose "we" it is. `undone` is what the question is not taken to mean.
        """
        if answerer not in (None, "extractive"):
            raise InvalidInput(f"There is no answerer {answerer!r}; leave it out or name extractive or chat.")
        heard, part = listener or Listener(), Part(_place(cursor), limit, order)
        with progress.heard(heard.progress) if listener else nullcontext():
            answer = self._asker.ask(
                question, filters, limit or HITS, part, own, heard.passages, undone, heard.listed
            )
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
        undone: Collection[str] = NOTHING,
    ) -> WrittenAnswer:
        """An answer in a language model's words, every sentence held to the record."""
        if self._chat is None:
            raise InvalidInput(
                "No language model is configured: set ONRECORD_LLM_URL and ONRECORD_LLM_MODEL, or leave the "
                "answerer out."
            )
        heard = listener or Listener()
        asked = self._asker.ask(question, filters, limit or HITS, None, own, heard.passages, undone)
        return self._chat.write(asked, heard)

    def verify_answer(self, text: str, given: Sequence[Given] = ()) -> VerifiedAnswer:
        """Each sentence of an answer held to what it cites; raises InvalidInput for a text without any."""
        return self._verifier().verify(text, given)

    def check_draft(self, name: str, data: bytes) -> DraftReport:
        """Every quotation of a draft file, checked, with its right footnote."""
        from rag.draft.check import check_draft

        return check_draft(name, data, self.quotes)

    def citation(self, passage_id: str, style: str) -> str:
        """The citation of a passage in one of the styles of `rag.citation.styles`."""
        return cite_passage(self._store, passage_id, style)

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

    def timeline(
        self,
        issue: str,
        filters: Filters,
        by: Per | None = None,
        at: str | None = None,
        limit: int = LISTED,
        cursor: str | None = None,
    ) -> Timeline:
        """How often an issue is spoken of by year, month or day, and the statements behind the counts."""
        return self._analysis.timeline(issue, filters, by, at, _place(cursor), limit)

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

    def passage(self, id: str) -> tuple[Statement, Passage]:
        """A passage and the statement it stands in; raises NotFound."""
        statement = self.statement(self._store.passage(id).statement)
        return statement, next(passage for passage in statement.passages if passage.id == id)

    def statements(
        self, filters: Filters, cursor: str | None, limit: int
    ) -> tuple[tuple[StatementRef, ...], str | None]:
        """A page of statements and the cursor of the next page."""
        page = self._store.list_refs(filters, cursor, limit)
        return page.items, page.next

    def status(self) -> Status:
        """Counts, dates, model, disk and the health of the vector index."""
        return status_of(self._store, self._vectors, self._watch, self._once())

    def ready(self) -> Readiness:
        """Can questions be answered, and if not yet, why."""
        return readiness_of(self._store, self._vectors, self._watch, self._once())

    def watch(self) -> None:
        """From now on looks through the record in the background, now and then, for damage of the disk, and
        keeps files of what is searched."""
        self._watch.start()
        self._keeping.start()

    # Changing

    def _changed(self) -> None:
        self._vectors.publish(wait=False)
        self._keeping.changed()

    def close(self) -> None:
        """Lets go of the index, once what is being added has ended."""
        self._keeping.close()
        for builder in self._builder.if_made():
            builder.close()
        self._watch.close()
        self._vectors.close()
        self._store.close()


def _place(cursor: str | None) -> int:
    """The place in a list that its own cursor names."""
    first = cursor or "0"
    if not first.isascii() or not first.isdecimal() or len(first) > LONGEST_CURSOR:
        raise InvalidInput("The cursor is none of this list; ask for the first page again, without a cursor.")
    return int(first)
