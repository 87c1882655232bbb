"""The record store: statements, spans, terms and embeddings; the truth of the index.

In: statements with their embedded passages. Out: the same again, for as long as they are not removed.
Each statement is one transaction, synced to disk before `put` returns: wholly there or wholly absent.
Refuses to open an index built with another model or segmentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from index.errors import IndexMismatch
from index.model import Source, Statement
from index.process import faults
from index.store import work
from index.store.arrays import ArrayQueries
from index.store.coverage import CoverageQueries
from index.store.damage import Damage
from index.store.database import Connection, Cursor, Database, Place, Postgres, first_row
from index.store.places import open_database
from index.store.queries import BUILT, batches, marks
from index.store.recall import Recall
from index.store.rows import Row, statement_row
from index.store.sources import Location, SourceQueries
from index.store.statements import StatementQueries
from index.store.writes import (
    Ready,
    Stored,
    delete_empty_sources,
    delete_passages,
    holders,
    move_source,
    source_of,
    write_build,
    write_passages,
    write_source,
    write_statement,
    write_texts,
)

MISMATCHES = (
    "The index was built with another model than the one configured: run `onrecord rebuild`, or set "
    "ONRECORD_MODEL and ONRECORD_EMBEDDER to the model it was built with.",
    "The index was cut with another segmentation, that of another version: run `onrecord rebuild`.",
)
"""What is said of an index of another model, and of another segmentation."""
REBUILT = "The index was rebuilt for another model meanwhile: restart with the model it is built with."


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


class View(StatementQueries, ArrayQueries):
    """The store as one revision shows it."""

    def __init__(self, db: Connection, store: RecordStore) -> None:
        self._db = db
        self.damage, self.recall = store.damage, store.recall

    def _query(self, sql: str, values: Sequence[object] = ()) -> Cursor:
        return self._db.execute(sql, values)

    def _given(self, table: str) -> int:
        return self._db.last_given(table)

    @contextmanager
    def _at_once(self) -> Iterator[View]:
        yield self


class RecordStore(CoverageQueries, ArrayQueries, SourceQueries):
    """Statements on disk. Any thread may read or write; writers wait for each other, readers never wait."""

    def __init__(self, database: Database, only_reading: str | None = None) -> None:
        self.database = database
        self.path = database.place
        self.damage, self.recall = Damage(), Recall()
        self.only_reading = only_reading
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

        `only_reading` is why nothing can be written; whoever writes is told it.

        Raises NotFound (nothing there and `create` false), IndexMismatch, StorageFailed, Unavailable.
        """
        database = open_database(path, create=create, only_reading=only_reading)
        store = cls(database, only_reading)
        try:
            store._settle(fingerprint, segmentation, (model, dim, token_dim))
            store._fingerprint = fingerprint
        except BaseException:
            store.close()
            raise
        return store

    @property
    def shared(self) -> bool:
        """May other processes write to it as well?"""
        return self.database.shared

    def close(self) -> None:
        """Closes every connection."""
        self.database.close()

    # Reading

    def _query(self, sql: str, values: Sequence[object] = ()) -> Cursor:
        return self.database.query(sql, values)

    def _given(self, table: str) -> int:
        return self.database.last_given(table)

    def _at_once(self) -> AbstractContextManager[View]:
        return self.reading()

    @contextmanager
    def reading(self) -> Iterator[View]:
        """A view of one revision, whatever is written meanwhile."""
        with self.database.view() as db:
            view = View(db, self)
            self._same_build(view._built("fingerprint"))
            yield view

    def stats(self) -> Stats:
        """Counts, dates, disk and build."""
        with self.reading() as view:
            counts = view._one(
                "SELECT (SELECT count(*) FROM statements), (SELECT count(*) FROM passages), "
                "(SELECT count(DISTINCT delegation) FROM statements), "
                "(SELECT count(DISTINCT collection) FROM sources), "
                "(SELECT min(first_day) FROM statements WHERE first_day > 0), "
                "(SELECT max(last_day) FROM statements)"
            )
            built = view._built("model, fingerprint, segmentation") or ("", "", "")
            revision = view.revision()
        assert counts is not None
        statements, held, delegations, collections, first, last = (value or 0 for value in counts)
        model, fingerprint, segmentation = built
        return Stats(
            statements,
            held,
            delegations,
            collections,
            first,
            last,
            self.database.bytes(),
            model,
            fingerprint,
            segmentation,
            revision,
        )

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
            source = write_source(db, location or _plain(ref.source))
            self._learn_sizes(db, passages)
            number = write_statement(db, (ref.id, source, content_sha, *statement_row(ref)))
            delete_passages(db, [number, *holders(db, number, ready)])
            write_texts(db, number, ready)
            faults.point("store.half_written")
            write_passages(db, number, ready)
            if before not in (None, source):
                delete_empty_sources(db, self.shared)
            faults.point("store.before_commit")
        self.damage.mend([ref.id])
        faults.point("store.after_commit")

    @contextmanager
    def placing(self) -> Iterator[Callable[[Location], int]]:
        """Meanwhile nobody else takes a place: gives what takes one, and tells the source's number."""
        with self.database.writing() as db:
            yield lambda location: write_source(db, location)

    # What waits to be embedded, where several processes share the work

    def waiting_at(self, at: Location) -> list[str]:
        """Ids of statements of this source that wait."""
        sql = (
            "SELECT w.id FROM work w JOIN sources f ON f.number = w.source "
            "WHERE f.collection = ? AND f.place = ? ORDER BY w.number"
        )
        return [row[0] for row in self._all(sql, (at.collection, at.place))] if self.shared else []

    def give(self, at: Location, drafts: Mapping[str, str]) -> None:
        """Has statements of this source wait; its place is taken anew where a removal let go of it."""
        assert isinstance(self.path, Postgres)
        held = self.source_placed(at.collection, at.place)
        while held is None or not work.give(self.path, held[0], drafts):
            with self.placing() as take:
                held = (take(at), at)

    def forget(self, ids: Sequence[str]) -> frozenset[str]:
        """Has statements wait no more; those that did."""
        return work.forget(self.path, ids) if isinstance(self.path, Postgres) and ids else frozenset()

    def waiting(self) -> tuple[int, int]:
        """How many wait, and how many were taken and could not be stored."""
        return work.counted(self._one(work.COUNTED)) if self.shared else (0, 0)

    def ids_of_sources(self, numbers: Iterable[int]) -> list[str]:
        """The statements read from these sources, whether stored or waiting."""
        wanted = list(numbers)
        waiting = self._listed("SELECT id FROM work WHERE source IN ", wanted) if self.shared else []
        return list(dict.fromkeys([*super().ids_of_sources(wanted), *(row[0] for row in waiting)]))

    def ids_of_collection(self, collection: str) -> list[str]:
        """Statements of a collection in order of adding, whether stored or waiting."""
        sql = "SELECT w.id FROM work w JOIN sources f ON f.number = w.source WHERE f.collection = ?"
        waiting = self._all(sql, (collection,)) if self.shared else []
        return list(dict.fromkeys([*super().ids_of_collection(collection), *(row[0] for row in waiting)]))

    def relocate(self, number: int, location: Location) -> None:
        """Notes that a known source lies elsewhere or has other bytes; its statements stay."""
        with self.database.writing() as db:
            move_source(db, number, location)

    def remove(self, ids: Sequence[str]) -> int:
        """Removes the statements completely and returns how many there were; unknown ids are not counted.

        Those that wait to be embedded wait no more, first of all: nothing brings them back.
        """
        waited = self.forget(ids)
        removed = 0
        for some in batches(ids):
            with self.database.writing() as db:
                sql = f"SELECT number, id FROM statements WHERE id IN {marks(some)}"
                found = dict(db.execute(sql, some))
                numbers = list(found)
                delete_passages(db, numbers)
                db.executemany("DELETE FROM statements WHERE number = ?", [(number,) for number in numbers])
                delete_empty_sources(db, self.shared)
                faults.point("store.before_remove")
            removed += len(waited.intersection(some) | set(found.values()))
            self.damage.mend(some)
        self.checkpoint()
        return removed

    def withdraw(self, id: str) -> None:
        """Takes a damaged statement's passages out of searches; all else of it stays as it lies."""
        with self.database.writing() as db:
            row = first_row(db, "SELECT number FROM statements WHERE id = ?", (id,))
            delete_passages(db, [row[0]])
            db.execute(
                "UPDATE statements SET build = (SELECT value FROM meta WHERE key = 'build') WHERE number = ?",
                row,
            )

    def checkpoint(self) -> None:
        """Leaves nothing of what was removed in a log, unless a reader still needs it."""
        self.database.checkpoint()

    # The build: model and segmentation

    def start_rebuild(self, fingerprint: str, segmentation: str, model: str, sizes: tuple[int, int]) -> None:
        """From now on the index is of this model and segmentation, unfinished until `finish_rebuild`."""
        with self.database.writing() as db:
            write_build(db, (model, fingerprint, segmentation, *sizes))
            db.execute("UPDATE meta SET value = 1 WHERE key = 'rebuilding'")

    def built_by(self) -> tuple[str, str] | None:
        """Fingerprint and segmentation of the present build."""
        row = self._built("fingerprint, segmentation")
        return (row[0], row[1]) if row else None

    def to_rebuild(self) -> list[str]:
        """Statements not yet of the present build, in order of adding."""
        rows = self._all(
            "SELECT id FROM statements "
            "WHERE build <> (SELECT value FROM meta WHERE key = 'build') ORDER BY number"
        )
        return [row[0] for row in rows]

    def finish_rebuild(self) -> None:
        """The index may be opened again."""
        with self.database.writing() as db:
            db.execute("UPDATE meta SET value = 0 WHERE key = 'rebuilding'")

    def _settle(self, fingerprint: str | None, segmentation: str | None, sizes: tuple[str, int, int]) -> None:
        built = self._built("fingerprint, segmentation")
        if built is None:
            if fingerprint is not None and segmentation is not None:
                with self.database.writing() as db:
                    write_build(db, (sizes[0], fingerprint, segmentation, *sizes[1:]))
            return
        for message, wanted, found in zip(MISMATCHES, (fingerprint, segmentation), built, strict=True):
            if wanted is not None and wanted != found:
                raise IndexMismatch(message)
        if fingerprint is not None and self._meta("rebuilding"):
            raise IndexMismatch("The index was left half rebuilt: run `onrecord rebuild` to finish it.")

    def _same_build(self, built: Row | None) -> None:
        """Raises IndexMismatch where another process has made the index one of another model meanwhile."""
        if self.shared and self._fingerprint and built and built[0] != self._fingerprint:
            raise IndexMismatch(REBUILT)

    def _learn_sizes(self, db: Connection, passages: Sequence[Stored]) -> None:
        for _, _, embedded in passages[:1]:
            db.execute(
                "UPDATE builds SET dim = ?, token_dim = ? "
                "WHERE dim = 0 AND number = (SELECT value FROM meta WHERE key = 'build')",
                (len(embedded.vector), embedded.tokens.shape[1]),
            )


def _plain(source: Source) -> Location:
    return Location(source.collection, source.path, source.path, "", source.sha256)
