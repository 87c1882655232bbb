"""Puts a service together from its parts: store, vectors and models in, everything that answers out.

The parts are built by `api/wiring.py`, which reads the settings; nothing is opened here.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from api import VERSION
from index.embedding.embedder import Embedder
from index.process.later import Later
from index.readers.ziparchive import BOUNDS, Bounds
from index.search.candidates import Searcher
from index.search.kept import KeptArrays
from index.speakers.delegations import Delegations, load_delegations
from index.store.record_store import RecordStore
from index.store.watch import RecordWatch
from index.vectors.vector_store import VectorStore
from rag.analysis import Analysis
from rag.answer.ask import Asker
from rag.answer.extract import Extractor
from rag.answer.focus import Focuser
from rag.answer.objects import states_in
from rag.answer.readings import FirstPassages
from rag.answer.refusal import Judge
from rag.answer.support import Assessor
from rag.answer.weigh import Weigher
from rag.question.corpus import FactsCache, StoreCorpus
from rag.question.followups.conversation import Completer
from rag.question.kept_facts import KeptFacts
from rag.question.reader import QuestionReader
from rag.quotation.check import QuoteChecker
from rag.quotation.kept_folds import KeptFolds
from rag.ranking.hits import PassageLookup
from rag.ranking.rerank import Reranker
from rag.ranking.retrieval import Retriever
from rag.reader.careful import MISSING, CarefulReader
from rag.reader.reading import Reader
from rag.reader.remembered import RememberingReader
from rag.service import OnRecord

if TYPE_CHECKING:
    from index.ingest.build import Builder
    from rag.generation.chat import ChatAnswerer
    from rag.generation.check import SentenceChecker
    from rag.generation.endpoint import ChatEndpoint
    from rag.generation.reading import Reading
    from rag.generation.verify import AnswerVerifier

COUNTED = 16_384
"""Sentences and headers whose length in word pieces is remembered; the same ones answer many questions."""


def assemble(
    store: RecordStore,
    vectors: VectorStore,
    embedder: Embedder,
    reader: Reader,
    stop: Callable[[], bool] = lambda: False,
    reranker: Reranker | None = None,
    archives: Bounds = BOUNDS,
    model: ChatEndpoint | None = None,
    questions: QuestionReader | None = None,
    reading: Reading | None = None,
    arrays: Path | None = None,
) -> OnRecord:
    """The service; without a reader of `questions` they are read by words alone, and without a folder for
    `arrays` none are kept."""
    delegations, lookup = load_delegations(), PassageLookup(store)
    searcher = Searcher(store, vectors, KeptArrays(arrays, embedder.fingerprint) if arrays else None)
    quotes = QuoteChecker(StoreCorpus(store), delegations, KeptFolds(arrays) if arrays else None)
    checker = Later(lambda: _checker(delegations, reading))
    facts = FactsCache(store, KeptFacts(arrays, VERSION) if arrays else None)
    questions = questions or QuestionReader()
    memory = RememberingReader(reader)
    asker = _asker(searcher, store, embedder, memory, lookup, facts, delegations, questions, reranker)
    return OnRecord(
        store,
        vectors,
        Later(lambda: _builder(store, embedder, stop)),
        asker,
        quotes,
        delegations,
        Analysis(searcher, store, embedder, lookup, asker, quotes, delegations, memory),
        Later(lambda: _verifier(store, quotes, checker(), delegations)),
        RecordWatch(store),
        Completer(facts.facts, delegations, questions),
        facts.names,
        archives=archives,
        chat=None if model is None else _chat(model, checker(), store),
        kept=(facts.keep, searcher.keep, quotes.keep),
        once=reader.trouble if isinstance(reader, CarefulReader) else lambda: MISSING,
    )


def _builder(store: RecordStore, embedder: Embedder, stop: Callable[[], bool]) -> Builder:
    from index.ingest.build import Builder

    return Builder(store, embedder, stop)


def _checker(delegations: Delegations, reading: Reading | None) -> SentenceChecker:
    from rag.generation.check import SentenceChecker

    return SentenceChecker(delegations, reading)


def _verifier(
    store: RecordStore, quotes: QuoteChecker, checker: SentenceChecker, delegations: Delegations
) -> AnswerVerifier:
    from rag.generation.verify import AnswerVerifier

    return AnswerVerifier(store, quotes, checker, delegations)


def _chat(model: ChatEndpoint, checker: SentenceChecker, store: RecordStore) -> ChatAnswerer:
    from rag.generation.chat import ChatAnswerer

    return ChatAnswerer(model, checker, store)


def _asker(
    searcher: Searcher,
    store: RecordStore,
    embedder: Embedder,
    reader: Reader,
    lookup: PassageLookup,
    facts: FactsCache,
    delegations: Delegations,
    questions: QuestionReader,
    reranker: Reranker | None,
) -> Asker:
    count_tokens = lru_cache(COUNTED)(embedder.count_tokens)
    focuser = Focuser(embedder, store)
    return Asker(
        Retriever(searcher, store, embedder),
        lookup,
        Extractor(
            Weigher(count_tokens, lookup.fetch),
            lookup.fetch,
            reader,
            focuser,
            partial(states_in, delegations),
        ),
        Judge(Assessor(count_tokens, lookup.fetch)),
        focuser,
        facts,
        delegations,
        questions,
        FirstPassages(reader, lookup.fetch),
        reranker,
    )
