"""The nearest passages under a mask, however far the vector store has come, and the best of any scores."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding.embedder import Vector
from index.search import parts
from index.search.candidates import Searcher
from index.search.parts import Flags, best
from index.search.snapshot import Snapshot, load
from index.store.columns import PassageColumns, Roll, StatementColumn
from index.store.lexical import Inverted
from index.store.record_store import RecordStore
from index.vectors.feed import Rows
from index.vectors.vector_store import Neighbours, State
from tests.drafts import open_store
from tests.exact_vectors import nearest, unit_rows
from tests.examples import examples
from tests.small_stores import EMBEDDER

DIM = 8
SAID_AND_PROCEDURAL = tuple(
    StatementColumn(id, None, None, None, None, "council", 0, 0, procedural, ())
    for id, procedural in (("said", False), ("procedural", True))
)


@dataclass
class Held:
    """A vector store that holds just these rows, or is not to be trusted yet."""

    rows: Rows
    matrix: Vector
    applied_row: int
    trusted: bool = True
    state: State = "ready"
    detail: str = ""
    asked: int = 0

    def query(self, vector: Vector, k: int) -> Neighbours | None:
        self.asked += 1
        if not self.trusted:
            return None
        return Neighbours(*nearest(self.rows, self.matrix, vector, k), self.applied_row)

    def publish(self, *, wait: bool) -> None: ...

    def start(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Case:
    """Every row ever given with its vector, which of them live, and how far the vector store has come."""

    matrix: Vector
    live: Flags
    procedural: Flags
    mask: Flags
    applied: int
    vector: Vector
    k: int

    @property
    def rows(self) -> Rows:
        return np.arange(1, len(self.matrix) + 1, dtype=np.int64)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    generator = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(1, 40))
    live = generator.random(count) < draw(st.sampled_from([0.3, 0.9, 1.0]))
    procedural = generator.random(int(live.sum())) < draw(st.sampled_from([0.0, 0.1, 0.6]))
    filtered = generator.random(int(live.sum())) < draw(st.sampled_from([0.0, 0.1, 0.7, 1.0, 1.0]))
    return Case(
        unit_rows(generator.standard_normal((count, DIM)).astype(np.float32)),
        live,
        procedural,
        filtered & ~procedural if draw(st.booleans()) else filtered,
        draw(st.integers(0, count)),
        unit_rows(generator.standard_normal((1, DIM)).astype(np.float32))[0],
        draw(st.integers(1, 50)),
    )


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with closing(open_store(tmp_path_factory.mktemp("empty"), EMBEDDER)) as store:
        yield load(store)


def found_in(case: Case, snapshot: Snapshot, held: Held, store: RecordStore) -> npt.NDArray[np.int64]:
    here = replace(
        snapshot,
        rows=case.rows[case.live],
        held=(parts.Held(_part(case.matrix[case.live])),),
        dim=DIM,
        owner=case.procedural.astype(np.int32),
        roll=Roll(
            np.arange(1, 1 + len(SAID_AND_PROCEDURAL)),
            (None,) * len(SAID_AND_PROCEDURAL),
            SAID_AND_PROCEDURAL,
        ),
    )
    return Searcher(store, held).nearest(here, case.vector, case.mask, case.k)


def _part(vectors: Vector) -> parts.Part:
    """A part that has vectors and nothing else."""
    rows, none = np.arange(len(vectors)), np.empty(0, np.int32)
    columns = PassageColumns(rows, rows, rows.astype(np.int8), np.zeros((len(rows), 2), np.uint64))
    return parts.Part(
        columns, vectors, Inverted(rows[:1], none, none.astype(np.uint16), np.zeros(len(rows), np.float32))
    )


def check(case: Case, found: npt.NDArray[np.int64]) -> None:
    """The cosines are those of the best `k` masked passages, best first, none twice, none unmasked."""
    cosines = case.matrix[case.live] @ case.vector
    expected = np.sort(cosines[case.mask])[::-1][: case.k]
    assert len(set(found.tolist())) == len(found)
    assert case.mask[found].all()
    assert cosines[found].tolist() == pytest.approx(expected.tolist(), abs=1e-6)


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with closing(open_store(tmp_path_factory.mktemp("idle"), EMBEDDER)) as opened:
        yield opened


@given(case=cases())
@settings(max_examples=examples(120), deadline=None)
def test_the_nearest_are_the_best_under_the_mask(case: Case, empty: Snapshot, idle: RecordStore) -> None:
    """With a store that holds everything, one that answers nothing, and one behind with removed rows."""
    whole = Held(case.rows[case.live], case.matrix[case.live], len(case.matrix))
    behind = Held(case.rows[: case.applied], case.matrix[: case.applied], case.applied)
    for held in (whole, replace(whole, trusted=False), behind):
        check(case, found_in(case, empty, held, idle))


def test_only_what_is_not_filtered_asks_the_store(empty: Snapshot, idle: RecordStore) -> None:
    """Its graph may miss one of the best; to leave out what is procedural is no filter."""
    matrix = unit_rows(np.random.default_rng(0).standard_normal((100, DIM)).astype(np.float32))
    procedural = np.arange(100) >= 80
    for shown, asked in ((100, 1), (80, 1), (79, 0), (1, 0)):
        held = Held(np.arange(1, 101), matrix, 100)
        mask = np.arange(100) < shown
        case = Case(matrix, np.ones(100, np.bool_), procedural, mask, 100, matrix[0], 5)
        check(case, found_in(case, empty, held, idle))
        assert held.asked == asked


@given(
    st.lists(st.integers(-3, 3), max_size=12).map(lambda values: np.array(values, np.float32)),
    st.integers(0, 15),
    st.integers(-3, 3),
)
@settings(deadline=None)
def test_the_best_are_sorted_and_above(scores: Vector, k: int, above: int) -> None:
    """The highest scores above the floor, best first, equal ones by index."""
    found = best(scores, k, above).tolist()
    allowed = sorted((score for score in scores.tolist() if score > above), reverse=True)[:k]
    assert [float(scores[at]) for at in found] == allowed
    assert found == sorted(found, key=lambda at: (-scores[at], at))
