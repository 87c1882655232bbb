"""A made index grown: `python -m tests.made_larger FOLDER PASSAGES TIMES` copies one of `made_records` over
and over, each copy under ids of its own and with vectors moved at random, the codes of tokens cut to a few.

Takes minutes for a million passages, where making them anew takes hours. Words, names and dates are those of
the first copy, so that a filter lets the same share through.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from index.embedding.embedder import Embedder
from index.embedding.packaged import PackagedEmbedder
from index.embedding.token_codec import unit
from index.store.rows import SEALED_COLUMNS, SEALED_PASSAGE, TEXT_COLUMNS
from index.store.schema import DATABASE, connect
from index.store.seals import fields_seal, numbers_seal, words_seal
from tests.made_records import made_index

LARGE, TIMES = 1_000_000, 10
"""Passages from which an index is grown, by so many copies."""
TOKENS = 24
"""Token codes kept of each passage."""
NOISE = 0.4
Row = tuple[Any, ...]


def index_of(folder: Path, passages: int, embedder: Embedder) -> Path:
    """The data directory of an index of so many passages, made or grown."""
    if passages < LARGE:
        return made_index(folder, passages, embedder)
    return grown(folder, passages // TIMES, TIMES)


def grown(folder: Path, passages: int, times: int) -> Path:
    """The data directory of an index of so many times the passages of the made one."""
    embedder = PackagedEmbedder()
    made = made_index(folder, passages, embedder)
    to = made.with_name(f"{made.name}-times-{times}")
    if not to.exists():
        new = to.with_name("growing")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        with closing(sqlite3.connect(made / DATABASE)) as old:
            old.execute("VACUUM INTO ?", (str(new / DATABASE),))
        with closing(connect(new / DATABASE, writing=True)) as db:
            for pragma in (
                "foreign_keys = OFF",
                "synchronous = OFF",
                "secure_delete = OFF",
                "journal_mode = MEMORY",
            ):
                db.execute(f"PRAGMA {pragma}")
            _grow(db, times, embedder.token_dim)
            db.execute("PRAGMA journal_mode = WAL")
        new.rename(to)
    return to


def _grow(db: sqlite3.Connection, times: int, token_dim: int) -> None:
    statements = db.execute("SELECT number, source, build FROM statements ORDER BY number").fetchall()
    highest = statements[-1][0]
    (rows,) = db.execute("SELECT max(row) FROM passages").fetchone()
    random = np.random.default_rng(0)
    for copy in range(1, times):
        db.execute("BEGIN")
        for number, source, build in statements:
            _copy(db, number, number + copy * highest, (source, build), copy, rows * copy, random, token_dim)
        db.execute("COMMIT")
        print(f"{copy + 1} of {times}", file=sys.stderr, flush=True)
    db.execute("UPDATE terms SET passages = passages * ?", (times,))
    db.execute("UPDATE meta SET value = value + 1 WHERE key = 'revision'")


def _copy(
    db: sqlite3.Connection,
    old: int,
    new: int,
    of: tuple[int, int],
    copy: int,
    after: int,
    random: np.random.Generator,
    token_dim: int,
) -> None:
    fields = list(db.execute(f"SELECT {SEALED_COLUMNS} FROM statements WHERE number = ?", (old,)).fetchone())
    fields[0] = f"{fields[0]}x{copy}"
    lies = db.execute("SELECT collection, place FROM sources WHERE number = ?", (of[0],)).fetchone()
    texts = db.execute(f"SELECT {TEXT_COLUMNS} FROM texts WHERE statement = ?", (old,)).fetchone()
    passages = db.execute(
        f"SELECT row, {SEALED_PASSAGE} FROM passages WHERE statement = ? ORDER BY ordinal", (old,)
    ).fetchall()
    renamed = [(f"{fields[0]}.{row[6]}", *row[2:]) for row in passages]
    marks = ",".join("?" * len(fields))
    db.execute(
        f"INSERT INTO statements (number, {SEALED_COLUMNS}, seal, build) VALUES (?,{marks},?,?)",
        (new, *fields, fields_seal(tuple(fields), *lies), of[1]),
    )
    db.execute("INSERT INTO texts VALUES (?,?,?,?,?,?)", (new, *texts, words_seal(fields[0], texts, renamed)))
    for (row, *_), passage in zip(passages, renamed, strict=True):
        _copy_passage(db, row, row + after, new, passage, random, token_dim)


def _copy_passage(
    db: sqlite3.Connection,
    old: int,
    row: int,
    statement: int,
    passage: Row,
    random: np.random.Generator,
    token_dim: int,
) -> None:
    (vector,) = db.execute("SELECT vector FROM vectors WHERE row = ?", (old,)).fetchone()
    (codes,) = db.execute("SELECT codes FROM tokens WHERE row = ?", (old,)).fetchone()
    terms, counts = db.execute("SELECT terms, counts FROM postings WHERE row = ?", (old,)).fetchone()
    here = np.frombuffer(vector, np.float32)
    moved = unit(here + random.standard_normal(len(here), np.float32) * np.float32(NOISE / len(here) ** 0.5))
    vector, codes = moved.astype(np.float32).tobytes(), codes[: TOKENS * token_dim]
    db.execute(
        f"INSERT INTO passages (row, {SEALED_PASSAGE}, statement, seal) VALUES (?,?,?,?,?,?,?,?,?,?)",
        (row, *passage, statement, numbers_seal(vector, codes)),
    )
    db.execute("INSERT INTO vectors VALUES (?,?)", (row, vector))
    db.execute("INSERT INTO tokens VALUES (?,?)", (row, codes))
    db.execute("INSERT INTO postings VALUES (?,?,?)", (row, terms, counts))


if __name__ == "__main__":
    print(grown(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
