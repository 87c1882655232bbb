"""The record opened wherever it lies: the one place that chooses an engine.

In: a `Place`. Out: its `Database`, or one connection that only reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from index.errors import storage_errors
from index.process.writable import unwritable
from index.store.database import Connection, Database, Place, Postgres
from index.store.postgres import PostgresDatabase
from index.store.postgres_connection import PostgresConnection
from index.store.postgres_schema import migrate_postgres
from index.store.schema import SCHEMA, SqliteConnection, connect, format_of, require_store
from index.store.sqlite import SqliteDatabase


def open_database(place: Place, *, create: bool, only_reading: str | None = None) -> Database:
    """Opens or creates the record; raises NotFound (nothing there, `create` false), IndexMismatch.

    One that is not to be created is only read where its disk takes nothing: opened for writing, SQLite would
    leave files there that nobody can read past.
    """
    if isinstance(place, Postgres):
        return PostgresDatabase.open(place, create=create)
    if not create and place.is_file():
        only_reading = only_reading or unwritable(place.parent)
    return SqliteDatabase.open(place, create=create, only_reading=only_reading)


def migrate(place: Place) -> tuple[int, int]:
    """Brings an older record to this version's format: the format it had, and the one it has.

    Raises NotFound, IndexMismatch for one of a later version, Unavailable.
    """
    if isinstance(place, Postgres):
        return migrate_postgres(place)
    found = format_of(place)
    SqliteDatabase.open(place, create=False).close()
    return found, SCHEMA


@contextmanager
def reading(place: Place) -> Iterator[Connection]:
    """A connection for a few reads, each of the newest revision; it is closed at the end."""
    with storage_errors(), closing(_connected(place)) as db:
        yield db


def _connected(place: Place) -> PostgresConnection | SqliteConnection:
    if isinstance(place, Postgres):
        return PostgresConnection.to(place, writing=False)
    require_store(place)
    return connect(place, writing=False)
