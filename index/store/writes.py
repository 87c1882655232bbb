"""Rows written to the record store: what is kept of a statement, and what goes when it goes.

In: a connection in a transaction of `record_store.py`, and values. Out: rows; each function writes one table
or those that hang on it, and commits nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

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
from index.store.seals import numbers_seal, seal, words_seal
from index.store.sources import Location
from index.text.terms import content_terms

Stored = tuple[Passage, bytes, Embedded]
"""A passage, the SHA-256 of the text that was embedded for it, and what came of it."""


def write_source(db: Connection, at: Location) -> int:
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


def write_statement(db: Connection, fields: Row) -> int:
    """Writes the fields, in the order of SEALED_COLUMNS, under the statement's number, which is returned."""
    columns = SEALED_COLUMNS.split(", ")
    updates = ", ".join(f"{name} = excluded.{name}" for name in [*columns[1:], "build", "seal"])
    db.execute(
        f"INSERT INTO statements ({SEALED_COLUMNS}, seal, build) VALUES ({'?,' * len(columns)} ?, "
        f"(SELECT value FROM meta WHERE key = 'build')) ON CONFLICT (id) DO UPDATE SET {updates}",
        (*fields, seal(fields)),
    )
    return int(first_row(db, "SELECT number FROM statements WHERE id = ?", fields[:1])[0])


def write_texts(db: Connection, number: int, statement: Statement, passages: Sequence[Stored]) -> None:
    texts = text_row(statement)
    sealed = words_seal(texts, passage_rows((passage, sha) for passage, sha, _ in passages))
    updates = ", ".join(f"{name} = excluded.{name}" for name in [*TEXT_COLUMNS.split(", "), "seal"])
    db.execute(
        f"INSERT INTO texts (statement, {TEXT_COLUMNS}, seal) VALUES (?,?,?,?,?,?) "
        f"ON CONFLICT (statement) DO UPDATE SET {updates}",
        (number, *texts, sealed),
    )


def write_passages(db: Connection, number: int, text: str, passages: Sequence[Stored]) -> None:
    counted = [Counter(content_terms(passage.span.of(text))) for passage, _, _ in passages]
    ids = _keep_terms(db, Counter(term for terms in counted for term in terms))
    first = db.give("passages", len(passages))
    rows, vectors, tokens, postings = [], [], [], []
    fields = passage_rows((passage, sha) for passage, sha, _ in passages)
    for row, (field, (_, _, embedded), terms) in enumerate(
        zip(fields, passages, counted, strict=True), first
    ):
        vector = embedded.vector.astype(np.float32).tobytes()
        codes = np.ascontiguousarray(embedded.tokens).tobytes()
        rows.append((row, *field, number, numbers_seal(vector, codes)))
        vectors.append((row, vector))
        tokens.append((row, codes))
        postings.append((row, *_posting(ids, terms)))
    db.executemany(
        f"INSERT INTO passages (row, {SEALED_PASSAGE}, statement, seal) VALUES (?,?,?,?,?,?,?,?,?,?)", rows
    )
    db.executemany("INSERT INTO vectors VALUES (?,?)", vectors)
    db.executemany("INSERT INTO tokens VALUES (?,?)", tokens)
    db.executemany("INSERT INTO postings VALUES (?,?,?)", postings)


def _posting(ids: Mapping[str, int], terms: Counter[str]) -> tuple[bytes, bytes]:
    with damage_told():
        held = np.array([ids[term] for term in terms], np.int32)
    counts = np.minimum(list(terms.values()), 65535).astype(np.uint16)
    return held.tobytes(), counts.tobytes()


def _keep_terms(db: Connection, uses: Counter[str]) -> dict[str, int]:
    """The ids of the terms, each counted for so many more passages."""
    known = {
        term: int(id)
        for some in batches(list(uses))
        for term, id in db.execute(f"SELECT term, id FROM terms WHERE term IN {marks(some)}", some)
    }
    _count(db, {id: uses[term] for term, id in known.items()})
    new = [term for term in uses if term not in known]
    first = db.give("terms", len(new)) if new else 0
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


def holders(db: Connection, number: int, passages: Sequence[Stored]) -> list[int]:
    """Other statements that hold passages of these ids: damage gave the statement another id or number."""
    found: set[int] = set()
    for some in batches([passage.id for passage, _, _ in passages]):
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
    """Those of which nothing is stored; where there is a queue, those of which nothing waits there either."""
    used = ["statements", "work"] if queued else ["statements"]
    nothing = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {table} t WHERE t.source = sources.number)" for table in used
    )
    if not queued:
        db.execute(f"DELETE FROM sources WHERE {nothing}")
        return
    # Whoever has something wait holds its source; looked at again once they are held, those left are empty.
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
