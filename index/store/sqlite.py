"""The record in a file of SQLite: the default, without any server.

In: a path. Out: a `Database`. One connection writes; those that read are lent to whoever reads, and a few
are kept for the next: threads come and go, and what each connection remembers takes memory. Readers never
wait.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from index.errors import RESTORE, StorageFailed, storage_errors
from index.store.database import Database, first_row
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

KEPT = 8
"""Connections that read and stay open while nobody uses them."""


class SqliteDatabase(Database):
    """One file, its log and its index of the log."""

    shared = False

    def __init__(self, place: Path, writer: SqliteConnection, only_reading: str | None = None) -> None:
        super().__init__()
        self.place: Path = place
        self.writer = writer
        self.only_reading = only_reading
        self._lock = threading.RLock()
        self._local = threading.local()
        self._lending = threading.Lock()
        self._idle: list[SqliteConnection] = []
        self._closed = False

    @classmethod
    def open(cls, path: Path, *, create: bool, only_reading: str | None = None) -> SqliteDatabase:
        """Opens or creates the file; raises NotFound (nothing there, `create` false), IndexMismatch."""
        if not create:
            require_store(path)
        with storage_errors():
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

    def query(self, sql: str, values: Sequence[object]) -> list[Any]:
        with self._reader() as db:
            return db.execute(sql, values).fetchall()

    def last_number(self, table: str) -> int:
        with self._reader() as db:
            return db.last_number(table)

    @contextmanager
    def view(self) -> Iterator[SqliteConnection]:
        with self._reader() as db:
            if db is self._viewed:
                yield db
                return
            with storage_errors():
                db.execute("BEGIN")
                db.execute("SELECT value FROM meta").fetchone()  # a snapshot begins with the first read
            self._local.view = db
            try:
                yield db
            finally:
                self._local.view = None
                if db.in_transaction:
                    db.execute("ROLLBACK")

    @property
    def _viewed(self) -> SqliteConnection | None:
        """The connection of the view that this thread is in."""
        held: SqliteConnection | None = getattr(self._local, "view", None)
        return held

    @contextmanager
    def _reader(self) -> Iterator[SqliteConnection]:
        """The connection of this thread's view, or one lent; one that failed is not lent again."""
        held = self._viewed
        if held is not None:
            yield held
            return
        db, sound = self._lent(), False
        try:
            yield db
            sound = True
        finally:
            self._give_back(db, sound)

    def _lent(self) -> SqliteConnection:
        """The one used last, whose pages are the freshest, or a new one."""
        with self._lending:
            if self._idle:
                return self._idle.pop()
        return connect(self.place, writing=False)

    def _give_back(self, db: SqliteConnection, sound: bool) -> None:
        with self._lending:
            if sound and not self._closed and len(self._idle) < KEPT:
                self._idle.append(db)
                return
        db.close()

    @contextmanager
    def writing(self) -> Iterator[SqliteConnection]:
        if self.only_reading:
            raise StorageFailed(self.only_reading)
        db = self.writer
        with self._lock, storage_errors(), self.journal.written(), committed(db):
            db.execute("BEGIN IMMEDIATE")
            before = db.total_changes
            yield db
            if db.total_changes > before:
                db.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                db.execute(STAMP)
                self.journal.due(first_row(db, "SELECT value FROM meta WHERE key = 'revision'")[0])

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the file and empties it, unless a reader still needs it."""
        with self._lock, storage_errors():
            self.writer.execute("PRAGMA busy_timeout = 200")
            self.writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.writer.execute("PRAGMA busy_timeout = 10000")

    def faults(self) -> list[str]:
        checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
        with storage_errors():
            found = [" ".join(map(str, row)) for check in checks for row in self.query(check, ())]
        return [*(said for said in found if said != "ok"), *self._miscounted()]

    def _miscounted(self) -> Iterator[str]:
        """Tables whose last number is below one that they have: what is counted up to it would lack rows."""
        with storage_errors():
            for (table,) in self.query("SELECT name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'", ()):
                kept = self.query("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
                ((highest,),) = self.query(f"SELECT max(rowid) FROM {table}", ())
                if highest is not None and (not kept or kept[0][0] < highest):
                    yield f"the last number given to {table} is damaged: {RESTORE}"

    def bytes(self) -> int:
        files = [self.place, *(self.place.with_name(self.place.name + end) for end in ("-wal", "-shm"))]
        return sum(file.stat().st_size for file in files if file.exists())

    def close(self) -> None:
        """Closes what is not lent; the last connection to close leaves a single file behind."""
        with self._lending:
            self._closed, idle, self._idle = True, self._idle, []
        with self._lock:
            for db in [*idle, self.writer]:
                db.close()
