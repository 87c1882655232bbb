"""Late interaction: a passage's own tokens, and its neighbours' in the same statement for a little less."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding.token_codec import best_cosines
from index.search.candidates import Searcher
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from rag.ranking.late_interaction import late_interaction, neighbours
from tests.drafts import a_statement, open_store
from tests.exact_vectors import ExactVectors
from tests.small_stores import EMBEDDER, put

LONG = "\n\n".join(f"First, we speak of subject{n}. It is a matter of weight{n} to us all." for n in range(5))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path_factory.mktemp("store"), EMBEDDER)) as opened:
        put(opened, a_statement("a", LONG), a_statement("b", LONG.replace("subject", "matter")))
        yield opened


@pytest.fixture(scope="module")
def snapshot(store: RecordStore) -> Snapshot:
    return Searcher(store, ExactVectors(store.path, store.dim)).snapshot()


def test_neighbours_are_of_the_same_statement(snapshot: Snapshot) -> None:
    """The last passage of one statement and the first of the next know nothing of each other."""
    edge = int(np.flatnonzero(np.diff(snapshot.owner))[0])
    assert neighbours(snapshot, np.array([edge])).tolist() == [edge - 1]
    assert neighbours(snapshot, np.array([edge + 1])).tolist() == [edge + 2]
    assert neighbours(snapshot, np.array([0, snapshot.size - 1])).tolist() == [1, snapshot.size - 2]


@settings(deadline=None)
@given(data=st.data(), around=st.sampled_from([0.0, 0.5, 0.9, 1.0]))
def test_a_score_is_the_mean_of_what_is_best_here_or_beside(
    store: RecordStore, snapshot: Snapshot, data: st.DataObject, around: float
) -> None:
    """As written out for each passage by hand; the order of the others changes nothing."""
    chosen = data.draw(st.sets(st.integers(0, snapshot.size - 1), min_size=1))
    positions = np.array(sorted(chosen))
    codes = store.token_codes(snapshot.rows.tolist())
    question = EMBEDDER.embed_query("what weight has subject3").tokens
    found = late_interaction(snapshot, positions, question, codes, around, store.token_codes)
    every = best_cosines(question, [codes[int(row)] for row in snapshot.rows])
    for at, score in zip(positions, found, strict=True):
        beside = [n for n in (at - 1, at + 1) if 0 <= n < snapshot.size]
        near = [around * every[n] for n in beside if snapshot.owner[n] == snapshot.owner[at]]
        assert score == pytest.approx(np.max([every[at], *near], axis=0).mean(), abs=1e-5)


def test_a_neighbour_removed_meanwhile_counts_nothing(store: RecordStore, snapshot: Snapshot) -> None:
    """Its codes are gone; the passage's own remain."""
    question = EMBEDDER.embed_query("what weight has subject3").tokens
    row = int(snapshot.rows[1])
    own = {row: store.token_codes([row])[row]}
    (alone,) = late_interaction(snapshot, np.array([1]), question, own, 0.9, lambda rows: {})
    assert alone == pytest.approx(best_cosines(question, [own[row]])[0].mean(), abs=1e-5)
