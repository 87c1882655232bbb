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
from index.errors import damage_told
from index.model import Passage, Statement
from index.store.rows import (
    PLACE_COLUMNS,
    SEALED_COLUMNS,
    SEALED_PASSAGE,
    TEXT_COLUMNS,
    Row,
    passage_rows,
    text_row,
)
from index.store.seals import numbers_seal, seal, words_seal
from index.store.sources import Location
from index.text.terms import content_terms

Stored = tuple[Passage, bytes, Embedded]
"""A passage, the SHA-256 of the text that was embedded for it, and what came of it."""


def write_source(db: sqlite3.Connection, at: Location) -> int:
    """The number of the source; one that damage gave another name gives up its place on disk."""
    db.execute(
        "UPDATE sources SET absolute = '' WHERE collection = ? AND absolute = ? AND place <> ?",
        (at.collection, at.absolute, at.place),
    )
    db.execute(
        f"INSERT INTO sources ({PLACE_COLUMNS}, seal) VALUES (?,?,?,?,?,?) "
        "ON CONFLICT (collection, place) DO UPDATE SET path = excluded.path, "
        "absolute = excluded.absolute, sha256 = excluded.sha256, seal = excluded.seal",
        _sealed(at),
    )
    sql = "SELECT number FROM sources WHERE collection = ? AND place = ?"
    return int(db.execute(sql, (at.collection, at.place)).fetchone()[0])


def move_source(db: sqlite3.Connection, number: int, at: Location) -> None:
    columns = ", ".join(f"{name} = ?" for name in [*PLACE_COLUMNS.split(", "), "seal"])
    db.execute(f"UPDATE sources SET {columns} WHERE number = ?", (*_sealed(at), number))


def _sealed(at: Location) -> Row:
    place = (at.collection, at.path, at.place, at.absolute, at.sha256)
    return (*place, seal(place))


def write_statement(db: sqlite3.Connection, fields: Row) -> int:
    """Writes the fields, in the order of SEALED_COLUMNS, under the statement's number, which is returned."""
    columns = SEALED_COLUMNS.split(", ")
    updates = ", ".join(f"{name} = excluded.{name}" for name in [*columns[1:], "build", "seal"])
    db.execute(
        f"INSERT INTO statements ({SEALED_COLUMNS}, seal, build) VALUES ({'?,' * len(columns)} ?, "
        f"(SELECT value FROM meta WHERE key = 'build')) ON CONFLICT (id) DO UPDATE SET {updates}",
        (*fields, seal(fields)),
    )
    return int(db.execute("SELECT number FROM statements WHERE id = ?", fields[:1]).fetchone()[0])


def write_texts(
    db: sqlite3.Connection, number: int, statement: Statement, passages: Sequence[Stored]
) -> None:
    texts = text_row(statement)
    sealed = words_seal(texts, passage_rows((passage, sha) for passage, sha, _ in passages))
    db.execute(
        f"INSERT OR REPLACE INTO texts (statement, {TEXT_COLUMNS}, seal) VALUES (?,?,?,?,?,?)",
        (number, *texts, sealed),
    )


def write_passages(db: sqlite3.Connection, number: int, text: str, passages: Sequence[Stored]) -> None:
    counted = [Counter(content_terms(passage.span.of(text))) for passage, _, _ in passages]
    ids = _keep_terms(db, Counter(term for terms in counted for term in terms))
    rows = passage_rows((passage, sha) for passage, sha, _ in passages)
    for fields, (_, _, embedded), terms in zip(rows, passages, counted, strict=True):
        vector = embedded.vector.astype(np.float32).tobytes()
        codes = np.ascontiguousarray(embedded.tokens).tobytes()
        row = db.execute(
            f"INSERT INTO passages ({SEALED_PASSAGE}, statement, seal) VALUES (?,?,?,?,?,?,?,?,?)",
            (*fields, number, numbers_seal(vector, codes)),
        ).lastrowid
        db.execute("INSERT INTO vectors VALUES (?,?)", (row, vector))
        db.execute("INSERT INTO tokens VALUES (?,?)", (row, codes))
        with damage_told():
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


def holders(db: sqlite3.Connection, number: int, passages: Sequence[Stored]) -> list[int]:
    """Other statements that hold passages of these ids: damage gave the statement another id or number."""
    ids = json.dumps([passage.id for passage, _, _ in passages])
    sql = (
        "SELECT DISTINCT statement FROM passages "
        "WHERE id IN (SELECT value FROM json_each(?)) AND statement <> ?"
    )
    return [row[0] for row in db.execute(sql, (ids, number))]


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
