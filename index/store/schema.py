"""The record store's tables and how a connection to them is opened.

In: a path. Out: SQLite connections in WAL mode that fsync each commit and overwrite what is deleted. Refuses
a file that is not a store or that a newer version wrote.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index.errors import IndexMismatch, NotFound, damage_told, storage_errors
from index.process.writable import unwritable
from index.store.seals import seal_all

DATABASE = "records.db"
"""The store's file in a data directory."""
SCHEMA = 3
OTHER_FORMAT = (
    "The index has format {}, this version reads format {}: use the version of onrecord that wrote it, or "
    "delete it and add the records again."
)

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE builds (
    number INTEGER PRIMARY KEY,
    model TEXT NOT NULL, fingerprint TEXT NOT NULL, segmentation TEXT NOT NULL,
    dim INTEGER NOT NULL, token_dim INTEGER NOT NULL
);

CREATE TABLE sources (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    collection TEXT NOT NULL, path TEXT NOT NULL, place TEXT NOT NULL,
    absolute TEXT NOT NULL, sha256 TEXT NOT NULL, seal BLOB,
    UNIQUE (collection, place)
);
CREATE INDEX sources_bytes ON sources (collection, sha256);
CREATE UNIQUE INDEX sources_absolute ON sources (collection, absolute) WHERE absolute <> '';

CREATE TABLE statements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    source INTEGER NOT NULL REFERENCES sources (number),
    build INTEGER NOT NULL,
    key TEXT NOT NULL, url TEXT, content_sha TEXT NOT NULL,
    speaker TEXT, role TEXT, delegation TEXT, delegation_name TEXT, capacity TEXT NOT NULL,
    meeting TEXT, date TEXT, first_day INTEGER NOT NULL, last_day INTEGER NOT NULL,
    topic TEXT, organ TEXT, language TEXT, sequence INTEGER, procedural INTEGER NOT NULL,
    on_behalf_of TEXT, flags TEXT NOT NULL,
    groups TEXT NOT NULL DEFAULT '[]', circumstance TEXT, seal BLOB
);
CREATE INDEX statements_source ON statements (source);
CREATE INDEX statements_date ON statements (first_day, number);
CREATE INDEX statements_build ON statements (build);

CREATE TABLE texts (
    statement INTEGER PRIMARY KEY REFERENCES statements (number) ON DELETE CASCADE,
    text TEXT NOT NULL, paragraphs TEXT NOT NULL, sentences TEXT NOT NULL, points TEXT NOT NULL,
    seal BLOB
);

CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    statement INTEGER NOT NULL REFERENCES statements (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL, point INTEGER NOT NULL, kind INTEGER NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, text_sha BLOB NOT NULL,
    seal BLOB
);
CREATE INDEX passages_statement ON passages (statement, ordinal);
CREATE INDEX passages_text ON passages (text_sha);

CREATE TABLE vectors (
    row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE, vector BLOB NOT NULL
);
CREATE TABLE tokens (
    row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE, codes BLOB NOT NULL
);
CREATE TABLE terms (
    id INTEGER PRIMARY KEY AUTOINCREMENT, term TEXT NOT NULL UNIQUE, passages INTEGER NOT NULL
);
CREATE TABLE postings (
    row INTEGER PRIMARY KEY REFERENCES passages (row) ON DELETE CASCADE,
    terms BLOB NOT NULL, counts BLOB NOT NULL
);
INSERT INTO meta VALUES ('schema', 3), ('revision', 0), ('build', 0), ('rebuilding', 0);
"""

UPGRADES = {
    1: """
ALTER TABLE statements ADD COLUMN groups TEXT NOT NULL DEFAULT '[]';
ALTER TABLE statements ADD COLUMN circumstance TEXT;
""",
    2: """
ALTER TABLE sources ADD COLUMN seal BLOB;
ALTER TABLE statements ADD COLUMN seal BLOB;
ALTER TABLE texts ADD COLUMN seal BLOB;
ALTER TABLE passages ADD COLUMN seal BLOB;
""",
}
"""What makes the next format of each older one. New columns are empty until a record is added again, but for
seals: those of words are set at once, those of vectors are left out."""
FILLED = {2: seal_all}
"""What an upgrade fills in besides."""

PRAGMAS = """
PRAGMA synchronous = FULL;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA busy_timeout = 10000;
PRAGMA temp_store = MEMORY;
"""
REMEMBERED = {True: 32_000, False: 8_000}
"""Kilobytes of pages that a connection remembers, one that writes and one that only reads: there are several
of those, and the system remembers the file for all of them."""


class SqliteConnection(sqlite3.Connection):
    """A connection as `index.store.database` wants it."""

    def last_number(self, table: str) -> int:
        """The highest number ever given to a row of the table, which SQLite keeps even when the row is
        gone; where damage took that, the highest of a row that is there."""
        kept = self.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        found = kept or self.execute(f"SELECT max(rowid) FROM {table}").fetchone()
        return int(found[0] or 0)

    def reserve(self, table: str, count: int) -> int:
        """The first of the next numbers; writing rows under them takes them. Damage may have made the
        highest number that SQLite keeps a lower one than a row has."""
        key = "id" if table == "terms" else "row"
        (highest,) = self.execute(f"SELECT max({key}) FROM {table}").fetchone()
        return max(self.last_number(table), int(highest or 0)) + 1

    def continue_after(self, table: str, number: int) -> None:
        """Numbers up to this one count as given, whatever rows there are."""
        self.execute("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
        self.execute("INSERT INTO sqlite_sequence VALUES (?, ?)", (table, number))


def connect(path: Path, *, writing: bool) -> SqliteConnection:
    """A connection in autocommit mode; a reading one refuses to write."""
    with storage_errors():
        frozen = None if writing else frozen_uri(path)
        db = sqlite3.connect(
            frozen or path,
            uri=frozen is not None,
            isolation_level=None,
            check_same_thread=False,
            timeout=10,
            factory=SqliteConnection,
        )
        try:
            db.executescript(PRAGMAS)
            db.execute(f"PRAGMA cache_size = -{REMEMBERED[writing]}")
            db.text_factory = _readable
            if not writing:
                db.execute("PRAGMA query_only = ON")
        except BaseException:  # a file that is not a store
            db.close()
            raise
        return db


@contextmanager
def committed(db: SqliteConnection) -> Iterator[None]:
    """Commits the transaction that the block begins, or takes all of it back."""
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def frozen_uri(path: Path) -> str | None:
    """How SQLite reads a store on a disk that takes no writes: as a file that cannot change.

    None where it can write beside the store; where its log holds changes, which must not be passed over; and
    where a process has it open, which may write once there is room again.
    """
    log, shared = (path.with_name(f"{path.name}{end}") for end in ("-wal", "-shm"))
    waiting = log.exists() and log.stat().st_size > 0
    if waiting or shared.exists() or unwritable(path.parent) is None:
        return None
    return f"{path.absolute().as_uri()}?immutable=1"


def check_format(db: sqlite3.Connection) -> None:
    """Raises IndexMismatch for a store of another format, which is left as it is."""
    with storage_errors():
        found = _format(db)
    if found != SCHEMA:
        raise IndexMismatch(OTHER_FORMAT.format(found, SCHEMA))


def create_tables(db: SqliteConnection) -> None:
    """Lays the tables in an empty file, upgrades an older one; refuses one that a newer version wrote."""
    with storage_errors():
        if db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0:
            db.execute("PRAGMA page_size = 8192")
            db.execute("PRAGMA journal_mode = WAL")
            db.executescript(f"BEGIN IMMEDIATE; {TABLES} COMMIT;")
        found = _format(db)
        while found in UPGRADES:
            found = _upgrade(db, found)
    check_format(db)


def require_store(path: Path) -> None:
    """Raises NotFound where there is no store."""
    if not path.is_file():
        raise NotFound(f"There is no index in {path.parent}: add records first with `onrecord add PATH`.")


def format_of(path: Path) -> int:
    """The format of a store, which is left unchanged; raises NotFound."""
    require_store(path)
    with storage_errors(), closing(connect(path, writing=False)) as db:
        return _format(db)


def _format(db: sqlite3.Connection) -> int:
    with damage_told():
        return int(db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()[0])


def _upgrade(db: SqliteConnection, old: int) -> int:
    """From one format to the next, whole or not at all."""
    done = f"UPDATE meta SET value = {old + 1} WHERE key = 'schema';"
    with committed(db):
        db.executescript(f"BEGIN IMMEDIATE; {UPGRADES[old]}")
        FILLED.get(old, lambda _: None)(db)
        db.execute(done)
    return old + 1


def _readable(stored: bytes) -> str:
    """Text as stored; what damage left unreadable is replaced, so that its seal tells and nothing fails."""
    return stored.decode("utf-8", "replace")
