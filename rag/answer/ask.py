"""Takes a question through the house: understood, searched for, judged, answered or refused.

In: a question and the filters given with it. Out: an `Answer` made of verified quotes, or a refusal with its
reason and the nearest passages.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence

from index.errors import InvalidInput
from index.model import Delegation, Filters, Span
from index.speakers.delegations import Delegations
from rag.answer.arrange import Part
from rag.answer.asked_list import View, listed_for, lists_topic
from rag.answer.drafted import NOTHING, Draft, drafted, with_unheard
from rag.answer.extract import Extractor, Heard
from rag.answer.focus import Focuser
from rag.answer.listing import Listing
from rag.answer.readings import FirstPassages, Readings
from rag.answer.refusal import Judge, Verdict, contradicted, nothing_found, nothing_quoted, on_harm
from rag.answer.refused import refusal_of
from rag.answer.sided import Sides, sides_on
from rag.discourse.harm import is_harm
from rag.model import Answer, Hit, SearchResult
from rag.question.acronyms import wordings
from rag.question.corpus import FactsCache
from rag.question.language import spelt_out
from rag.question.model import Query
from rag.question.reader import QuestionReader
from rag.question.understand import asked_alone, understand, unrestricted
from rag.question.undone import NOTHING as KEPT
from rag.ranking.hits import PassageLookup
from rag.ranking.rerank import READ_AGAIN, Reranker, rerank
from rag.ranking.retrieval import Ranking, Retriever, Scored

LONGEST_QUESTION = 2000
Found = Callable[[tuple[Hit, ...]], None]
Composed = tuple[Draft, Verdict, Readings]
Ranked = tuple[Query, Ranking]
"""A question in one wording, and what is ranked for it."""


class Asker:
    """Answers questions over one index."""

    def __init__(
        self,
        retriever: Retriever,
        lookup: PassageLookup,
        extractor: Extractor,
        judge: Judge,
        focuser: Focuser,
        facts: FactsCache,
        delegations: Delegations,
        reader: QuestionReader,
        first_passages: FirstPassages,
        reranker: Reranker | None = None,
    ) -> None:
        self._first_passages, self._reranker = first_passages, reranker
        self._retriever, self._lookup, self._extractor = retriever, lookup, extractor
        self._judge, self._focuser = judge, focuser
        self._facts, self._delegations, self._reader = facts, delegations, reader

    def search(
        self,
        text: str,
        filters: Filters,
        limit: int,
        literal: bool = False,
        facets: bool = False,
        own: Delegation | None = None,
    ) -> SearchResult:
        """The passages nearest to a query under its filters; `literal` applies only the filters given, and
        `facets` adds how everything that holds the query's words is spread."""
        began = time.perf_counter()
        query = self.understand(text, filters, own)
        if literal:
            query = unrestricted(query, filters, self._delegations)
        query, ranking = self._in_its_words(query)[0]
        hits = self._lookup.hits(ranking.scored, limit)
        named = self._delegations.named
        spread = self._retriever.facets(query, ranking, lambda code: named(code).name) if facets else None
        took = (time.perf_counter() - began) * 1000
        return SearchResult(text, query.interpreted, hits, round(took, 1), spread)

    def ask(
        self,
        question: str,
        filters: Filters,
        limit: int,
        part: Part | None = None,
        own: Delegation | None = None,
        found: Found = lambda _: None,
        undone: Collection[str] = KEPT,
        listed: Heard = lambda _: None,
    ) -> Answer:
        """The answer in the speakers' own words, or why there is none; of a list, the `part` that is wanted.
        `own` is the delegation that asks; `found` is given the first passages before they are read; `undone`
        is what the asker takes back of how the question is understood (`rag.question.undone`); `listed` is
        given each statement of a list once that is settled."""
        ranked = self._in_its_words(self.understand(question, filters, own, undone))
        query, ranking = ranked[0]
        hits = self._lookup.hits(ranking.scored, limit)
        found(hits)
        draft, verdict, readings = self._composed(ranked, limit, part or Part(), listed)
        if readings.by_row:
            hits = self._lookup.hits(readings.ordered(ranking.scored), limit)
        if verdict.reason is None and not draft.citations:
            verdict = Verdict(verdict.confidence, *nothing_quoted(query))
        return Answer(
            question=question,
            answered=verdict.reason is None,
            text="" if verdict.reason else draft.text,
            citations=() if verdict.reason else draft.citations,
            refusal=refusal_of(verdict, ranking, hits, self._lookup) if verdict.reason else None,
            interpreted=query.interpreted if verdict.reason else with_unheard(query, draft, ranking),
            hits=hits,
            answerer=self._extractor.name,
            index=f"r{ranking.snapshot.revision}",
            confidence=verdict.confidence,
            counts=None if verdict.reason else draft.counts,
            next=None if verdict.reason or draft.next is None else str(draft.next),
        )

    def _composed(self, ranked: Sequence[Ranked], limit: int, part: Part, listed: Heard) -> Composed:
        """What to answer, how sure that is, and what was read for it of the first passages. When nobody is
        surely on a list, one answer is given instead: the question may have been misunderstood."""
        query, ranking = ranked[0]
        at_once = self._judge.at_once(query, ranking)
        if at_once is not None:
            draft = NOTHING if at_once.reason else self._extractor.overview(query, ranking, limit)
            return draft, at_once, Readings()
        view = self._view(query, ranking)
        told = self._listing(ranked, view, part, listed)
        if told is None:
            return self._of_each(query, limit) or self._one(view, limit)
        return *told, Readings()

    def _one(self, view: View, limit: int) -> Composed:
        query, ranking = view.query, view.ranking
        for readings in self._first_passages.in_turn(query.question, ranking):
            verdict = self._judge.judge(query, ranking, view.focus, readings)
            if verdict.reason is None:
                break
        draft = self._extractor.one(query, ranking, view.focus, readings, limit)
        return draft, self._unless_denied(query, readings, draft, verdict), readings

    def _of_each(self, query: Query, limit: int) -> Composed | None:
        """What each of several delegations that are named says when it is asked alone, for a sentence of one
        seldom answers for all; None if one is named, or none answers."""
        alone = [asked_alone(query, one) for one in query.named if len(query.named) > 1]
        each = (self._one(self._view(one, self._ranked(one)), limit) for one in alone)
        answers = [one for one in each if one[1].reason is None and one[0].quoted]
        draft = drafted([quoted for one, *_ in answers for quoted in one.quoted])
        surest = max((one[1] for one in answers), key=lambda one: one.confidence, default=None)
        return (draft, surest, Readings()) if surest else None

    def _listing(
        self, ranked: Sequence[Ranked], view: View, part: Part, listed: Heard
    ) -> tuple[Draft, Verdict] | None:
        """Who is on the list that is asked for, if one is and anybody surely stands on it. When a side was
        asked for, the list stays empty: naming a wrong ally costs more than missing one; so it does when
        nobody speaks of the whole topic."""
        query = view.query
        if query.asks.scope != "all":
            return None
        if listed_for(query)[1] == "for" and is_harm(query.topic):
            return NOTHING, Verdict(0.0, *on_harm(query.topic))
        views = [view, *(self._view(*other) for other in ranked[1:])]
        if not self._spoken_of(views):
            return NOTHING, Verdict(0.0, *nothing_found(query))
        draft = self._extractor.listing(views, part, self.sides, listed)
        if draft.citations:
            return draft, Verdict(draft.sure)
        if draft.against is not None:
            return draft, contradicted(1 - draft.against.chance, draft.against)
        if query.asks.side is not None and not query.asks.side.votes:
            return draft, Verdict(0.0, *nothing_found(query))
        return None

    def sides(self, topic: str, filters: Filters) -> Sides:
        """Who surely takes which side, as the lists of either side have it."""
        return sides_on(topic, lambda question: self.listed(question, filters).sure)

    def listed(self, question: str, filters: Filters) -> Listing:
        """The whole list asked for; nobody where that is refused at once, or no one speaks of its topic."""
        ranked = self._in_its_words(self.understand(question, filters))
        views = [self._view(*one) for one in ranked]
        told = self._judge.at_once(*ranked[0]) is None and self._spoken_of(views)
        return self._extractor.listed(views) if told else Listing((), ())

    def _spoken_of(self, views: Sequence[View]) -> bool:
        """Does anybody speak of the whole topic of a list? A claim need not be met in its words."""
        return not lists_topic(views[0].query) or any(
            self._judge.spoken_of(one.ranking, one.focus) for one in views
        )

    def _unless_denied(self, query: Query, readings: Readings, draft: Draft, verdict: Verdict) -> Verdict:
        """The verdict, or a refusal that says so where the likeliest quotation denies what the question
        presumes."""
        if verdict.against is not None:
            return verdict
        first = draft.quoted[0] if draft.quoted else None
        denied = first and self._first_passages.says_otherwise(
            query.question, readings, first.scored, first.run.span
        )
        return contradicted(verdict.confidence, denied) if denied else verdict

    def _view(self, query: Query, ranking: Ranking) -> View:
        return View(query, ranking, self._focuser.focus(query, ranking.snapshot, ranking.mask))

    def _in_its_words(self, query: Query) -> list[Ranked]:
        """The question in every wording with its ranking, first the one that comes nearest to a passage."""
        ranked = [(wording, self._ranked(wording)) for wording in wordings(query)]
        return sorted(ranked, key=lambda one: -max((item.score for item in one[1].scored[:1]), default=0.0))

    def _ranked(self, query: Query) -> Ranking:
        """The ranking, reordered by the reranker if one is set and a single answer is wanted."""
        ranking = self._retriever.rank(query)
        if self._reranker is None or query.overview or query.asks.scope == "all":
            return ranking
        found = self._lookup.fetch(ranking.scored[:READ_AGAIN])
        return rerank(ranking, query.question, self._reranker, found)

    def rank(self, query: Query) -> Ranking:
        """Every candidate for a question already understood."""
        return self._retriever.rank(query)

    def spans_of(self, scored: Sequence[Scored]) -> dict[int, tuple[str, Span]]:
        """Statement and span of ranked passages by row; what was removed meanwhile is left out."""
        found = self._lookup.fetch(scored)
        return {row: (statement.ref.id, passage.span) for row, (statement, passage) in found.items()}

    def understand(
        self,
        question: str,
        filters: Filters,
        own: Delegation | None = None,
        undone: Collection[str] = KEPT,
    ) -> Query:
        """The question and what it restricts; raises InvalidInput if it has no words or is too long."""
        if not any(map(str.isalnum, question)):
            raise InvalidInput("The question has no words; ask in a sentence or give key words.")
        if len(question) > LONGEST_QUESTION:
            raise InvalidInput(f"The question is longer than {LONGEST_QUESTION} characters; shorten it.")
        facts = self._facts.facts()
        plain = spelt_out(question)
        return understand(plain, filters, facts, self._delegations, self._reader, own, undone)
