"""The record store: statements, spans, terms and embeddings; the truth of the index.

In: statements with their embedded passages. Out: the same again, for as long as they are not removed.
Each statement is one transaction, synced to disk before `put` returns: wholly there or wholly absent.
Refuses to open an index built with another model or segmentation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from index.model import Source, Statement
from index.process import faults
from index.store.arrays import ArrayQueries
from index.store.builds import BuildQueries
from index.store.damage import Damage
from index.store.database import Connection, Database, Place, first_row
from index.store.journal import Concerned
from index.store.lists import ListQueries
from index.store.places import open_database
from index.store.queries import BUILT, batches, marks
from index.store.recall import Recall
from index.store.rows import Row, statement_row
from index.store.sources import Location
from index.store.vouched import Told, Vouched
from index.store.waiting import WaitingQueries
from index.store.writes import (
    Ready,
    Stored,
    delete_empty_sources,
    delete_passages,
    holders,
    move_source,
    source_of,
    write_passages,
    write_source,
    write_statement,
    write_texts,
)


@dataclass(frozen=True, slots=True)
class Stats:
    """What `status` shows; dates are the earliest and latest day as `yyyymmdd`, 0 for none."""

    statements: int
    passages: int
    delegations: int
    collections: int
    first_day: int
    last_day: int
    bytes: int
    model: str
    fingerprint: str
    segmentation: str
    revision: int


class View(ListQueries, ArrayQueries):
    """The store as one revision shows it."""

    def __init__(self, db: Connection, store: RecordStore) -> None:
        self._db = db
        self.damage, self.recall = store.damage, store.recall

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self._db.execute(sql, values).fetchall()

    def _given(self, table: str) -> int:
        return self._db.last_number(table)

    @contextmanager
    def _at_once(self) -> Iterator[View]:
        yield self


class RecordStore(ListQueries, ArrayQueries, BuildQueries, WaitingQueries):
    """Any thread may read or write; writers wait for each other, readers never wait."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.path = database.place
        self.damage, self.recall, self.vouched = Damage(), Recall(self.concerned), Vouched(self.concerned)
        self.only_reading = database.only_reading
        self._fingerprint: str | None = None

    @classmethod
    def open(
        cls,
        path: Place,
        *,
        fingerprint: str | None,
        segmentation: str | None,
        create: bool = True,
        model: str = "",
        dim: int = 0,
        token_dim: int = 0,
        only_reading: str | None = None,
    ) -> RecordStore:
        """Opens or creates the store; None for `fingerprint` or `segmentation` leaves that unchecked.

        `only_reading` is why nothing can be written, which every attempt to write raises.

        Raises NotFound (nothing there and `create` false), IndexMismatch, StorageFailed, Unavailable.
        """
        database = open_database(path, create=create, only_reading=only_reading)
        store = cls(database)
        try:
            store._settle(fingerprint, segmentation, (model, dim, token_dim))
            store._fingerprint = fingerprint
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Closes every connection."""
        self.database.close()

    # Reading

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        return self.database.query(sql, values)

    def _given(self, table: str) -> int:
        return self.database.last_number(table)

    def _at_once(self) -> AbstractContextManager[View]:
        return self.reading()

    @contextmanager
    def reading(self) -> Iterator[View]:
        """A view of one revision, whatever is written meanwhile."""
        with self.database.view() as db:
            view = View(db, self)
            self._same_build(view._built("fingerprint"))
            yield view

    def concerned(self, old: int, new: int) -> Concerned | None:
        """All statements that may differ between two revisions, with their ids; None where none knows."""
        return self.database.journal.since(old, new)

    def stats(self) -> Stats:
        """Counts, dates, disk and build; delegations, collections and dates of what is as it was written."""
        with self.reading() as view:
            counted = "SELECT (SELECT count(*) FROM statements), (SELECT count(*) FROM passages)"
            statements, held = view._one(counted) or (0, 0)
            told = self.vouched.told(view)
            built = view._built("model, fingerprint, segmentation") or ("", "", "")
            revision = view.revision()
        model, fingerprint, segmentation = built
        return Stats(
            statements,
            held,
            len(told.delegations),
            len(told.collections),
            told.first_day,
            told.last_day,
            self.database.bytes(),
            model,
            fingerprint,
            segmentation,
            revision,
        )

    def told(self) -> Told:
        """Names and days of the statements that are what was written."""
        with self.reading() as view:
            return self.vouched.told(view)

    def faults(self) -> list[str]:
        """What the database itself finds wrong."""
        return self.database.faults()

    # Writing

    def put(
        self,
        statement: Statement,
        content_sha: str,
        passages: Sequence[Stored],
        location: Location | None = None,
    ) -> None:
        """Stores the statement in place of any earlier version of it; on disk when this returns."""
        ref, ready = statement.ref, Ready.of(statement, passages)
        with self.database.writing() as db:
            self._same_build(db.execute(BUILT.format("fingerprint")).fetchone())
            before = source_of(db, ref.id)
            source = write_source(db, at := location or _plain(ref.source))
            self._learn_sizes(db, passages)
            number = write_statement(db, (ref.id, source, content_sha, *statement_row(ref)), at)
            if not (others := holders(db, number, ready)):
                self.database.journal.concerns({number: ref.id})
            delete_passages(db, [number, *others])
            write_texts(db, number, ready)
            faults.point("store.half_written")
            write_passages(db, number, ready)
            if before not in (None, source):
                delete_empty_sources(db, self.shared)
            faults.point("store.before_commit")
        self.damage.mend([ref.id])
        faults.point("store.after_commit")

    def relocate(self, number: int, location: Location) -> None:
        """Notes that a known source lies elsewhere or has other bytes; its statements stay."""
        with self.database.writing() as db:
            move_source(db, number, location)

    def remove(self, ids: Sequence[str]) -> int:
        """Removes the statements completely and returns how many there were; unknown ids are not counted.

        Those that wait to be embedded leave the queue first, so that nothing brings them back.
        """
        waited = self.forget(ids)
        removed = 0
        for some in batches(ids):
            with self.database.writing() as db:
                sql = f"SELECT number, id FROM statements WHERE id IN {marks(some)}"
                found = dict(db.execute(sql, some))
                numbers = list(found)
                self.database.journal.concerns(found)
                delete_passages(db, numbers)
                db.executemany("DELETE FROM statements WHERE number = ?", [(number,) for number in numbers])
                delete_empty_sources(db, self.shared)
                faults.point("store.before_remove")
            removed += len(waited.intersection(some) | set(found.values()))
            self.damage.mend(some)
        self.checkpoint()
        return removed

    def withdraw(self, id: str) -> None:
        """Takes a damaged statement's passages out of searches; everything else of it stays as it is."""
        with self.database.writing() as db:
            row = first_row(db, "SELECT number FROM statements WHERE id = ?", (id,))
            self.database.journal.concerns({row[0]: id})
            delete_passages(db, [row[0]])
            db.execute(
                "UPDATE statements SET build = (SELECT value FROM meta WHERE key = 'build') WHERE number = ?",
                row,
            )

    def checkpoint(self) -> None:
        """Leaves nothing of what was removed in a log, unless a reader still needs it."""
        self.database.checkpoint()


def _plain(source: Source) -> Location:
    return Location(source.collection, source.path, source.path, "", source.sha256)
