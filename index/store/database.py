"""Where a record lies and what its engine must do: the contract that SQLite and PostgreSQL both keep.

In: SQL that both engines understand, values for its `?`. Out: rows. What a transaction wrote is on disk,
whole, when it returns; transactions that write follow each other, so that revisions and the numbers given
to rows ascend in the order of their commits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from index.store.journal import Journal
from index.store.rows import Row


@dataclass(frozen=True, slots=True)
class Postgres:
    """A PostgreSQL database by its URL, which may hold a password and is never shown."""

    url: str = field(repr=False)

    def __str__(self) -> str:
        return "the PostgreSQL database"


Place = Path | Postgres
"""Where a record lies: a file of SQLite, or a database of a PostgreSQL server."""


class Cursor(Protocol):
    """What a query found."""

    @property
    def description(self) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...
    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """One connection, used by one thread at a time."""

    def execute(self, sql: str, values: Sequence[Any] = ..., /) -> Cursor: ...
    def executemany(self, sql: str, rows: Iterable[Sequence[Any]], /) -> object: ...

    def last_number(self, table: str) -> int:
        """The highest number ever given to a row of the table, 0 for none; no number is given twice."""

    def reserve(self, table: str, count: int) -> int:
        """The first of so many new numbers, for rows that this transaction writes."""

    def continue_after(self, table: str, number: int) -> None:
        """Numbers up to this one count as given, whatever rows there are."""


class Database(ABC):
    """An open record. Any thread may read or write."""

    place: Place
    shared: bool
    """May other processes write to it as well?"""
    only_reading: str | None = None
    """Why nothing can be written, which every attempt to write raises."""

    def __init__(self) -> None:
        self.journal = Journal()

    @abstractmethod
    def query(self, sql: str, values: Sequence[object]) -> list[Any]:
        """All rows found, of the newest revision; within a view of this thread, of that one's."""

    @abstractmethod
    def last_number(self, table: str) -> int:
        """As `Connection.last_number`, of the same revision as a query."""

    @abstractmethod
    def view(self) -> AbstractContextManager[Connection]:
        """A connection that shows one revision throughout; within another view of this thread, that one."""

    @abstractmethod
    def writing(self) -> AbstractContextManager[Connection]:
        """One synced transaction; where it changed anything, the index has a new revision."""

    @abstractmethod
    def checkpoint(self) -> None:
        """Leaves nothing of what was removed in a log, as far as this process can."""

    @abstractmethod
    def faults(self) -> list[str]:
        """What the engine itself finds wrong."""

    @abstractmethod
    def bytes(self) -> int:
        """What the record takes on disk."""

    @abstractmethod
    def close(self) -> None:
        """Closes every connection."""


def first_row(db: Connection, sql: str, values: Sequence[object] = ()) -> Row:
    """The first row of a query that always has one."""
    found: Row = db.execute(sql, values).fetchone()
    return found
