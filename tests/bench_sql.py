"""The store's SQL beside the same in SQLAlchemy Core: `python -m tests.bench_sql [FOLDER] [--venv DIR]`.

For SQLite and, where it is installed, PostgreSQL: milliseconds by the clock and of this process's CPU,
medians, of what the store says when it is asked and when a statement is added, both ways in turn, and their
ratio, over a made record. That both find the same rows and leave the same record is seen to in the same run.
SQLAlchemy is taken from the environment of the peers (`make bench-peers`); nothing else needs it.
"""

from __future__ import annotations

import argparse
import importlib
import shutil
import site
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from api.wiring import STORE
from index.embedding.packaged import PackagedEmbedder
from index.ingest.drafting import content_sha, draft_of
from index.model import Filters
from index.store.arrays import ArrayQueries
from index.store.copying import TABLES, copy_record
from index.store.database import Connection, Database, Place
from index.store.lists import ListQueries
from index.store.places import open_database
from index.store.record_store import RecordStore
from index.store.rows import Row
from index.store.sqlite import SqliteDatabase
from tests.made_records import made_index, made_statements, sample_pieces
from tests.postgres_server import BINARIES, MISSING, postgres_server

NOT_HERE = (
    "There is no SQLAlchemy in {}: run `make bench-peers`, which installs it there, or name another --venv."
)
Call = tuple[str, str, Any]
"""How a connection was called, with which SQL or table, and values."""
Said = tuple[str, Sequence[Any]]
"""SQL and its values."""


@dataclass
class Heard:
    """A connection that writes, and notes what it is told."""

    db: Connection
    calls: list[Call]

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Any:
        self.calls.append(("execute", sql, values))
        return self.db.execute(sql, values)

    def executemany(self, sql: str, rows: Any) -> object:
        self.calls.append(("executemany", sql, rows := list(rows)))
        return self.db.executemany(sql, rows)

    def reserve(self, table: str, count: int) -> int:
        self.calls.append(("reserve", table, count))
        return self.db.reserve(table, count)


class Listening(SqliteDatabase):
    """A record that notes what is said to it."""

    heard: list[Call]

    @contextmanager
    def writing(self) -> Iterator[Any]:
        self.heard = []
        with super().writing() as db:
            yield Heard(db, self.heard)


class Asked(ListQueries, ArrayQueries):
    """Answers as a store does, and notes the SQL it asks with."""

    def __init__(self, store: RecordStore) -> None:
        self.store, self.damage, self.recall = store, store.damage, store.recall
        self.heard: list[Said] = []

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        self.heard.append((sql, values))
        return self.store.database.query(sql, values)

    def _given(self, table: str) -> int:
        return self.store.database.last_number(table)

    @contextmanager
    def _at_once(self) -> Iterator[Asked]:
        yield self

    def heard_of(self, table: str, ask: Callable[[], object]) -> Said:
        """The first thing that this asks of the table."""
        self.heard.clear()
        ask()
        return next(said for said in self.heard if f" {table} " in said[0])


@dataclass
class Times:
    """Of one thing said both ways, ours and Core's: seconds by the clock and of CPU."""

    ways: tuple[list[tuple[float, float]], list[tuple[float, float]]] = field(
        default_factory=lambda: ([], [])
    )

    def take(self, at: int, *jobs: Callable[[], object]) -> None:
        """Who goes first changes each time."""
        for way in (1, 0) if at % 2 else (0, 1):
            clock, cpu = time.perf_counter(), time.process_time()
            jobs[way]()
            self.ways[way].append((time.perf_counter() - clock, time.process_time() - cpu))

    def cells(self) -> str:
        told = []
        for at in (0, 1):
            ours, core = (1000 * statistics.median(one[at] for one in way) for way in self.ways)
            told.append(f"{ours:.3f} | {core:.3f} | {core / ours:.2f}")
        return " | ".join(told)


def questions(store: RecordStore, core: Any) -> Iterator[tuple[str, Said, Any]]:
    """What is asked, in our SQL, and how Core says it."""
    asked, rows = Asked(store), store.live_rows().tolist()
    roll = store.roll()
    ids, numbers = [column.id for column in roll.columns], roll.numbers[:200].tolist()
    heard = dict.fromkeys(column.delegation for column in roll.columns if column.delegation)
    filters = Filters(delegations=tuple(heard)[:3], since="1995-01-01")
    some, few = rows[:: len(rows) // 40][:40], ids[:: len(ids) // 10][:10]
    yield "the revision", asked.heard_of("meta", asked.revision), core.revision
    yield "40 token codes", asked.heard_of("tokens", lambda: asked.token_codes(some)), core.codes
    yield "10 statements by id", asked.heard_of("statements", lambda: asked.refs(few)), core.references
    listed = asked.heard_of("statements", lambda: asked.listed(filters, None, 51))
    yield "51 statements under a filter", listed, core.listed
    columns = asked.heard_of("statements", lambda: asked.roll(roll, numbers))
    yield "columns of 200 statements", columns, core.columns
    yield (
        "postings of 4,096 passages",
        asked.heard_of("postings", lambda: asked.postings_after(0)),
        core.postings,
    )


def read(store: RecordStore, core: Any, times: int) -> Iterator[tuple[str, Times]]:
    """Each question both ways, once it was seen that the rows are the same."""
    for name, said, say in questions(store, core):
        ours, theirs = partial(store.database.query, *said), partial(core.rows, say, said[1])
        assert sorted(map(tuple, ours())) == sorted(map(tuple, theirs())), name
        found = Times()
        for at in range(times):
            found.take(at, ours, theirs)
        yield name, found


def added(database: Database, core: Any, heard: Sequence[Sequence[Call]]) -> Times:
    """Each statement into one record by us and into its twin by Core, which are the same afterwards."""
    found = Times()
    for at, calls in enumerate(heard):
        found.take(at, partial(add, database, calls), partial(core.add, calls))
    with closing(open_database(core.place, create=False)) as twin:
        for table, key in TABLES.items():
            sql = f"SELECT * FROM {table} ORDER BY {key}"
            assert database.query(sql, ()) == twin.query(sql, ()), table
    return found


def add(database: Database, calls: Sequence[Call]) -> None:
    """What the store says when a statement is put into it."""
    with database.writing() as db:
        for how, sql, values in calls:
            said = getattr(db, how)(sql, values)
            if sql.startswith("SELECT"):
                said.fetchall()


def heard_adding(path: Path, embedder: PackagedEmbedder, count: int) -> list[list[Call]]:
    """What a record at the path is told while so many made statements are added."""
    heard = []
    with closing(Listening.open(path, create=False)) as database:
        store = RecordStore(database)
        made = made_statements(sample_pieces(embedder), np.random.default_rng(1), 10**6)
        while len(heard) < count:
            statement, stored = next(made)
            if len(stored) > 1:
                store.put(statement, content_sha(draft_of(statement)), stored)
                heard.append(database.heard)
    return heard


def measure(name: str, place: Place, core: Any, heard: Sequence[Sequence[Call]], times: int) -> None:
    """Prints a row for each thing; one record is ours, its twin the other's."""
    with closing(core), closing(RecordStore.open(place, fingerprint=None, segmentation=None)) as store:
        for what, found in read(store, core, times):
            print(f"| {name}: {what} | {found.cells()} |", flush=True)
        print(f"| {name}: adding a statement | {added(store.database, core, heard).cells()} |", flush=True)


def main() -> None:
    options = _options()
    for folder in options.venv.glob("lib/python*/site-packages"):
        site.addsitedir(str(folder))  # behind our own packages, which win
    try:
        core = importlib.import_module("tests.core_statements").Core
    except ModuleNotFoundError:
        print(NOT_HERE.format(options.venv))
        return
    embedder = PackagedEmbedder()
    base = made_index(options.folder, options.passages, embedder) / STORE
    print("| | ours, ms | Core, ms | ratio | ours, ms of CPU | Core | ratio |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        lite, twin, scratch = (Path(name) / f"{which}.db" for which in ("ours", "core", "scratch"))
        for path in (lite, twin, scratch):
            shutil.copy(base, path)
        heard = heard_adding(scratch, embedder, options.statements)
        measure("SQLite", lite, core(twin), heard, options.times)
        if BINARIES is None:
            print(MISSING)
            return
        server = stack.enter_context(postgres_server())
        ours, other = server.schema("ours"), server.schema("core")
        for place in (ours, other):
            copy_record(base, place)
            with closing(open_database(place, create=False)) as database, database.writing() as db:
                db.execute("ANALYZE")
        measure("PostgreSQL", ours, core(other), heard, options.times)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path, nargs="?", default=Path("/tmp/onrecord-bench"))
    parser.add_argument("--venv", type=Path, default=Path(".venv-peers"))
    parser.add_argument("--passages", type=int, default=10_000)
    parser.add_argument("--statements", type=int, default=100)
    parser.add_argument("--times", type=int, default=200)
    return parser.parse_args()


if __name__ == "__main__":
    main()
