"""Candidates are the best of both kinds, and what the vector store has not heard of hides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

import numpy as np
import pytest

from index.model import Filters
from index.search.candidates import Searcher
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from index.vectors.chroma import ChromaVectors
from index.vectors.vector_store import VectorStore
from tests.drafts import ESTONIA, a_statement, open_store
from tests.exact_vectors import ExactVectors
from tests.small_stores import EMBEDDER, put


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path_factory.mktemp("store"), EMBEDDER)) as opened:
        yield opened


def exact(store: RecordStore) -> VectorStore:
    return ExactVectors(store.path, store.dim)


def chroma(store: RecordStore) -> VectorStore:
    return ChromaVectors(store.path.parent / "vectors", store.path, EMBEDDER.fingerprint, store.dim)


@pytest.mark.parametrize("make", [exact, pytest.param(chroma, marks=pytest.mark.crash)])
def test_vectors_left_behind_hide_nothing(
    store: RecordStore, make: Callable[[RecordStore], VectorStore]
) -> None:
    """Added after they were published: found; removed after: gone; at once, without publishing again."""
    put(store, *(a_statement(f"s{n}", f"Sentence number {n} of many. And its end {n}.") for n in range(8)))
    with closing(make(store)) as vectors:
        searcher = Searcher(store, vectors)
        vectors.start()
        vectors.publish(wait=True)
        put(store, a_statement("new", "We speak of whaling. Whaling at length."))
        assert nearest_of(searcher, "whaling at length")[0] == "new"
        vectors.publish(wait=True)
        store.remove(["s3", "s4"])
        assert not {"s3", "s4"} & set(nearest_of(searcher, "Sentence number 3 of many."))
        assert vectors.applied_row == 18


def nearest_of(searcher: Searcher, words: str) -> list[str]:
    """The statements of all passages, nearest first; however many are asked for, as a scan finds them."""
    snapshot, question = searcher.snapshot(), EMBEDDER.embed_query(words).vector
    everything = snapshot.mask(Filters())
    cosines = np.sort(snapshot.vectors @ question)[::-1]
    for k in range(1, snapshot.size + 3):
        found = searcher.nearest(snapshot, question, everything, k)
        assert snapshot.vectors[found] @ question == pytest.approx(cosines[:k], abs=1e-6)
    return [snapshot.statements[snapshot.owner[at]].id for at in found]


def test_candidates_are_the_best_of_both_kinds(store: RecordStore) -> None:
    """Each with its cosine and its BM25 score, ascending, only what the mask allows."""
    put(store, a_statement("a"), a_statement("b", "Whaling went on. Whales did not."))
    put(store, a_statement("c", "Whaling, whaling. And whaling again.", delegation=ESTONIA))
    searcher = Searcher(store, ExactVectors(store.path, store.dim))
    snapshot = searcher.snapshot()
    question = EMBEDDER.embed_query("whaling").vector
    weights = dict.fromkeys(content_terms("whaling zeppelin"), 1.0)
    mask = snapshot.mask(Filters(delegations=("KAZ",)))
    found = searcher.candidates(snapshot, question, weights, mask, 1)
    assert mask[found.positions].all()
    assert found.positions.tolist() == sorted(set(found.positions.tolist()))
    assert found.dense.tolist() == pytest.approx((snapshot.vectors[found.positions] @ question).tolist())
    scores = snapshot.lexical.scores(searcher.numbered(weights))
    assert found.lexical.tolist() == scores[found.positions].tolist()
    assert int(np.where(mask, scores, 0).argmax()) in found.positions
    assert searcher.numbered({"zeppelin": 1.0}) == {}


def test_words_nobody_said_bring_no_lexical_candidates(store: RecordStore) -> None:
    """A passage without any term of the question is a candidate by cosine only."""
    put(store, a_statement("a"), a_statement("b"))
    searcher = Searcher(store, ExactVectors(store.path, store.dim))
    snapshot = searcher.snapshot()
    vector = EMBEDDER.embed_query("zeppelin").vector
    found = searcher.candidates(snapshot, vector, {"zeppelin": 1.0}, snapshot.mask(Filters()), 2)
    assert len(found.positions) == 2
    assert not found.lexical.any()
