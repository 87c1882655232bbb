"""The record store, SQLite: statements, spans, terms and embeddings; the truth of the index.

In: statements with their embedded passages. Out: the same again, for as long as they are not removed.
Each statement is one transaction, synced to disk before `put` returns: wholly there or wholly absent.
Refuses to open an index built with another model or segmentation.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import faults
from index.embedder import Embedded
from index.errors import IndexMismatch, NotFound
from index.model import Passage, Source, Statement
from index.rows import STATEMENT_COLUMNS, statement_row, text_row
from index.schema import KINDS, connect, create_tables, failures_told
from index.terms import content_terms
from index.view import MANY, Facts, PassageRow, Reads, RefPage, StatementColumn

__all__ = [
    "Facts", "Location", "PassageRow", "RecordStore", "RefPage", "StatementColumn", "Stats", "Stored", "View",
]  # fmt: skip

Stored = tuple[Passage, bytes, Embedded]
"""A passage, the SHA-256 of the text that was embedded for it, and what came of it."""


MISMATCHES = (
    "The index was built with another model than the one configured: run `onrecord rebuild`, or set "
    "ONRECORD_MODEL to the model it was built with.",
    "The index was cut with another segmentation, that of another version: run `onrecord rebuild`.",
)
"""What is said of an index of another model, and of another segmentation."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a file lies: `place` goes into ids, `path` is shown, `absolute` finds it again."""

    collection: str
    path: str
    place: str
    absolute: str
    sha256: str


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


class View(Reads):
    """The store as one revision shows it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def _query(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        return self._db.execute(sql, values)

    @contextmanager
    def _at_once(self) -> Iterator[Reads]:
        yield self


class RecordStore(Reads):
    """Statements on disk. Any thread may read or write; writers wait for each other, readers for nobody."""

    def __init__(self, path: Path, writer: sqlite3.Connection) -> None:
        self.path = path
        self._writer = writer
        self._lock = threading.RLock()
        self._local = threading.local()
        self._readers: list[sqlite3.Connection] = []

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
    ) -> RecordStore:
        """Opens or creates the store; None for `fingerprint` or `segmentation` leaves that unchecked.

        Raises NotFound (nothing there and `create` false), IndexMismatch, StorageFailed.
        """
        if not create and not path.is_file():
            raise NotFound(f"There is no index in {path.parent}: add records first with `onrecord add PATH`.")
        with failures_told():
            path.parent.mkdir(parents=True, exist_ok=True)
        store = cls(path, connect(path, writing=True))
        try:
            create_tables(store._writer)
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

    def _at_once(self) -> AbstractContextManager[Reads]:
        return self.reading()

    @contextmanager
    def reading(self) -> Iterator[View]:
        """A view of one revision, whatever is written meanwhile."""
        db = self._reader()
        if db.in_transaction:
            yield View(db)
            return
        with failures_told():
            db.execute("BEGIN")
            db.execute("SELECT value FROM meta").fetchone()  # a snapshot begins with the first read
        try:
            yield View(db)
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
            source = _keep_source(db, location or _plain(ref.source))
            self._learn_sizes(db, passages)
            number = _keep_statement(db, (ref.id, source, content_sha), statement_row(ref))
            _forget_passages(db, [number])
            db.execute("INSERT OR REPLACE INTO texts VALUES (?,?,?,?,?)", (number, *text_row(statement)))
            faults.point("store.half_written")
            _keep_passages(db, number, statement.text, passages)
            _forget_empty_sources(db)
            faults.point("store.before_commit")
        faults.point("store.after_commit")

    def relocate(self, number: int, location: Location) -> None:
        """Notes that a known source lies elsewhere or has other bytes; its statements stay."""
        with self._writing() as db:
            db.execute(
                "UPDATE sources SET path = ?, place = ?, absolute = ?, sha256 = ? WHERE number = ?",
                (location.path, location.place, location.absolute, location.sha256, number),
            )

    def remove(self, ids: Sequence[str]) -> int:
        """Removes the statements without a trace and says how many there were; unknown ids count nothing."""
        removed = 0
        for at in range(0, len(ids), MANY):
            some = ids[at : at + MANY]
            with self._writing() as db:
                marks = ",".join("?" * len(some))
                numbers = [
                    row[0] for row in db.execute(f"SELECT number FROM statements WHERE id IN ({marks})", some)
                ]
                _forget_passages(db, numbers)
                db.executemany("DELETE FROM statements WHERE number = ?", [(number,) for number in numbers])
                _forget_empty_sources(db)
                faults.point("store.before_remove")
            removed += len(numbers)
        self.checkpoint()
        return removed

    def checkpoint(self) -> None:
        """Moves the write-ahead log into the file and empties it, unless a reader still needs it."""
        with self._lock, failures_told():
            self._writer.execute("PRAGMA busy_timeout = 200")
            self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._writer.execute("PRAGMA busy_timeout = 10000")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, failures_told():
            db = self._writer
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
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
            _keep_build(db, (model, fingerprint, segmentation, *sizes))
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
                    _keep_build(db, (sizes[0], fingerprint, segmentation, *sizes[1:]))
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

    # What the build asks

    def embeddings(self, shas: Sequence[bytes]) -> dict[bytes, Embedded]:
        """What the present model made of these texts, by SHA-256, where the index holds them."""
        found: dict[bytes, Embedded] = {}
        width = self.token_dim
        for at in range(0, len(shas), MANY):
            some = shas[at : at + MANY]
            rows = self._all(
                "SELECT p.text_sha, v.vector, t.codes FROM passages p JOIN vectors v ON v.row = p.row "
                "JOIN tokens t ON t.row = p.row JOIN statements s ON s.number = p.statement "
                "WHERE s.build IN (SELECT b.number FROM builds b JOIN builds now USING (fingerprint) "
                "WHERE now.number = (SELECT value FROM meta WHERE key = 'build')) "
                f"AND p.text_sha IN ({','.join('?' * len(some))})",
                some,
            )
            for sha, vector, codes in rows:
                found[sha] = Embedded(
                    np.frombuffer(vector, np.float32), np.frombuffer(codes, np.int8).reshape(-1, width)
                )
        return found

    def source_at(self, collection: str, absolute: str) -> tuple[int, Location] | None:
        """The source at this place on disk."""
        return self._source("collection = ? AND absolute = ?", (collection, absolute))

    def source_placed(self, collection: str, place: str) -> tuple[int, Location] | None:
        """The source that owns this place in the collection."""
        return self._source("collection = ? AND place = ?", (collection, place))

    def _source(self, where: str, values: Sequence[object]) -> tuple[int, Location] | None:
        columns = "number, collection, path, place, absolute, sha256"
        row = self._one(f"SELECT {columns} FROM sources WHERE {where}", values)
        return (row[0], Location(*row[1:])) if row else None

    def sources_alike(self, collection: str, sha256: str) -> list[tuple[int, Location]]:
        """Sources of the collection with these bytes, oldest first."""
        columns = "number, collection, path, place, absolute, sha256"
        rows = self._all(
            f"SELECT {columns} FROM sources WHERE collection = ? AND sha256 = ? ORDER BY number",
            (collection, sha256),
        )
        return [(row[0], Location(*row[1:])) for row in rows]

    def contents_of(self, collection: str, place: str) -> dict[str, str]:
        """Ids of a source's statements with their content hashes."""
        rows = self._all(
            "SELECT s.id, s.content_sha FROM statements s JOIN sources f ON f.number = s.source "
            "WHERE f.collection = ? AND f.place = ? ORDER BY s.number",
            (collection, place),
        )
        return dict(rows)

    def ids_of_source(self, collection: str | None, path: str) -> list[str]:
        """Statements read from a file or folder, given by absolute or relative path."""
        inside = path.rstrip("/") + "/"
        rows = self._all(
            "SELECT s.id FROM statements s JOIN sources f ON f.number = s.source "
            "WHERE (?1 IS NULL OR f.collection = ?1) AND (f.absolute = ?2 OR f.path = ?2 "
            "OR substr(f.absolute, 1, length(?3)) = ?3 OR substr(f.path, 1, length(?3)) = ?3) "
            "ORDER BY s.number",
            (collection, path, inside),
        )
        return [row[0] for row in rows]

    def ids_of_collection(self, collection: str) -> list[str]:
        """Statements of a collection in order of adding."""
        rows = self._all(
            "SELECT s.id FROM statements s JOIN sources f ON f.number = s.source WHERE f.collection = ? "
            "ORDER BY s.number",
            (collection,),
        )
        return [row[0] for row in rows]

    def location_of(self, id: str) -> Location:
        """Where the statement was read; raises NotFound."""
        row = self._one(
            "SELECT f.collection, f.path, f.place, f.absolute, f.sha256 FROM sources f "
            "JOIN statements s ON f.number = s.source WHERE s.id = ?",
            (id,),
        )
        if row is None:
            raise NotFound(f"No statement {id!r} in the index.")
        return Location(*row)


def _plain(source: Source) -> Location:
    return Location(source.collection, source.path, source.path, "", source.sha256)


def _keep_source(db: sqlite3.Connection, at: Location) -> int:
    db.execute(
        "INSERT INTO sources (collection, path, place, absolute, sha256) VALUES (?,?,?,?,?) "
        "ON CONFLICT (collection, place) DO UPDATE SET "
        "path = excluded.path, absolute = excluded.absolute, sha256 = excluded.sha256",
        (at.collection, at.path, at.place, at.absolute, at.sha256),
    )
    sql = "SELECT number FROM sources WHERE collection = ? AND place = ?"
    return int(db.execute(sql, (at.collection, at.place)).fetchone()[0])


def _keep_statement(
    db: sqlite3.Connection, identity: tuple[str, int, str], fields: tuple[object, ...]
) -> int:
    columns = STATEMENT_COLUMNS.split(", ")
    updates = ", ".join(f"{name} = excluded.{name}" for name in ["source", "build", "content_sha", *columns])
    db.execute(
        f"INSERT INTO statements (id, source, content_sha, build, {STATEMENT_COLUMNS}) "
        f"VALUES (?,?,?, (SELECT value FROM meta WHERE key = 'build'), {','.join('?' * len(columns))}) "
        f"ON CONFLICT (id) DO UPDATE SET {updates}",
        (*identity, *fields),
    )
    return int(db.execute("SELECT number FROM statements WHERE id = ?", identity[:1]).fetchone()[0])


def _keep_passages(db: sqlite3.Connection, number: int, text: str, passages: Sequence[Stored]) -> None:
    counted = [Counter(content_terms(passage.span.of(text))) for passage, _, _ in passages]
    ids = _keep_terms(db, Counter(term for terms in counted for term in terms))
    for ordinal, ((passage, sha, embedded), terms) in enumerate(zip(passages, counted, strict=True)):
        cursor = db.execute(
            "INSERT INTO passages (id, statement, ordinal, point, kind, start, end, text_sha) "
            "VALUES (?,?,?,?,?,?,?,?)",
            (passage.id, number, ordinal, passage.point, KINDS.index(passage.kind), passage.span.start,
             passage.span.end, sha),
        )  # fmt: skip
        row = cursor.lastrowid
        db.execute("INSERT INTO vectors VALUES (?,?)", (row, embedded.vector.astype(np.float32).tobytes()))
        db.execute("INSERT INTO tokens VALUES (?,?)", (row, np.ascontiguousarray(embedded.tokens).tobytes()))
        held = np.array([ids[term] for term in terms], np.int32)
        counts = np.minimum(list(terms.values()), 65535).astype(np.uint16)
        db.execute("INSERT INTO postings VALUES (?,?,?)", (row, held.tobytes(), counts.tobytes()))


def _keep_terms(db: sqlite3.Connection, uses: Counter[str]) -> dict[str, int]:
    sql = (
        "INSERT INTO terms (term, passages) VALUES (?,?) "
        "ON CONFLICT (term) DO UPDATE SET passages = passages + excluded.passages"
    )
    db.executemany(sql, uses.items())
    held = "SELECT term, id FROM terms WHERE term IN (SELECT value FROM json_each(?))"
    return dict(db.execute(held, (json.dumps(list(uses), ensure_ascii=False),)))


def _forget_passages(db: sqlite3.Connection, numbers: Sequence[int]) -> None:
    uses: Counter[int] = Counter()
    for number in numbers:
        sql = "SELECT o.terms FROM postings o JOIN passages p ON p.row = o.row WHERE p.statement = ?"
        for (held,) in db.execute(sql, (number,)):
            uses.update(np.frombuffer(held, np.int32).tolist())
        db.execute("DELETE FROM passages WHERE statement = ?", (number,))
    db.executemany(
        "UPDATE terms SET passages = passages - ? WHERE id = ?", [(n, id) for id, n in uses.items()]
    )
    db.executemany("DELETE FROM terms WHERE id = ? AND passages <= 0", [(id,) for id in uses])


def _forget_empty_sources(db: sqlite3.Connection) -> None:
    db.execute(
        "DELETE FROM sources WHERE NOT EXISTS (SELECT 1 FROM statements s WHERE s.source = sources.number)"
    )


def _keep_build(db: sqlite3.Connection, build: tuple[str, str, str, int, int]) -> None:
    db.execute(
        "INSERT INTO builds (model, fingerprint, segmentation, dim, token_dim) VALUES (?,?,?,?,?)", build
    )
    db.execute("UPDATE meta SET value = (SELECT max(number) FROM builds) WHERE key = 'build'")
