"""Whom changes concerned is known of this process's own commits, one after the other, and of nothing else."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import StorageFailed
from index.store import journal
from index.store.journal import Journal
from tests.drafts import a_statement, open_store
from tests.small_stores import EMBEDDER, put


def commit(noted: Journal, revision: int, *numbers: int) -> None:
    with noted.written():
        noted.concerns({number: f"id {number}" for number in numbers})
        noted.due(revision)


def fail(noted: Journal) -> None:
    with noted.written():
        noted.concerns({1: "a"})
        noted.due(1)
        raise StorageFailed("The disk is full.")


def test_what_revisions_concerned_is_told_together() -> None:
    noted = Journal()
    commit(noted, 5, 1, 2)
    commit(noted, 6, 2, 3)
    assert noted.since(4, 6) == {1: "id 1", 2: "id 2", 3: "id 3"}
    assert noted.since(5, 6) == {2: "id 2", 3: "id 3"}
    assert noted.since(6, 6) == {}


@pytest.mark.parametrize(("old", "new"), [(3, 6), (4, 7), (6, 5)])
def test_a_revision_that_is_not_noted_tells_nothing(old: int, new: int) -> None:
    """Before the first, after the last, and backwards."""
    noted = Journal()
    commit(noted, 5, 1)
    commit(noted, 6, 2)
    assert noted.since(old, new) is None


def test_only_what_was_committed_and_said_is_noted() -> None:
    """Not what was taken back, what made no revision, or what did not say whom it concerns."""
    noted = Journal()
    with pytest.raises(StorageFailed):
        fail(noted)
    assert noted.since(0, 1) is None
    with noted.written():
        noted.concerns({1: "a"})
    with noted.written():
        noted.due(1)
    assert noted.since(0, 1) is None


def test_a_commit_that_has_not_said_so_is_waited_for() -> None:
    """Whoever reads its revision at once must not take the long way round, nor the wrong one."""
    noted, told = Journal(), threading.Event()

    def write() -> None:
        with noted.written():
            noted.concerns({7: "g"})
            noted.due(1)
            told.set()
            time.sleep(0.1)

    writer = threading.Thread(target=write)
    writer.start()
    told.wait()
    assert noted.since(0, 1) == {7: "g"}
    writer.join()


def test_old_revisions_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "KEPT", 3)
    noted = Journal()
    for revision in range(1, 6):
        commit(noted, revision, revision)
    assert noted.since(1, 5) is None
    assert noted.since(2, 5) == {3: "id 3", 4: "id 4", 5: "id 5"}


def test_a_store_notes_what_is_added_changed_removed_and_withdrawn(tmp_path: Path) -> None:
    """By number and id; a change of the model is whatever it is, and so is what another process writes."""
    with closing(open_store(tmp_path, EMBEDDER)) as store, closing(open_store(tmp_path, EMBEDDER)) as other:
        before = store.revision()
        put(store, a_statement("a"), a_statement("b"))
        assert store.concerned(before, store.revision()) == {1: "a", 2: "b"}
        before = store.revision()
        put(store, a_statement("a", "Another text."))
        store.remove(["b", "unknown"])
        store.remove(["unknown"])
        assert store.concerned(before, store.revision()) == {1: "a", 2: "b"}
        store.withdraw("a")
        assert store.concerned(before, store.revision()) == {1: "a", 2: "b"}
        put(other, a_statement("c"))
        put(store, a_statement("d"))
        assert store.concerned(before, store.revision()) is None
        before = store.revision()
        store.start_rebuild("another", "points-1", "hash", (64, 64))
        assert store.concerned(before, store.revision()) is None
