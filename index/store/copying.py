"""A whole record copied from one place to another, of whatever kind: whole, or not at all.

In: a record, which others may be writing to, and an empty place. Out: the same rows under the same numbers,
so that seals fit, ids stay and no number is given twice. What waits to be embedded is left behind and
reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from index.errors import InvalidInput, StorageFailed
from index.store.database import Connection, Place
from index.store.record_store import RecordStore
from index.store.rows import Row

TABLES = {
    "builds": "number", "sources": "number", "statements": "number", "texts": "statement", "passages": "row",
    "vectors": "row", "tokens": "row", "terms": "id", "postings": "row",
}  # fmt: skip
"""The tables, each with the column it is read in the order of; what others point to comes first."""
NUMBERED = ("sources", "statements", "passages", "terms")
"""Tables whose numbers are never given twice."""
STEP = 1000
"""Rows copied at a time."""
PAGE = 100
"""Statements whose seals are compared together."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied: statements, passages, those statements that were damaged before and still are, and
    those that waited and were left behind."""

    statements: int
    passages: int
    damaged: int
    waiting: int


def copy_record(source: Place, target: Place) -> Copied:
    """Copies the record as it is at one moment.

    Raises NotFound (no record there), InvalidInput (the target holds one), StorageFailed, Unavailable.
    """
    with closing(_opened(source, create=False)) as old, closing(_opened(target, create=True)) as new:
        if new.built_by() is not None or new.stats().statements:
            raise InvalidInput("There is a record in the target already: name an empty place.")
        with old.database.view() as held, new.database.writing() as db:
            for table in TABLES:
                for columns, rows in _rows(held, table):
                    marks = ",".join("?" * len(columns))
                    names = ",".join(f'"{name}"' for name in columns)
                    db.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)
            for table in NUMBERED:
                db.continue_after(table, held.last_number(table))
            state = "SELECT value, key FROM meta WHERE key IN ('revision', 'build', 'rebuilding')"
            db.executemany("UPDATE meta SET value = ? WHERE key = ?", held.execute(state).fetchall())
        return _compared(old, new)


def _opened(place: Place, *, create: bool) -> RecordStore:
    return RecordStore.open(place, fingerprint=None, segmentation=None, create=create)


def _rows(db: Connection, table: str) -> Iterator[tuple[list[str], list[Row]]]:
    key = TABLES[table]
    after = -1
    while True:
        found = db.execute(f"SELECT * FROM {table} WHERE {key} > ? ORDER BY {key} LIMIT {STEP}", (after,))
        columns = [column[0] for column in found.description]
        rows = found.fetchall()
        if not rows:
            return
        yield columns, rows
        after = rows[-1][columns.index(key)]


def _compared(old: RecordStore, new: RecordStore) -> Copied:
    """Raises StorageFailed where what arrived is not what was sent."""
    stats = new.stats()
    for page in new.pages(PAGE):
        new.whole(page)
    for id in new.damage.found:
        old.whole([id])
    if set(new.damage.found) - set(old.damage.found):
        raise StorageFailed("What arrived is not what was sent: delete the copy and try again.")
    return Copied(stats.statements, stats.passages, len(new.damage.found), sum(old.waiting()))
