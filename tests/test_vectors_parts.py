"""The parts under the vector stores: duplicates, folders and pointer, the feed, the background thread."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import StorageFailed
from index.process import background
from index.process.background import Background
from index.vectors.chroma import ChromaVectors
from index.vectors.duplicates import Duplicates, Expansion, index_once
from index.vectors.feed import Batch, VectorFeed
from index.vectors.generations import (
    Damaged,
    Generations,
    Pointer,
    check_files,
    read_manifest,
    write_manifest,
)
from tests.vector_database import VectorDatabase, random_vectors

BATCHES = st.lists(st.lists(st.integers(0, 5), max_size=8), max_size=4)


def test_published_vectors_of_this_model_are_told_unopened(tmp_path: Path) -> None:
    """Those of another model are none."""
    (tmp_path / "vectors" / "gen-3").mkdir(parents=True)
    write_manifest(tmp_path / "vectors" / "gen-3", Pointer(3, 9, "model-1", 8))
    mine, other = (ChromaVectors(tmp_path / "vectors", tmp_path / "db", f"model-{n}", 4) for n in (1, 2))
    assert (mine.state, other.state) == ("published", "absent")
    assert "8 vectors up to row 9 are published" in mine.detail
    assert "No vector index is published" in other.detail


@given(BATCHES)
def test_duplicates_group_rows_by_vector(kinds: list[list[int]]) -> None:
    """Every row is reached from exactly one head, the first that has its vector; only heads are added."""
    batches, vector_of = list[Batch](), dict[int, int]()
    for batch in kinds:
        rows = np.arange(len(vector_of) + 1, len(vector_of) + len(batch) + 1)
        vector_of |= dict(zip(rows.tolist(), batch, strict=True))
        batches.append(Batch(rows, np.eye(6, dtype=np.float32)[np.array(batch, dtype=int)]))
    added = list[int]()
    duplicates = index_once(batches, lambda rows, vectors: added.extend(rows.tolist()))
    heads = duplicates.ids()
    assert added == heads.tolist()
    assert len({vector_of[head] for head in added}) == len(added)
    rows, scores = Expansion(duplicates)(heads, heads.astype(np.float32))
    assert sorted(rows.tolist()) == sorted(vector_of)
    for row, head in zip(rows.tolist(), scores.tolist(), strict=True):
        assert vector_of[row] == vector_of[int(head)]


def test_duplicates_come_back_from_their_file(tmp_path: Path) -> None:
    """What is written is read; anything else is refused."""
    vector = np.ones((1, 4), np.float32)
    duplicates = index_once([Batch(np.array([3]), vector), Batch(np.array([5]), vector)])
    duplicates.write(tmp_path / "twins.npy")
    read = Duplicates.read(tmp_path / "twins.npy")
    assert (read.rows.tolist(), read.heads.tolist()) == ([3, 5], [3, 3])
    np.save(tmp_path / "twins.npy", np.zeros(3))
    with pytest.raises(ValueError, match="table of rows"):
        Duplicates.read(tmp_path / "twins.npy")


def test_all_but_the_newest_goes(tmp_path: Path) -> None:
    """Half-built folders and older generations; what is not ours stays."""
    for name in ("gen-2", "gen-11", "building-12", "other"):
        (tmp_path / name).mkdir()
    with Generations(tmp_path).publishing():
        assert names(tmp_path) == ["gen-11", "other"]


def test_a_name_is_never_given_twice(tmp_path: Path) -> None:
    """Nor one before the newest, were the clock set back; what failed leaves nothing."""
    generations = Generations(tmp_path)
    ahead = 10**20
    (tmp_path / f"gen-{ahead}").mkdir()
    with generations.building() as (number, folder):
        write_manifest(folder, Pointer(number, 1, "model", 1))
    assert number == ahead + 1
    assert generations.current() == Pointer(number, 1, "model", 1)
    with pytest.raises(OSError, match="full"), generations.building():
        raise OSError("full")
    assert names(tmp_path) == [f"gen-{ahead}", f"gen-{number}"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\x00", b"[]", b'{"pointer": {}, "files": {}}', b"null"])
def test_garbage_manifest_names_nothing(tmp_path: Path, content: bytes) -> None:
    """One that cannot be read is as good as none."""
    (tmp_path / "gen-1").mkdir()
    (tmp_path / "gen-1" / "manifest.json").write_bytes(content)
    assert Generations(tmp_path).current() is None


def test_manifest_refuses_any_other_byte(tmp_path: Path) -> None:
    """Another size is refused before a file is read, another byte when it is."""
    (tmp_path / "graph").mkdir()
    path = tmp_path / "graph" / "data.bin"
    path.write_bytes(b"vectors")
    write_manifest(tmp_path, Pointer(1, 3, "model", 3))
    assert check_files(tmp_path).pointer.applied_row == 3
    path.write_bytes(b"vectorz")
    assert read_manifest(tmp_path).files["graph/data.bin"][0] == 7
    with pytest.raises(Damaged, match=r"graph/data\.bin"):
        check_files(tmp_path)
    os.truncate(path, 1 << 40)
    with pytest.raises(Damaged, match="sizes"):
        read_manifest(tmp_path)


def test_feed_gives_rows_as_they_are(tmp_path: Path) -> None:
    """Rows in order, those removed left out, the last number kept; another dimension is refused."""
    database = VectorDatabase(tmp_path / "a store?#.sqlite3")
    feed = VectorFeed(database.path, 4)
    assert feed.last_row() == 0
    assert list(feed.between(0, 100)) == []
    vectors = random_vectors(6, 4, seed=1)
    rows = database.add(vectors)
    database.remove([rows[1], rows[5]])
    assert feed.last_row() == 6
    assert feed.rows().tolist() == [1, 3, 4, 5]
    (batch,) = feed.between(1, 4)
    assert batch.rows.tolist() == [3, 4]
    np.testing.assert_array_equal(batch.vectors, vectors[2:4])
    assert feed.chosen(np.array([2, 4, 5])).rows.tolist() == [4, 5]
    with pytest.raises(StorageFailed, match="does not have 5 numbers"):
        list(VectorFeed(database.path, 5).between(0, 6))
    database.close()


def test_background_serves_requests_together() -> None:
    """Requests made during a run are served by one more; waiting ends with the run that began after."""
    runs, gate, begun = [], threading.Event(), threading.Event()

    def job() -> bool:
        runs.append(1)
        begun.set()
        gate.wait(5)
        return True

    worker = Background("test", job, lambda: False)
    worker.ask(wait=False)
    begun.wait(5)
    for _ in range(5):
        worker.ask(wait=False)
    gate.set()
    worker.ask(wait=True)
    assert 2 <= len(runs) <= 3
    worker.stop(5)
    worker.ask(wait=True)


def test_background_rests_unless_somebody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is asked for all the time is done now and then; who waits for it is not kept."""
    monkeypatch.setattr(background, "LONGEST_REST", 600.0)
    runs: list[int] = []

    def job() -> bool:
        runs.append(1)
        threading.Event().wait(0.01)
        return True

    worker = Background("test", job, lambda: False, rest=60_000)
    worker.ask(wait=False)
    worker.ask(wait=True)
    before = len(runs)
    worker.ask(wait=False)
    assert not threading.Event().wait(0.1)
    assert len(runs) == before
    worker.ask(wait=True)
    assert len(runs) > before
    worker.ask(wait=False)
    worker.stop(5)
    assert worker.stopping


def test_background_tries_again_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed run is repeated by itself; one that raises counts as failed and ends nothing."""
    monkeypatch.setattr(background, "RETRY_SECONDS", (0.01,))
    healed = threading.Event()
    outcomes = iter([False, None, True])

    def job() -> bool:
        outcome = next(outcomes)
        if outcome is None:
            raise RuntimeError("unexpected")
        if outcome:
            healed.set()
        return outcome

    worker = Background("test", job, lambda: False)
    worker.ask(wait=True)
    assert healed.wait(5)
    worker.stop(5)


def test_background_runs_when_a_look_finds_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody asks again: the look does, also where it failed before."""
    monkeypatch.setattr(background, "LOOK_SECONDS", 0.01)
    looks: list[bool | None] = [None, False, True]
    ran = [threading.Event(), threading.Event()]

    def look() -> bool:
        found = looks.pop(0) if looks else False
        if found is None:
            raise RuntimeError("unexpected")
        return found

    def job() -> bool:
        next(event for event in ran if not event.is_set()).set()
        return True

    worker = Background("test", job, look)
    worker.ask(wait=True)
    assert ran[0].is_set()
    assert ran[1].wait(5)
    assert not looks
    worker.stop(5)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_dir())
