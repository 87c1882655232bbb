"""Statements that wait to be embedded, in the database: a worker takes some, and gives them back if it dies.

In: statements as read, each with its source. Out: claims, whose rows nobody else takes while they are held. A
statement waits once, in its latest wording. It is stored in a transaction of its own, and its row here is
deleted last: so none is lost, and one that is taken twice is found unchanged. Each has a seal over what it
holds: one that changed on disk is not handed out, and stays with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from index.errors import StorageFailed
from index.store.database import Connection, Postgres
from index.store.postgres_connection import PostgresConnection
from index.store.queries import batches, marks
from index.store.rows import PLACE_COLUMNS, Row, of_table
from index.store.seals import seal, waiting_seal
from index.store.sources import Location

HELD_MS = 600_000
"""Milliseconds a claim may be held in silence; a worker that hangs longer loses it."""

ALONE, GIVEN_UP = 2, 6
"""After this many failed tries a statement is taken alone, and after this many not at all."""
DAMAGED = "What waited here is damaged in the database and is not stored; add its file again: {!a}."
UNNAMED = "What waited here is damaged in the database and is not stored; add again what was queued."
COUNTED = f"SELECT count(*), count(CASE WHEN failed IS NOT NULL OR tries >= {GIVEN_UP} THEN 1 END) FROM work"

WAITING = (
    f"SELECT w.id, w.draft, w.seal, f.seal, {of_table('f', PLACE_COLUMNS)} FROM work w "
    "LEFT JOIN sources f ON f.number = w.source WHERE w.id IN {} ORDER BY w.number"
)
"""All of what waits that its seals are over, and they."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that waits: its id, where it was read, and all that was read of it, as JSON."""

    id: str
    location: Location
    draft: str


@dataclass
class Claim:
    """What was taken, and what became of it: stored, or not to be stored, with the reason. What is damaged
    failed from the first, and is not among what was taken."""

    taken: tuple[Waiting, ...] = ()
    done: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)


def enqueue(place: Postgres, number: int, at: Location, drafts: Mapping[str, str]) -> bool:
    """Queues statements of a source, by id, each in place of an earlier wording in the queue.

    Waits for any worker that holds one of them. False if the source is gone.
    """
    sql = (
        "INSERT INTO work (id, source, draft, seal) VALUES (?,?,?,?) ON CONFLICT (id) DO UPDATE SET source = "
        "excluded.source, draft = excluded.draft, seal = excluded.seal, failed = NULL, tries = 0"
    )
    rows = [
        (id, number, draft, waiting_seal(id, draft, at.collection, at.place))
        for id, draft in sorted(drafts.items())
    ]
    with _writing(place) as db:
        db.execute("BEGIN")
        held = db.execute("SELECT 1 FROM sources WHERE number = ? FOR KEY SHARE", (number,)).fetchone()
        if held:
            db.executemany(sql, rows)
        db.execute("COMMIT")
        return held is not None


def forget(place: Postgres, ids: Sequence[str]) -> frozenset[str]:
    """Takes statements out of the queue; returns those that were in it. Waits for any worker that holds one
    of them."""
    gone: set[str] = set()
    with _writing(place) as db:
        for some in batches(sorted(ids)):
            found = db.execute(f"DELETE FROM work WHERE id IN {marks(some)} RETURNING id", some)
            gone.update(row[0] for row in found)
    return frozenset(gone)


@contextmanager
def claimed(place: Postgres, most: int) -> Iterator[Claim]:
    """The statements that have waited longest and nobody holds; what is neither done nor failed goes back."""
    with _writing(place, HELD_MS) as db:
        ids = _tried(db, most, (0, ALONE)) or _tried(db, 1, (ALONE, GIVEN_UP))
        db.execute("BEGIN")
        claim = _held(db, ids) if ids else Claim()
        yield claim
        db.executemany("DELETE FROM work WHERE id = ?", [(id,) for id in sorted(claim.done)])
        failed = [(why, id) for id, why in sorted(claim.failed.items())]
        db.executemany("UPDATE work SET failed = ? WHERE id = ?", failed)
        db.executemany("UPDATE work SET tries = 0 WHERE id = ?", [(item.id,) for item in claim.taken])
        db.execute("COMMIT")


def _tried(db: Connection, most: int, tries: tuple[int, int]) -> list[str]:
    """Counts one more try for those to be taken, so that a statement that ends every process is noticed."""
    found = db.execute(
        "UPDATE work SET tries = tries + 1 WHERE number IN (SELECT number FROM work WHERE failed IS NULL "
        "AND tries >= ? AND tries < ? ORDER BY number LIMIT ? FOR UPDATE SKIP LOCKED) RETURNING id",
        (*tries, most),
    )
    return [row[0] for row in found]


def _held(db: Connection, ids: Sequence[str]) -> Claim:
    """Those that nobody else took meanwhile; what cannot be read, or is not what was queued, failed."""
    claim = Claim()
    sql = f"SELECT id FROM work WHERE id IN {marks(ids)} ORDER BY number FOR UPDATE SKIP LOCKED"
    held = [id for (id,) in db.execute(sql, ids)]
    whole: list[Waiting] = []
    for id, row in _read(db, held):
        waiting = _sealed(row) if row else None
        if waiting is not None:
            whole.append(waiting)
        else:
            claim.failed[id] = _damage(row)
    claim.taken = tuple(whole)
    return claim


def _read(db: Connection, ids: Sequence[str]) -> Iterator[tuple[str, Row | None]]:
    """Rows of WAITING, read together if they can be, else one by one; None for one that cannot be read."""
    rows = _rows(db, ids)
    if rows is None and len(ids) > 1:
        yield from ((id, row) for one in ids for id, row in _read(db, [one]))
    else:
        by_id = {row[0]: row for row in rows or ()}
        yield from ((id, by_id.get(id)) for id in ids)


def _rows(db: Connection, ids: Sequence[str]) -> list[Row] | None:
    """None where the database finds damage in one of them."""
    db.execute("SAVEPOINT reading")
    try:
        return db.execute(WAITING.format(marks(ids)), ids).fetchall() if ids else []
    except StorageFailed:
        db.execute("ROLLBACK TO SAVEPOINT reading")
        return None


def _sealed(row: Row) -> Waiting | None:
    """What waits, if it is what was queued, from where it was read."""
    id, draft, sealed, placed, *place = row
    if seal(place) != placed or waiting_seal(id, draft, place[0], place[2]) != sealed:
        return None
    return Waiting(id, Location(*place), draft)


def _damage(row: Row | None) -> str:
    path = row[5] if row else None
    return DAMAGED.format(path) if path else UNNAMED


@contextmanager
def _writing(place: Postgres, held_ms: int = HELD_MS) -> Iterator[PostgresConnection]:
    """A connection of its own: whoever holds the revision must wait for nobody who holds a row of work."""
    with closing(PostgresConnection.to(place, writing=True, held_ms=held_ms)) as db:
        yield db


def counted(row: Row | None) -> tuple[int, int]:
    """How many wait, and how many failed, from a row of COUNTED."""
    every, failed = row or (0, 0)
    return every - failed, failed


def describe_queue(waiting: int, failed: int) -> str:
    """One sentence on what waits; empty for nothing."""
    waits = f"{waiting} statements wait for `onrecord work`. " if waiting else ""
    wrong = f"{failed} could not be stored: add their files again. " if failed else ""
    return (waits + wrong).rstrip()
