"""Answers drafted from a small record on whaling, for tests of what is quoted."""

from __future__ import annotations

from functools import partial

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.arrange import Part
from rag.answer.asked_list import View
from rag.answer.drafted import Draft
from rag.answer.extract import Extractor, Limits
from rag.answer.focus import Focuser
from rag.answer.objects import states_in
from rag.answer.readings import FirstPassages
from rag.answer.sided import NO_SIDES
from rag.answer.weigh import Weigher
from rag.question.corpus import FactsCache
from rag.question.model import Query
from rag.question.reader import QuestionReader
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.reader.words import WordReader
from tests.drafts import ESTONIA, a_statement, halved
from tests.small_stores import EMBEDDER, ranked

ONE = "whaling in every ocean"
ALL = "Which delegations mentioned whaling in every ocean?"
ON_WHALING = (
    a_statement("a", halved("Whaling must end in every ocean, we say.")),
    a_statement("b", halved("Whaling in every ocean goes on.")),
    a_statement("c", halved("Whaling is banned in every single ocean."), delegation=ESTONIA),
    a_statement("d", "Hospitals were destroyed. Doctors were killed.", delegation=ESTONIA),
)
"""Kazakhstan twice on whaling, Estonia once, and once on something else."""


def understood(store: RecordStore, question: str, questions: QuestionReader | None = None) -> Query:
    return understand(question, Filters(), FactsCache(store).facts(), load_delegations(), questions)


def drafted(
    store: RecordStore,
    question: str,
    *gone: str,
    limit: int = 10,
    limits: Limits | None = None,
    part: Part | None = None,
    questions: QuestionReader | None = None,
) -> Draft:
    """The draft for a question whose passages are ranked before the statements `gone` are removed."""
    delegations, query = load_delegations(), understood(store, question, questions)
    ranking, focus = ranked(store, query)
    lookup = PassageLookup(store).fetch
    reader = WordReader()
    readings = FirstPassages(reader, lookup).read(question, ranking)
    store.remove(gone)
    focuser, states = Focuser(EMBEDDER, store), partial(states_in, delegations)
    extractor = Extractor(Weigher(EMBEDDER.count_tokens, lookup), lookup, reader, focuser, states, limits)
    if query.asks.scope == "all":
        return extractor.listing([View(query, ranking, focus)], part or Part(), lambda *_: NO_SIDES)
    return extractor.one(query, ranking, focus, readings, limit)


def quoted(draft: Draft) -> list[str]:
    return [citation.statement.id for citation in draft.citations]
