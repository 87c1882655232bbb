"""Statements that wait to be embedded, in the database: a worker takes some, and gives them back if it dies.

In: statements as read, each with its source. Out: claims, whose rows nobody else takes while they are held. A
statement waits once, in its latest wording. It is stored in a transaction of its own, and its row here is
deleted last: so none is lost, and one that is taken twice is found unchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from index.store.database import Connection, Postgres
from index.store.postgres_connection import PostgresConnection
from index.store.queries import batches, marks
from index.store.rows import PLACE_COLUMNS, Row, of_table
from index.store.sources import Location

HELD_MS = 600_000
"""Milliseconds a claim may be held in silence; a worker that hangs longer loses it."""


ALONE, GIVEN_UP = 2, 6
"""After this many failed tries a statement is taken alone, and after this many not at all."""
COUNTED = f"SELECT count(*), count(CASE WHEN failed IS NOT NULL OR tries >= {GIVEN_UP} THEN 1 END) FROM work"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that waits: its id, where it was read, and all that was read of it, as JSON."""

    id: str
    location: Location
    draft: str


@dataclass
class Claim:
    """What was taken, and what became of it: stored, or not to be stored, with the reason."""

    taken: tuple[Waiting, ...]
    done: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)


def enqueue(place: Postgres, source: int, drafts: Mapping[str, str]) -> bool:
    """Queues statements of a source, by id, each in place of an earlier wording in the queue.

    Waits for any worker that holds one of them. False if the source is gone.
    """
    sql = (
        "INSERT INTO work (id, source, draft) VALUES (?,?,?) ON CONFLICT (id) DO UPDATE "
        "SET source = excluded.source, draft = excluded.draft, failed = NULL, tries = 0"
    )
    with _writing(place) as db:
        db.execute("BEGIN")
        held = db.execute("SELECT 1 FROM sources WHERE number = ? FOR KEY SHARE", (source,)).fetchone()
        if held:
            db.executemany(sql, [(id, source, draft) for id, draft in sorted(drafts.items())])
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
        claim = Claim(_held(db, ids) if ids else ())
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


def _held(db: Connection, ids: Sequence[str]) -> tuple[Waiting, ...]:
    rows = db.execute(
        f"SELECT w.id, w.draft, {of_table('f', PLACE_COLUMNS)} FROM work w JOIN sources f "
        f"ON f.number = w.source WHERE w.id IN {marks(ids)} ORDER BY w.number FOR UPDATE OF w SKIP LOCKED",
        ids,
    )
    return tuple(Waiting(id, Location(*at), draft) for id, draft, *at in rows)


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
    wrong = f"{failed} could not be stored: `onrecord work` says why. " if failed else ""
    return (waits + wrong).rstrip()
