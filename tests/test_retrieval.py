"""Ranking: under the filter, by all kinds of evidence, and nothing that was removed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from index.model import Filters
from index.search.candidates import Candidates, Searcher
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.question.corpus import FactsCache
from rag.question.model import Query
from rag.question.understand import understand
from rag.ranking.coverage import coverage
from rag.ranking.hits import PassageLookup
from rag.ranking.retrieval import Ranking, Retriever
from rag.ranking.weights import Depths, Weights
from tests.drafts import ESTONIA, a_statement, open_store
from tests.exact_vectors import ExactVectors
from tests.small_stores import EMBEDDER, put
from tests.test_lexical import whole


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path_factory.mktemp("store"), EMBEDDER)) as opened:
        put(
            opened,
            a_statement(
                "a", "Whaling must end everywhere. It harms the oceans of the world.", date="2019-05-01"
            ),
            a_statement("b", "Hospitals were destroyed again. Doctors were killed.", delegation=ESTONIA),
            a_statement("c", "Whaling is a trade of old. Hospitals are not.", delegation=ESTONIA),
        )
        yield opened


def asked(store: RecordStore, question: str, filters: Filters | None = None) -> Query:
    delegations = load_delegations()
    return understand(question, filters or Filters(), FactsCache(store).facts(), delegations)


def ranked(
    store: RecordStore, question: str, filters: Filters | None = None, **given: Depths | Weights
) -> Ranking:
    searcher = Searcher(store, ExactVectors(store.path, store.dim))
    return Retriever(searcher, store, EMBEDDER, **given).rank(asked(store, question, filters))  # type: ignore[arg-type]


def statements(ranking: Ranking) -> list[str]:
    return [item.statement for item in ranking.scored]


def test_the_passage_that_holds_the_words_comes_first(store: RecordStore) -> None:
    """Its parts are told: cosine, BM25, late interaction and the share of rare words held."""
    ranking = ranked(store, "whaling must end everywhere")
    first = ranking.scored[0]
    assert (first.statement, first.delegation) == ("a", "KAZ")
    assert first.coverage == pytest.approx(1.0)
    assert first.late == max(item.late for item in ranking.scored)
    assert [item.score for item in ranking.scored] == sorted((i.score for i in ranking.scored), reverse=True)
    assert (ranking.passages, ranking.statements) == (6, 3)


def test_only_what_the_filters_allow_is_ranked(store: RecordStore) -> None:
    """Given or found in the question."""
    assert set(statements(ranked(store, "whaling", Filters(delegations=("EST",))))) == {"b", "c"}
    assert set(statements(ranked(store, "What did Kazakhstan say about whaling?"))) == {"a"}
    assert ranked(store, "whaling", Filters(statements=("none",))).scored == ()


def test_every_passage_is_ranked_once_and_as_the_store_has_it(store: RecordStore) -> None:
    """Row, statement and delegation belong together."""
    ranking = ranked(store, "hospitals and whaling")
    rows = [item.row for item in ranking.scored]
    assert len(rows) == len(set(rows))
    for row, held in store.passages(rows).items():
        (item,) = [item for item in ranking.scored if item.row == row]
        ref = store.ref(held.statement)
        assert (item.statement, item.delegation) == (ref.id, ref.delegation and ref.delegation.code)
        assert np.array_equal(item.codes, store.token_codes([row])[row])


def test_statements_taken_away_are_not_ranked(store: RecordStore) -> None:
    """`without` is for the making of examples that have no answer."""
    searcher = Searcher(store, ExactVectors(store.path, store.dim))
    ranking = Retriever(searcher, store, EMBEDDER).rank(asked(store, "whaling"), without=["a"])
    assert "a" not in statements(ranking)
    assert ranking.statements == 2


def test_what_is_removed_while_it_is_ranked_is_left_out(store: RecordStore) -> None:
    """Between the snapshot and the reading of its token vectors, and between ranking and reading."""

    class Interrupted(Searcher):
        def candidates(self, *given: Any) -> Candidates:
            found = super().candidates(*given)
            store.remove(["a"])
            return found

    searcher = Interrupted(store, ExactVectors(store.path, store.dim))
    ranking = Retriever(searcher, store, EMBEDDER).rank(asked(store, "whaling must end everywhere"))
    assert set(statements(ranking)) == {"b", "c"}
    store.remove(["c"])
    assert {hit.statement.id for hit in PassageLookup(store).hits(ranking.scored, 10)} == {"b"}


def test_a_period_that_may_be_meant_counts_in_favour(store: RecordStore) -> None:
    """A preference adds its weight and restricts nothing."""
    query = asked(store, "whaling hospitals")
    searcher = Searcher(store, ExactVectors(store.path, store.dim))
    plain = {i.row: i.score for i in Retriever(searcher, store, EMBEDDER).rank(query).scored}
    wished = replace(query, preferred=(ESTONIA,))
    for item in Retriever(searcher, store, EMBEDDER).rank(wished).scored:
        expected = plain[item.row] + Weights().preferred * (item.delegation == "EST")
        assert item.score == pytest.approx(expected, abs=1e-5)


def test_coverage_by_hand() -> None:
    """Rarity held over rarity asked for; a term nobody holds counts as rare as can be."""
    index = whole([[0, 1], [0], [0]])
    at = np.array([0, 1])
    both = coverage(index, {0: 1.0, 1: 1.0}, 2, at)
    assert both[0] == pytest.approx(1.0)
    assert both[1] == pytest.approx(index.idf(0) / (index.idf(0) + index.idf(1)))
    unknown = float(np.log1p(3.5 / 0.5))
    assert coverage(index, {0: 1.0}, 2, at)[0] == pytest.approx(index.idf(0) / (index.idf(0) + unknown))
    assert coverage(index, {}, 0, at).tolist() == [0.0, 0.0]


def test_copies_do_not_crowd_out_what_is_new(store: RecordStore) -> None:
    """A passage in many records is one hit, and the others still fill the page."""
    text = "Whaling must end everywhere. It harms the oceans of the world."
    put(store, *(a_statement(f"copy{n}", text) for n in range(9)))
    hits = PassageLookup(store).hits(ranked(store, "whaling must end everywhere").scored, 3)
    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert len({hit.text for hit in hits}) == 3
