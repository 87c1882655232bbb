"""Rows written to the record store: what is kept of a statement, and what goes when it goes.

In: a connection in a transaction of `record_store.py`, and values. Out: rows; each function writes one table
or those that hang on it, and commits nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence

import numpy as np

from index.embedding.embedder import Embedded
from index.model import Passage
from index.store.rows import STATEMENT_COLUMNS
from index.store.schema import KINDS
from index.store.sources import Location
from index.text.terms import content_terms

Stored = tuple[Passage, bytes, Embedded]
"""A passage, the SHA-256 of the text that was embedded for it, and what came of it."""


def write_source(db: sqlite3.Connection, at: Location) -> int:
    db.execute(
        "INSERT INTO sources (collection, path, place, absolute, sha256) VALUES (?,?,?,?,?) "
        "ON CONFLICT (collection, place) DO UPDATE SET "
        "path = excluded.path, absolute = excluded.absolute, sha256 = excluded.sha256",
        (at.collection, at.path, at.place, at.absolute, at.sha256),
    )
    sql = "SELECT number FROM sources WHERE collection = ? AND place = ?"
    return int(db.execute(sql, (at.collection, at.place)).fetchone()[0])


def write_statement(
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


def write_passages(db: sqlite3.Connection, number: int, text: str, passages: Sequence[Stored]) -> None:
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
    counts = json.dumps(uses, ensure_ascii=False)
    db.execute(
        "INSERT INTO terms (term, passages) SELECT key, value FROM json_each(?) WHERE true "
        "ON CONFLICT (term) DO UPDATE SET passages = passages + excluded.passages",
        (counts,),
    )
    held = "SELECT term, id FROM terms WHERE term IN (SELECT key FROM json_each(?))"
    return dict(db.execute(held, (counts,)))


def delete_passages(db: sqlite3.Connection, numbers: Sequence[int]) -> None:
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


def delete_empty_sources(db: sqlite3.Connection) -> None:
    db.execute(
        "DELETE FROM sources WHERE NOT EXISTS (SELECT 1 FROM statements s WHERE s.source = sources.number)"
    )


def write_build(db: sqlite3.Connection, build: tuple[str, str, str, int, int]) -> None:
    db.execute(
        "INSERT INTO builds (model, fingerprint, segmentation, dim, token_dim) VALUES (?,?,?,?,?)", build
    )
    db.execute("UPDATE meta SET value = (SELECT max(number) FROM builds) WHERE key = 'build'")
