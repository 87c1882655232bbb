"""Queries of the record store: SQL in, rows and arrays out.

In: SQL over the tables of `schema.py`. Out: rows, and failures as one sentence. The questions themselves
stand in `statements.py`, `lists.py`, `arrays.py` (what search holds in memory) and `sources.py` (files).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

from index.errors import damage_told, storage_errors
from index.process.deadline import look
from index.store.damage import Damage
from index.store.recall import Recall
from index.store.rows import Row

MANY = 500
"""Values in one SQL list."""
BUILT = "SELECT {} FROM builds WHERE number = (SELECT value FROM meta WHERE key = 'build')"
"""Columns of the present build."""
STEP = 4096
"""Rows fetched at a time."""


class Queries:
    """Queries that any store answers; `_query`, `_given` and `_at_once` choose the connection."""

    damage: Damage
    """What was found damaged while answering."""
    recall: Recall
    """What was read and checked lately."""

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        raise NotImplementedError

    def _given(self, table: str) -> int:
        raise NotImplementedError

    def _at_once(self) -> AbstractContextManager[Queries]:
        raise NotImplementedError

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        look()
        with storage_errors():
            return self._query(sql, values)

    def _one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        rows = self._all(sql, values)
        return rows[0] if rows else None

    def _meta(self, key: str) -> Any:
        row = self._one("SELECT value FROM meta WHERE key = ?", (key,))
        return row[0] if row else None

    # The state

    def revision(self) -> int:
        """Grows by one with every change."""
        with damage_told():
            return int(self._meta("revision"))

    def state(self) -> str:
        """The revision by name, as answers show it."""
        return f"r{self.revision()}"

    def stamp(self) -> str | None:
        """A stamp that only this state of this record has; None for a record that several processes write to,
        or that only older versions wrote to."""
        stamped = self._meta("stamp")
        return None if stamped is None else f"{self.revision()}-{stamped}"

    def last_row(self) -> int:
        """The highest row number ever given to a passage, 0 for none."""
        with storage_errors():
            return self._given("passages")

    @property
    def dim(self) -> int:
        """Length of a passage's vector."""
        return int((self._built("dim") or (0,))[0])

    @property
    def token_dim(self) -> int:
        """Length of a token's vector."""
        return int((self._built("token_dim") or (1,))[0])

    def _built(self, columns: str) -> Row | None:
        return self._one(BUILT.format(columns))

    def _greatest(self, sql: str) -> int:
        row = self._one(sql)
        return int(row[0] or 0) if row else 0

    def _fetched(self, columns: str, table: str, after: int) -> Iterator[list[Row]]:
        """The columns of the rows numbered above `after`, in their order, some at a time."""
        sql = f"SELECT {columns}, row FROM {table} WHERE row > ? ORDER BY row LIMIT {STEP}"
        while rows := self._all(sql, (after,)):
            yield rows
            after = rows[-1][-1]

    def _listed(self, sql: str, values: Iterable[object], ordered: str = "") -> list[Row]:
        return [row for some in batches(list(values)) for row in self._all(sql + marks(some) + ordered, some)]


def marks(values: Sequence[object]) -> str:
    return f"({','.join('?' * len(values))})"


def batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + MANY] for at in range(0, len(values), MANY))
