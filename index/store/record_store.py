"""The record store, SQLite: statements, spans, terms and embeddings; the truth of the index.

In: statements with their embedded passages. Out: the same again, for as long as they are not removed.
Each statement is one transaction, synced to disk before `put` returns: wholly there or wholly absent.
Refuses to open an index built with another model or segmentation.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.errors import IndexMismatch, StorageFailed, failures_told
from index.model import Source, Statement
from index.process import faults
from index.store.arrays import ArrayQueries
from index.store.coverage import CoverageQueries
from index.store.damage import Damage
from index.store.queries import MANY
from index.store.recall import Recall
from index.store.rows import statement_row
from index.store.schema import check_format, connect, create_tables, require_store
from index.store.sources import Location, SourceQueries
from index.store.statements import StatementQueries
from index.store.writes import (
    Stored,
    delete_empty_sources,
    delete_passages,
    holders,
    move_source,
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

    def __init__(self, db: sqlite3.Connection, store: RecordStore) -> None:
        self._db = db
        self.damage, self.recall = store.damage, store.recall

    def _query(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._db.execute(sql, values)

    @contextmanager
    def _at_once(self) -> Iterator[View]:
        yield self


class RecordStore(StatementQueries, ArrayQueries, SourceQueries, CoverageQueries):
    """Statements on disk. Any thread may read or write; writers wait for each other, readers never wait."""

    def __init__(self, path: Path, writer: sqlite3.Connection) -> None:
        self.path = path
        self.damage, self.recall = Damage(), Recall()
        self._writer = writer
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []
        self.only_reading: str | None = None

    @classmethod
    def open(
        cls,
        path: Path,
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

        Raises NotFound (nothing there and `create` false), IndexMismatch, StorageFailed.
        """
        if not create:
            require_store(path)
        with failures_told():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                path.touch(mode=0o600)  # SQLite gives its other files the same mode
        store = cls(path, connect(path, writing=only_reading is None))
        store.only_reading = only_reading
        try:
            check_format(store._writer) if only_reading else create_tables(store._writer)
            store._settle(fingerprint, segmentation, (model, dim, token_dim))
        except BaseException:
            store.close()
            raise
        return store

    def close(self) -> None:
        """Closes every connection; the last one to close leaves a single file behind."""
        with self._lock:
            for db in [*self._readers, self._writer]:
                db.close()
            self._readers.clear()

    # Reading

    def _query(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._reader().execute(sql, values)

    def _at_once(self) -> AbstractContextManager[View]:
        return self.reading()

    @contextmanager
    def reading(self) -> Iterator[View]:
        """A view of one revision, whatever is written meanwhile."""
        db = self._reader()
        if db.in_transaction:
            yield View(db, self)
            return
        with failures_told():
            db.execute("BEGIN")
            db.execute("SELECT value FROM meta").fetchone()  # a snapshot begins with the first read
        try:
            yield View(db, self)
        finally:
            db.execute("ROLLBACK")

    def _reader(self) -> sqlite3.Connection:
        db: sqlite3.Connection | None = getattr(self._local, "db", None)
        if db is None:
            db = self._local.db = connect(self.path, writing=False)
            with self._lock:
                self._readers.append(db)
        return db

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
            self._bytes(),
            model,
            fingerprint,
            segmentation,
            revision,
        )

    def faults(self) -> list[str]:
        """What SQLite itself finds wrong with its file."""
        checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
        found = [" ".join(map(str, row)) for check in checks for row in self._all(check)]
        return [said for said in found if said != "ok"]

    def _bytes(self) -> int:
        files = [self.path, *(self.path.with_name(self.path.name + end) for end in ("-wal", "-shm"))]
        return sum(file.stat().st_size for file in files if file.exists())

    # Writing

    def put(
        self,
        statement: Statement,
        content_sha: str,
        passages: Sequence[Stored],
        location: Location | None = None,
    ) -> None:
        """Stores the statement in place of any earlier version of it; on disk when this returns."""
        ref = statement.ref
        with self._writing() as db:
            source = write_source(db, location or _plain(ref.source))
            self._learn_sizes(db, passages)
            number = write_statement(db, (ref.id, source, content_sha, *statement_row(ref)))
            delete_passages(db, [number, *holders(db, number, passages)])
            write_texts(db, number, statement, passages)
            faults.point("store.half_written")
            write_passages(db, number, statement.text, passages)
            delete_empty_sources(db)
            faults.point("store.before_commit")
        self.damage.mend([ref.id])
        faults.point("store.after_commit")

    def relocate(self, number: int, location: Location) -> None:
        """Notes that a known source lies elsewhere or has other bytes; its statements stay."""
        with self._writing() as db:
            move_source(db, number, location)

    def remove(self, ids: Sequence[str]) -> int:
        """Removes the statements completely and returns how many there were; unknown ids are not counted."""
        removed = 0
        for at in range(0, len(ids), MANY):
            some = ids[at : at + MANY]
            with self._writing() as db:
                marks = ",".join("?" * len(some))
                numbers = [
                    row[0] for row in db.execute(f"SELECT number FROM statements WHERE id IN ({marks})", some)
                ]
                delete_passages(db, numbers)
                db.executemany("DELETE FROM statements WHERE number = ?", [(number,) for number in numbers])
                delete_empty_sources(db)
                faults.point("store.before_remove")
            removed += len(numbers)
            self.damage.mend(some)
        self.checkpoint()
        return removed

    def withdraw(self, id: str) -> None:
        """Takes a damaged statement's passages out of searches; all else of it stays as it lies."""
        with self._writing() as db:
            row = db.execute("SELECT number FROM statements WHERE id = ?", (id,)).fetchone()
            delete_passages(db, [row[0]])
            db.execute(
                "UPDATE statements SET build = (SELECT value FROM meta WHERE key = 'build') WHERE number = ?",
                row,
            )

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the file and empties it, unless a reader still needs it."""
        with self._lock, failures_told():
            self._writer.execute("PRAGMA busy_timeout = 200")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._writer.execute("PRAGMA busy_timeout = 10000")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One synced transaction; where it changed anything, the index is in a new state."""
        if self.only_reading:
            raise StorageFailed(self.only_reading)
        with self._lock, failures_told():
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            before = db.total_changes
            try:
                yield db
                if db.total_changes > before:
                    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    # The build: model and segmentation

    def start_rebuild(self, fingerprint: str, segmentation: str, model: str, sizes: tuple[int, int]) -> None:
        """From now on the index is of this model and segmentation, unfinished until `finish_rebuild`."""
        with self._writing() as db:
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
        with self._writing() as db:
            db.execute("UPDATE meta SET value = 0 WHERE key = 'rebuilding'")

    def _settle(self, fingerprint: str | None, segmentation: str | None, sizes: tuple[str, int, int]) -> None:
        built = self._built("fingerprint, segmentation")
        if built is None:
            if fingerprint is not None and segmentation is not None:
                with self._writing() as db:
                    write_build(db, (sizes[0], fingerprint, segmentation, *sizes[1:]))
            return
        for message, wanted, found in zip(MISMATCHES, (fingerprint, segmentation), built, strict=True):
            if wanted is not None and wanted != found:
                raise IndexMismatch(message)
        if fingerprint is not None and self._meta("rebuilding"):
            raise IndexMismatch("The index was left half rebuilt: run `onrecord rebuild` to finish it.")

    def _learn_sizes(self, db: sqlite3.Connection, passages: Sequence[Stored]) -> None:
        for _, _, embedded in passages[:1]:
            db.execute(
                "UPDATE builds SET dim = ?, token_dim = ? "
                "WHERE dim = 0 AND number = (SELECT value FROM meta WHERE key = 'build')",
                (len(embedded.vector), embedded.tokens.shape[1]),
            )


def _plain(source: Source) -> Location:
    return Location(source.collection, source.path, source.path, "", source.sha256)
