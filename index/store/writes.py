"""Rows written to the record store: what is kept of a statement, and what goes when it goes.

In: a connection in a transaction of `record_store.py`, and values. Out: rows; each function writes one table
or those that hang on it, and commits nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from index.embedding.embedder import Embedded
from index.errors import damage_told
from index.model import Passage, Statement
from index.store.database import Connection, first_row
from index.store.queries import batches, marks
from index.store.rows import (
    PLACE_COLUMNS,
    SEALED_COLUMNS,
    SEALED_PASSAGE,
    TEXT_COLUMNS,
    Row,
    passage_rows,
    text_row,
)
from index.store.seals import fields_seal, numbers_seal, seal, words_seal
from index.store.sources import Location
from index.text.terms import content_terms

Stored = tuple[Passage, bytes, Embedded]
"""A passage, the SHA-256 of the text that was embedded for it, and what came of it."""


def write_source(db: Connection, at: Location) -> int:
    """The number of the source; one that damage gave another name gives up its place on disk.

    A source that lies on no disk has no place to ask back: all of those would be written again each time.
    """
    if at.absolute:
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
    return int(first_row(db, sql, (at.collection, at.place))[0])


def source_of(db: Connection, id: str) -> int | None:
    """The source of the statement as it is stored, None for one that is not."""
    row = db.execute("SELECT source FROM statements WHERE id = ?", (id,)).fetchone()
    return row[0] if row else None


def move_source(db: Connection, number: int, at: Location) -> None:
    columns = ", ".join(f"{name} = ?" for name in [*PLACE_COLUMNS.split(", "), "seal"])
    db.execute(f"UPDATE sources SET {columns} WHERE number = ?", (*_sealed(at), number))


def _sealed(at: Location) -> Row:
    place = (at.collection, at.path, at.place, at.absolute, at.sha256)
    return (*place, seal(place))


def write_statement(db: Connection, fields: Row, at: Location) -> int:
    """Writes the fields, in the order of SEALED_COLUMNS, under the statement's number, which is returned."""
    columns = SEALED_COLUMNS.split(", ")
    updates = ", ".join(f"{name} = excluded.{name}" for name in [*columns[1:], "build", "seal"])
    db.execute(
        f"INSERT INTO statements ({SEALED_COLUMNS}, seal, build) VALUES ({'?,' * len(columns)} ?, "
        f"(SELECT value FROM meta WHERE key = 'build')) ON CONFLICT (id) DO UPDATE SET {updates}",
        (*fields, fields_seal(fields, at.collection, at.place)),
    )
    return int(first_row(db, "SELECT number FROM statements WHERE id = ?", fields[:1])[0])


@dataclass(frozen=True, slots=True)
class Ready:
    """All rows of a statement that can be made before the transaction, in which other writers wait."""

    texts: Row
    passages: tuple[Row, ...]
    numbers: tuple[tuple[bytes, bytes, bytes], ...]
    """For each passage its vector, the codes of its tokens, and the seal over both."""
    terms: tuple[Counter[str], ...]

    @staticmethod
    def of(statement: Statement, passages: Sequence[Stored]) -> Ready:
        texts = text_row(statement)
        rows = passage_rows((passage, sha) for passage, sha, _ in passages)
        return Ready(
            (*texts, words_seal(statement.ref.id, texts, rows)),
            tuple(rows),
            tuple(_numbers(embedded) for _, _, embedded in passages),
            tuple(Counter(content_terms(passage.span.of(statement.text))) for passage, _, _ in passages),
        )


def _numbers(embedded: Embedded) -> tuple[bytes, bytes, bytes]:
    vector = embedded.vector.astype(np.float32).tobytes()
    codes = np.ascontiguousarray(embedded.tokens).tobytes()
    return vector, codes, numbers_seal(vector, codes)


def write_texts(db: Connection, number: int, ready: Ready) -> None:
    updates = ", ".join(f"{name} = excluded.{name}" for name in [*TEXT_COLUMNS.split(", "), "seal"])
    db.execute(
        f"INSERT INTO texts (statement, {TEXT_COLUMNS}, seal) VALUES (?,?,?,?,?,?) "
        f"ON CONFLICT (statement) DO UPDATE SET {updates}",
        (number, *ready.texts),
    )


def write_passages(db: Connection, number: int, ready: Ready) -> None:
    ids = _keep_terms(db, Counter(term for terms in ready.terms for term in terms))
    first = db.reserve("passages", len(ready.passages))
    numbered = list(enumerate(zip(ready.passages, ready.numbers, ready.terms, strict=True), first))
    db.executemany(
        f"INSERT INTO passages (row, {SEALED_PASSAGE}, statement, seal) VALUES (?,?,?,?,?,?,?,?,?,?)",
        [(row, *fields, number, sealed) for row, (fields, (_, _, sealed), _) in numbered],
    )
    vectors = [(row, vector) for row, (_, (vector, _, _), _) in numbered]
    codes = [(row, held) for row, (_, (_, held, _), _) in numbered]
    postings = [(row, *_posting(ids, terms)) for row, (_, _, terms) in numbered]
    db.executemany("INSERT INTO vectors VALUES (?,?)", vectors)
    db.executemany("INSERT INTO tokens VALUES (?,?)", codes)
    db.executemany("INSERT INTO postings VALUES (?,?,?)", postings)


def _posting(ids: Mapping[str, int], terms: Counter[str]) -> tuple[bytes, bytes]:
    with damage_told():
        held = np.array([ids[term] for term in terms], np.int32)
    counts = np.minimum(list(terms.values()), 65535).astype(np.uint16)
    return held.tobytes(), counts.tobytes()


def _keep_terms(db: Connection, uses: Counter[str]) -> dict[str, int]:
    """The ids of the terms; each is noted as standing in so many more passages."""
    known = {
        term: int(id)
        for some in batches(list(uses))
        for term, id in db.execute(f"SELECT term, id FROM terms WHERE term IN {marks(some)}", some)
    }
    _count(db, {id: uses[term] for term, id in known.items()})
    new = [term for term in uses if term not in known]
    first = db.reserve("terms", len(new)) if new else 0
    added = {term: id for id, term in enumerate(new, first)}
    db.executemany("INSERT INTO terms VALUES (?,?,?)", [(id, term, uses[term]) for term, id in added.items()])
    return known | added


def _count(db: Connection, more: Mapping[int, int]) -> None:
    """Adds to how many passages hold each of the terms."""
    for some in batches(sorted(more.items())):
        pairs = ",".join(["(?,?)"] * len(some))
        db.execute(
            f"WITH more (id, n) AS (VALUES {pairs}) UPDATE terms SET passages = terms.passages + more.n "
            "FROM more WHERE terms.id = more.id",
            [value for pair in some for value in pair],
        )


def holders(db: Connection, number: int, ready: Ready) -> list[int]:
    """Other statements that hold passages of these ids: damage gave the statement another id or number."""
    found: set[int] = set()
    for some in batches([fields[0] for fields in ready.passages]):
        sql = f"SELECT statement FROM passages WHERE statement <> ? AND id IN {marks(some)}"
        found.update(row[0] for row in db.execute(sql, (number, *some)))
    return sorted(found)


def delete_passages(db: Connection, numbers: Iterable[int]) -> None:
    uses: Counter[int] = Counter()
    for number in numbers:
        sql = "SELECT o.terms FROM postings o JOIN passages p ON p.row = o.row WHERE p.statement = ?"
        for (held,) in db.execute(sql, (number,)):
            uses.update(np.frombuffer(held, np.int32).tolist())
        db.execute("DELETE FROM passages WHERE statement = ?", (number,))
    _count(db, {id: -n for id, n in uses.items()})
    for some in batches(sorted(uses)):
        db.execute(f"DELETE FROM terms WHERE passages <= 0 AND id IN {marks(some)}", some)


def delete_empty_sources(db: Connection, queued: bool) -> None:
    """Deletes the sources that have no statement stored and, where there is a queue, none waiting either."""
    used = ["statements", "work"] if queued else ["statements"]
    nothing = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.source = sources.number)" for table in used
    )
    if not queued:
        db.execute(f"DELETE FROM sources WHERE {nothing}")
        return
    # Whoever queues a statement holds its source; those still empty once we hold them can go.
    found = db.execute(f"SELECT number FROM sources WHERE {nothing} FOR UPDATE SKIP LOCKED").fetchall()
    for some in batches([row[0] for row in found]):
        db.execute(f"DELETE FROM sources WHERE number IN {marks(some)} AND {nothing}", some)


def write_build(db: Connection, build: tuple[str, str, str, int, int]) -> None:
    db.execute(
        "INSERT INTO builds (number, model, fingerprint, segmentation, dim, token_dim) "
        "SELECT coalesce(max(number), 0) + 1, ?, ?, ?, ?, ? FROM builds",
        build,
    )
    db.execute("UPDATE meta SET value = (SELECT max(number) FROM builds) WHERE key = 'build'")
