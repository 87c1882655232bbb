"""A record of another build, another format or another program, and what a date means in it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import IndexMismatch, NotFound, RecordDamaged, StorageFailed
from index.model import (
    Filters,
)
from index.store.database import Place
from index.store.record_store import RecordStore
from index.store.rows import days_of
from tests.drafts import a_statement, open_store
from tests.small_stores import EMBEDDER, put


@pytest.mark.parametrize(
    ("fingerprint", "segmentation", "what"),
    [("other", "s1", "model"), (EMBEDDER.fingerprint, "s2", "segmentation")],
)
def test_another_build_is_refused(place: Place, fingerprint: str, segmentation: str, what: str) -> None:
    """The message names what differs and the command that mends it."""
    open_store(place, EMBEDDER, "s1").close()
    with pytest.raises(IndexMismatch, match=f"another {what}.*onrecord rebuild"):
        RecordStore.open(place, fingerprint=fingerprint, segmentation=segmentation)


def test_a_missing_index_is_not_created_by_readers(place: Place, tmp_path: Path) -> None:
    """The message says how to make one, and a second look finds nothing either."""
    for _ in range(2):
        with pytest.raises(NotFound, match="onrecord add"):
            RecordStore.open(place, fingerprint=None, segmentation=None, create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_newer_format_is_refused(place: Place) -> None:
    """It is not read and not changed."""
    with closing(open_store(place, EMBEDDER)) as store:
        with store.database.writing() as db:
            db.execute("UPDATE meta SET value = 99 WHERE key = 'schema'")
        with pytest.raises(IndexMismatch, match="format 99"):
            open_store(place, EMBEDDER)


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    """It is not read and not changed."""
    foreign = tmp_path / "foreign.sqlite"
    foreign.write_bytes(b"not a database, " * 1000)
    with pytest.raises(StorageFailed, match="damaged"):
        RecordStore.open(foreign, fingerprint=None, segmentation=None)


DATES = [
    ("2003", (20030101, 20031231)),
    ("2003-02", (20030201, 20030228)),
    ("2004-02", (20040201, 20040229)),
    ("2004-02-29", (20040229, 20040229)),
    (None, (0, 0)),
    ("", (0, 0)),
    ("29 February", (0, 0)),
    ("2004-13", (0, 0)),
    ("2004-00", (20040101, 20041231)),
]


@pytest.mark.parametrize(("date", "days"), DATES)
def test_a_date_is_the_days_it_may_mean(date: str | None, days: tuple[int, int]) -> None:
    """First and last, as integers that compare."""
    assert days_of(date) == days


ADDED = {
    2: {"sources": ("seal",), "statements": ("seal",), "texts": ("seal",), "passages": ("seal",)},
    1: {"statements": ("groups", "circumstance")},
}
"""The columns that the upgrade from each older format adds."""


@pytest.mark.parametrize("old", sorted(ADDED))
def test_a_store_of_an_older_format_is_upgraded_in_place(old: int, tmp_path: Path) -> None:
    """Its statements stay, without groups until their record is added again, and are guarded by seals."""
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        put(store, a_statement("a"))
        before = store.statement("a")
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as db, db:
        for table, column in ((t, c) for n in ADDED if n >= old for t in ADDED[n] for c in ADDED[n][t]):
            db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (old,))
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        assert store.list_refs(Filters(delegations=("G77",))).items == ()
        assert store.statement("a") == before
    with closing(sqlite3.connect(tmp_path / "record.sqlite")) as db, db:
        db.execute("UPDATE texts SET text = replace(text, 'condemn', 'condone')")
    with closing(open_store(tmp_path, EMBEDDER)) as store, pytest.raises(RecordDamaged):
        store.statement("a")
