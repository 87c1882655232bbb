"""A record store under several threads and processes: what each sees, and what is left open."""

from __future__ import annotations

import threading
from contextlib import closing, suppress
from pathlib import Path

import pytest

from index.errors import RecordDamaged
from index.store import sqlite
from index.store.record_store import RecordStore
from tests.drafts import a_statement, open_store
from tests.small_stores import EMBEDDER, put


def test_a_view_does_not_see_later_changes(store: RecordStore) -> None:
    """One revision throughout, whatever is written meanwhile."""
    put(store, a_statement("a"))
    with store.reading() as view:
        put(store, a_statement("b"))
        assert [column.id for column in view.statement_columns()] == ["a"]
        assert view.revision() < revision_elsewhere(store)
    assert [column.id for column in store.statement_columns()] == ["a", "b"]


def revision_elsewhere(store: RecordStore) -> int:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(store.revision()))
    thread.start()
    thread.join()
    return found[0]


def test_many_threads_may_read_and_write(store: RecordStore) -> None:
    """No thread sees another's connection or a half statement."""
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            for n in range(5):
                put(store, a_statement(f"{name}{n}"))
                assert store.statement(f"{name}{n}").passages
        except BaseException as error:  # noqa: BLE001 (told below)
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert store.stats().statements == 20


def open_files(folder: Path) -> int:
    """How many descriptors of this process are of files below the folder."""
    places = []
    for at in Path("/proc/self/fd").iterdir():
        with suppress(OSError):  # the one that lists them
            places.append(at.readlink())
    return sum(place.is_relative_to(folder) for place in places)


def read_together(store: RecordStore, threads: int) -> None:
    """So many threads, each in a view of its own at the same time as all others."""
    together = threading.Barrier(threads)

    def read() -> None:
        with store.reading() as view:
            together.wait(60)
            view.revision()
            together.wait(60)

    working = [threading.Thread(target=read) for _ in range(threads)]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join(60)


def test_threads_that_come_and_go_leave_nothing_open(tmp_path: Path) -> None:
    """What they read by is lent, and a few are kept. SQLite itself keeps a closed connection's descriptor for
    the next one, so that there are never more than were open at once; none after the end."""
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        store.revision()
        one = open_files(tmp_path)
        for _ in range(20):
            revision_elsewhere(store)
        assert open_files(tmp_path) == one
        read_together(store, 20)
        most = open_files(tmp_path)
        assert len(store.database._idle) == sqlite.KEPT  # type: ignore[attr-defined]
        for _ in range(3):
            read_together(store, 20)
        assert open_files(tmp_path) <= most
    assert open_files(tmp_path) == 0


def test_what_fails_on_a_connection_is_not_lent_again(tmp_path: Path) -> None:
    """What is being read while the store closes is read to its end, and closed then."""
    store = open_store(tmp_path, EMBEDDER)
    revision = store.revision()
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), store.reading():
            raise ZeroDivisionError
        assert store.database._idle == []  # type: ignore[attr-defined]
    with store.reading() as view:
        store.close()
        assert view.revision() == revision
    assert open_files(tmp_path) == 0


def test_what_another_process_mends_is_quoted_again(store: RecordStore) -> None:
    """Once this one looks; until then it says that the statement is damaged."""
    put(store, a_statement("a"))
    with store.database.writing() as db:
        db.execute("UPDATE texts SET text = replace(text, 'condemn', 'condone')")
    assert store.whole(["a"]) == frozenset()
    with closing(open_store(store.path, EMBEDDER)) as other:
        put(other, a_statement("a"))
    with pytest.raises(RecordDamaged):
        store.statement("a")
    assert store.whole(["a"]) == {"a"}
    assert store.statement("a").text == a_statement("a").text
