"""The record in a PostgreSQL database, for processes on as many machines as one likes.

In: its URL. Out: a `Database` that any number of processes may open. Whoever writes holds the row of the
revision until it commits: so writers follow each other, and row numbers ascend with commits as in SQLite.
They are counted in a table rather than by sequences, which run ahead of what is committed. Connections that
broke while nobody used them are replaced without a word.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from typing import Any, TypeVar

from index.errors import NotFound, Unavailable
from index.store.database import Database, Postgres
from index.store.postgres_connection import PostgresConnection
from index.store.postgres_schema import NOTHING, check_format, format_in, lay_tables

T = TypeVar("T")
MOST = 16
"""Connections that read, of one process; a thread never holds two."""


class PostgresDatabase(Database):
    """Connections that read are lent from a few and given back; one writes."""

    shared = True

    def __init__(self, place: Postgres) -> None:
        super().__init__()
        self.place: Postgres = place
        self._idle: list[PostgresConnection] = []
        self._closed = False
        self._free = threading.BoundedSemaphore(MOST)
        self._writer: PostgresConnection | None = None
        self._lock = threading.RLock()
        self._local = threading.local()

    @classmethod
    def open(cls, place: Postgres, *, create: bool) -> PostgresDatabase:
        """Opens the record, or creates it in an empty database.

        Raises NotFound (nothing there, `create` false), IndexMismatch, Unavailable.
        """
        with closing(PostgresConnection.to(place, writing=True)) as db:
            found = format_in(db)
            if found is None and not create:
                raise NotFound(NOTHING)
            check_format(lay_tables(db) if found is None else found)
        return cls(place)

    def query(self, sql: str, values: Sequence[object]) -> list[Any]:
        view: PostgresConnection | None = getattr(self._local, "view", None)
        found = view.execute(sql, values) if view else self._once(lambda db: db.execute(sql, values))
        return found.fetchall()

    def last_number(self, table: str) -> int:
        view = getattr(self._local, "view", None)
        return view.last_number(table) if view else self._once(lambda db: db.last_number(table))

    @contextmanager
    def view(self) -> Iterator[PostgresConnection]:
        held = getattr(self._local, "view", None)
        if held is not None:
            yield held
            return
        db, _ = self._lent(_begin_view)
        self._local.view = db
        try:
            yield db
        finally:
            self._local.view = None
            db.give_up()
            self._give_back(db)

    @contextmanager
    def writing(self) -> Iterator[PostgresConnection]:
        with self._lock:
            db = self._begin()
            try:
                with db.together():
                    yield db
                    if db.changed():
                        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                    db.execute("COMMIT")
            except BaseException:
                db.give_up()
                raise

    def _begin(self) -> PostgresConnection:
        """The writer in a transaction that no other writer overtakes; connected anew where it was cut off."""
        if self._writer is not None and not self._writer.closed:
            try:
                return _begin_writing(self._writer)
            except Unavailable:
                if not self._writer.closed:
                    self._writer.give_up()
                    raise
        self._writer = PostgresConnection.to(self.place, writing=True)
        return _begin_writing(self._writer)

    def _once(self, job: Callable[[PostgresConnection], T]) -> T:
        db, done = self._lent(job)
        self._give_back(db)
        return done

    def _lent(self, first: Callable[[PostgresConnection], T]) -> tuple[PostgresConnection, T]:
        """A connection and what came of the first thing done on it; one that broke lying idle is replaced."""
        self._free.acquire()
        while True:
            idle, db = self._taken()
            try:
                return db, first(db)
            except BaseException as error:
                if idle and db.closed and isinstance(error, Unavailable):
                    continue
                db.give_up()
                self._give_back(db)
                raise

    def _taken(self) -> tuple[bool, PostgresConnection]:
        """A connection, and whether it lay idle."""
        with suppress(IndexError):
            return True, self._idle.pop()
        try:
            return False, PostgresConnection.to(self.place, writing=False)
        except BaseException:
            self._free.release()
            raise

    def _give_back(self, db: PostgresConnection) -> None:
        if self._closed:
            db.close()
        if not db.closed:
            self._idle.append(db)
        self._free.release()

    def checkpoint(self) -> None:
        """What a removed statement leaves in pages and logs is the server's to clear: docs/scaling.md."""

    def faults(self) -> list[str]:
        wrong = self.query("SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid", ())
        return [f"The index {name} of the database is not valid: REINDEX it." for (name,) in wrong]

    def bytes(self) -> int:
        sizes = "SELECT CAST(sum(pg_total_relation_size(oid)) AS BIGINT) FROM pg_class "
        ours = "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        return int(self.query(sizes + ours, ())[0][0] or 0)

    def close(self) -> None:
        self._closed = True
        with self._lock:
            for db in [*self._idle, *([self._writer] if self._writer else [])]:
                db.close()
            self._idle.clear()
            self._writer = None


def _begin_view(db: PostgresConnection) -> None:
    db.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    db.execute("SELECT value FROM meta LIMIT 1")  # a snapshot begins with the first read


def _begin_writing(db: PostgresConnection) -> PostgresConnection:
    with db.together():
        db.begin()
        db.execute("SELECT value FROM meta WHERE key = 'revision' FOR UPDATE")
    return db
