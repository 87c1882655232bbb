"""One connection to a PostgreSQL server: SQL with `?`, rows, and its failures as one sentence.

In: the URL. Out: a connection as `index.store.database` wants it. A server that is away, or that fell silent,
raises `Unavailable`. psycopg is an extra, imported where a record lies in a database.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from typing import Any

from index.errors import DAMAGED, UNWRITABLE, InvalidInput, OnRecordError, StorageFailed, Unavailable
from index.store.database import Cursor, Postgres

log = logging.getLogger("onrecord")

COUNTED = ("passages", "terms")
"""Tables whose numbers are counted in `given`, as they tell in what order rows came, or have to be dense."""
WRITES = ("INSERT", "UPDATE", "DELETE", "WITH")
"""How SQL statements that write rows begin."""
AWAY = "The database does not answer: nothing that was stored is lost; try again once it is back."
BUSY = "The database is busy with other writers: nothing was changed; try again in a moment."
FULL = "The disk of the database server is full: free some space there; what was added before is kept."
NO_NULS = "PostgreSQL keeps no NUL character: remove it from the text or name and try again."
MISSING = "PostgreSQL needs one more package: pip install 'psycopg[binary]>=3.2,<4'."
CONNECTING = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
    "application_name": "onrecord",
}
"""A server that fell silent is given up after a quarter of a minute, whatever the system's defaults."""
SESSION = """
SELECT set_config('default_transaction_read_only', ?, false), set_config('lock_timeout', '30s', false),
       set_config('idle_in_transaction_session_timeout', ?, false),
       CASE WHEN current_setting('synchronous_commit') = 'off'
            THEN set_config('synchronous_commit', 'on', false) END
"""
"""What is acknowledged is durable, whatever the server's default; a session that hangs lets go of what it
holds."""
HELD_MS = 60_000
"""Milliseconds for which a session may sit in a transaction without asking anything."""


class PostgresConnection:
    """A connection as `index.store.database` wants it, in autocommit mode; knows whether it wrote."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._written: list[Any] = []

    @classmethod
    def to(cls, place: Postgres, *, writing: bool, held_ms: int = HELD_MS) -> PostgresConnection:
        """Raises Unavailable, and InvalidInput where psycopg is missing."""
        try:
            import psycopg
        except ImportError as error:
            raise InvalidInput(MISSING) from error
        with database_errors():
            raw = psycopg.connect(place.url, autocommit=True, **CONNECTING)  # type: ignore[arg-type]
        for loader in _readable():
            raw.adapters.register_loader("text", loader)
        db = cls(raw)
        try:
            db.execute(SESSION, ("off" if writing else "on", f"{held_ms}ms"))
        except BaseException:
            db.close()
            raise
        return db

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Cursor:
        with database_errors():
            cursor = self._raw.execute(_translated(sql), tuple(values) or None, binary=True)
        self._note(sql, cursor)
        return cursor  # type: ignore[no-any-return]

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        with database_errors():
            cursor = self._raw.cursor()
            cursor.executemany(_translated(sql), rows)
        self._note(sql, cursor)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Statements go out without waiting for the answer of each: only asking for rows waits, and the end.

        Whoever holds the revision keeps others waiting for every round trip to the server.
        """
        with database_errors(), self._raw.pipeline() if _pipelines() else nullcontext():
            yield

    def begin(self) -> None:
        """What is written from now on counts as changed."""
        self._written = []
        self.execute("BEGIN")

    def changed(self) -> bool:
        """Has a row been written since `begin`? Asks the server only where no answer has told so yet."""
        return self._counted() or (bool(self._written) and self._answered() and self._counted())

    def _counted(self) -> bool:
        return any(cursor.rowcount > 0 for cursor in self._written)

    def _answered(self) -> bool:
        """True once every statement before this one has its answer."""
        return bool(self.execute("SELECT 1").fetchone())

    def last_number(self, table: str) -> int:
        if table in COUNTED:
            return int(self.execute("SELECT seq FROM given WHERE name = ?", (table,)).fetchone()[0])
        return int(self.execute(f"SELECT coalesce(max(number), 0) FROM {table}").fetchone()[0])

    def reserve(self, table: str, count: int) -> int:
        sql = "UPDATE given SET seq = seq + ? WHERE name = ? RETURNING seq"
        return int(self.execute(sql, (count, table)).fetchone()[0]) - count + 1

    def continue_after(self, table: str, number: int) -> None:
        if table in COUNTED:
            self.execute("UPDATE given SET seq = ? WHERE name = ?", (number, table))
        else:
            self.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'number'), ?)", (max(number, 1),))

    def give_up(self) -> None:
        """Undoes an open transaction; where the connection is gone, so is the transaction."""
        try:
            self.execute("ROLLBACK")
        except OnRecordError:
            self.close()

    @property
    def closed(self) -> bool:
        return bool(self._raw.closed)

    def close(self) -> None:
        self._raw.close()

    def _note(self, sql: str, cursor: Any) -> None:
        if sql.startswith(WRITES):
            self._written.append(cursor)


@lru_cache(maxsize=1)
def _readable() -> tuple[type[Any], ...]:
    """Text as stored, in either form; what damage left unreadable is replaced, so that its seal tells and
    nothing fails, as in SQLite."""
    from psycopg.adapt import Loader
    from psycopg.pq import Format

    class Text(Loader):
        def load(self, data: Any) -> str:
            return str(data, "utf-8", "replace")

    class BinaryText(Text):
        format = Format.BINARY

    return Text, BinaryText


@lru_cache(maxsize=1)
def _pipelines() -> bool:
    """Can the client library send before it has read? PostgreSQL's has been able to since its version 14."""
    import psycopg

    return psycopg.Pipeline.is_supported()


@lru_cache(maxsize=1024)
def _translated(sql: str) -> str:
    """The one difference between the SQL of the two engines: how the place of a value is written."""
    return sql.replace("%", "%%").replace("?", "%s")


@contextmanager
def database_errors() -> Iterator[None]:
    """Turns psycopg's failures into one sentence a user can act on; what was said goes to the log."""
    import psycopg

    try:
        yield
    except psycopg.Error as error:
        log.info("PostgreSQL: %s", " ".join(str(error).split()))
        raise _as_told(error.sqlstate or "", isinstance(error, psycopg.DataError), str(error)) from error


def _as_told(state: str, data: bool, said: str) -> OnRecordError:
    if not state and data:
        return InvalidInput(NO_NULS)
    if state[:2] in ("", "08", "57") or state == "53300":
        return Unavailable(AWAY)
    if state in ("40001", "40P01", "55P03", "25P03"):
        return Unavailable(BUSY)
    if state == "53100":
        return StorageFailed(FULL)
    return StorageFailed(DAMAGED if state.startswith("XX") else UNWRITABLE.format(" ".join(said.split())))
