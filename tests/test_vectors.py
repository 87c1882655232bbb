"""One contract for every vector store: in memory, from embedded Chroma, from a Chroma server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from index.embedding.embedder import Vector
from index.errors import InvalidInput
from index.vectors.chroma import ChromaVectors
from index.vectors.chroma_server import ChromaServerVectors
from index.vectors.vector_store import Neighbours, VectorStore
from tests.chroma_process import chroma_server
from tests.exact_vectors import ExactVectors, nearest
from tests.vector_database import VectorDatabase, random_vectors

DIM = 16
ROWS = 300
Make = Callable[[], VectorStore]


@pytest.fixture(scope="module")
def server_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def database(tmp_path: Path) -> Iterator[VectorDatabase]:
    held = VectorDatabase(tmp_path / "store.sqlite3")
    yield held
    held.close()


@pytest.fixture(
    params=[
        "exact",
        pytest.param("chroma", marks=pytest.mark.crash),
        pytest.param("server", marks=pytest.mark.process),
    ]
)
def make(request: pytest.FixtureRequest, tmp_path: Path, database: VectorDatabase) -> Iterator[Make]:
    """Opens the store over the database, as a new process would."""
    opened: list[VectorStore] = []
    url = request.getfixturevalue("server_url") if request.param == "server" else ""

    def build() -> VectorStore:
        for store in opened:
            store.close()
        kinds: dict[str, Callable[[], VectorStore]] = {
            "exact": lambda: ExactVectors(database.path, DIM),
            "chroma": lambda: ChromaVectors(tmp_path / "chroma", database.path, "model-1", DIM),
            "server": lambda: ChromaServerVectors(url, database.path, "model-1", DIM),
        }
        opened.append(kinds[request.param]())
        return opened[-1]

    yield build
    for store in opened:
        store.close()


def test_life_of_a_store(make: Make, database: VectorDatabase) -> None:
    """Adding, removing, repeating and reopening: after each publish it answers as an exact scan does."""
    vectors = random_vectors(ROWS, DIM, seed=1)
    rows = database.add(vectors)
    store = started(make())
    assert_exact(store, database)
    database.remove(rows[10:30])
    database.add(vectors[:5])
    store.publish(wait=True)
    assert store.applied_row == ROWS + 5
    assert_exact(store, database)
    store = started(make())
    assert_exact(store, database)


def test_rows_with_one_vector_are_all_found(make: Make, database: VectorDatabase) -> None:
    """Copies neither hide each other nor the rest, also once the first of them is removed."""
    vectors = random_vectors(200, DIM, seed=2)
    vectors[50:150] = vectors[50]
    rows = database.add(vectors)
    store = started(make())
    assert set(found(store, vectors[50], 100).rows.tolist()) == set(rows[50:150])
    assert found(store, vectors[3], 1).rows.tolist() == [rows[3]]
    database.remove(rows[50:60])
    store.publish(wait=True)
    assert set(found(store, vectors[50], 90).rows.tolist()) == set(rows[60:150])


def test_queries_it_cannot_answer(make: Make, database: VectorDatabase) -> None:
    """Another dimension, zero or nothing finite is the caller's error and harms nothing."""
    database.add(random_vectors(20, DIM, seed=3))
    store = started(make())
    for bad in (np.ones(DIM + 1), np.zeros(DIM), np.full(DIM, np.nan), np.ones((1, DIM))):
        with pytest.raises(InvalidInput):
            store.query(bad.astype(np.float32), 3)
    assert len(found(store, np.ones(DIM, np.float32), 0).rows) == 0
    assert len(found(store, np.ones(DIM, np.float32), 50).rows) == 20
    assert store.state == "ready"


def test_nothing_before_it_is_started(make: Make, database: VectorDatabase) -> None:
    """A store that was not started answers None; one over an empty record store finds nothing."""
    store = make()
    assert store.query(np.ones(DIM, np.float32), 3) is None
    assert store.applied_row == 0
    started(store)
    answer = store.query(np.ones(DIM, np.float32), 3)
    assert answer is None or len(answer.rows) == 0
    database.add(random_vectors(3, DIM, seed=4))
    store.publish(wait=True)
    assert len(found(store, np.ones(DIM, np.float32), 3).rows) == 3


def test_what_is_published_is_told_before_it_is_opened(make: Make, database: VectorDatabase) -> None:
    """By a process that asks once, beside a service or not; what is held in memory is nobody else's."""
    assert make().state == "absent"
    database.add(random_vectors(7, DIM, seed=5))
    assert started(make()).state == "ready"
    beside = make()
    if not isinstance(beside, ExactVectors):
        assert beside.state == "published"
        assert beside.detail.startswith("7 vectors up to row 7 are published")
    assert beside.query(np.ones(DIM, np.float32), 3) is None


def test_nearest_breaks_ties_by_row() -> None:
    """Equal scores come in the order of their rows, and k may exceed what there is."""
    matrix = np.array([[1, 0], [0, 1], [1, 0]], dtype=np.float32)
    rows, scores = nearest(np.array([9, 4, 3]), matrix, np.array([1, 0], dtype=np.float32), 5)
    assert rows.tolist() == [3, 9, 4]
    assert scores.tolist() == [1, 1, 0]


def started(store: VectorStore) -> VectorStore:
    store.start()
    store.publish(wait=True)
    return store


def found(store: VectorStore, vector: Vector, k: int) -> Neighbours:
    answer = store.query(vector, k)
    assert answer is not None, store.detail
    return answer


def assert_exact(store: VectorStore, database: VectorDatabase) -> None:
    """Every row is found by its own vector, none else is, and scores are the exact cosines."""
    held = database.held()
    rows = np.array(sorted(held))
    matrix = np.stack([held[row] for row in rows])
    everything = found(store, matrix[0], 10 * ROWS)
    assert sorted(everything.rows.tolist()) == rows.tolist()
    for vector in matrix[::17]:
        answer = found(store, vector, 10)
        _, scores = nearest(rows, matrix, vector, 10)
        np.testing.assert_allclose(answer.scores, scores, atol=1e-5)
        true = {row: float(held[row] @ vector) for row in answer.rows.tolist()}
        np.testing.assert_allclose(list(true.values()), answer.scores, atol=1e-5)
