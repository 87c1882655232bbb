"""The record in a file of SQLite: the default, without any server.

In: a path. Out: a `Database`. One connection writes, each thread reads by its own; readers never wait.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from index.errors import StorageFailed, failures_told
from index.store.database import Database
from index.store.schema import (
    SqliteConnection,
    check_format,
    committed,
    connect,
    create_tables,
    require_store,
)

STAMP = (
    "INSERT INTO meta VALUES ('stamp', lower(hex(randomblob(16)))) "
    "ON CONFLICT (key) DO UPDATE SET value = excluded.value"
)
"""A value that no other state of this or another record has: by it a file made of the record is known to
fit."""


class SqliteDatabase(Database):
    """One file, its log and its index of the log."""

    shared = False

    def __init__(self, place: Path, writer: SqliteConnection, only_reading: str | None = None) -> None:
        self.place: Path = place
        self.writer = writer
        self._only_reading = only_reading
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: list[SqliteConnection] = []

    @classmethod
    def open(cls, path: Path, *, create: bool, only_reading: str | None = None) -> SqliteDatabase:
        """Opens or creates the file; raises NotFound (nothing there, `create` false), IndexMismatch."""
        if not create:
            require_store(path)
        with failures_told():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)  # SQLite gives its other files the same mode
        opened = cls(path, connect(path, writing=only_reading is None), only_reading)
        try:
            check_format(opened.writer) if only_reading else create_tables(opened.writer)
        except BaseException:
            opened.close()
            raise
        return opened

    def query(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        return self._reader().execute(sql, values)

    def last_given(self, table: str) -> int:
        return self._reader().last_given(table)

    @contextmanager
    def view(self) -> Iterator[SqliteConnection]:
        db = self._reader()
        if db.in_transaction:
            yield db
            return
        with failures_told():
            db.execute("BEGIN")
            db.execute("SELECT value FROM meta").fetchone()  # a snapshot begins with the first read
        try:
            yield db
        finally:
            db.execute("ROLLBACK")

    def _reader(self) -> SqliteConnection:
        db: SqliteConnection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self.place, writing=False)
            with self._lock:
                self._readers.append(db)
        return db

    @contextmanager
    def writing(self) -> Iterator[SqliteConnection]:
        if self._only_reading:
            raise StorageFailed(self._only_reading)
        db = self.writer
        with self._lock, failures_told(), committed(db):
            db.execute("BEGIN IMMEDIATE")
            before = db.total_changes
            yield db
            if db.total_changes > before:
                db.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                db.execute(STAMP)

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the file and empties it, unless a reader still needs it."""
        with self._lock, failures_told():
            self.writer.execute("PRAGMA busy_timeout = 200")
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.writer.execute("PRAGMA busy_timeout = 10000")

    def faults(self) -> list[str]:
        checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
        with failures_told():
            found = [" ".join(map(str, row)) for check in checks for row in self.query(check, ())]
        return [said for said in found if said != "ok"]

    def bytes(self) -> int:
        files = [self.place, *(self.place.with_name(self.place.name + end) for end in ("-wal", "-shm"))]
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """The last connection to close leaves a single file behind."""
        with self._lock:
            for db in [*self._readers, self.writer]:
                db.close()
            self._readers.clear()
