"""Seals: hashes over what is stored of a statement, so that a byte changed on disk is never quoted.

In: rows as they are written or read. Out: 32 bytes over all that a citation prints, and whether rows still
have theirs. A statement has a seal over its fields, its words and structure have one, and its source has one.
The first is over the source's place too and the second over the statement's id, so that no number of a row,
changed on disk, brings the words or the source of one statement under the name of another.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from index.ids import passage_id, statement_id
from index.store.database import Connection
from index.store.rows import PLACE_COLUMNS, SEALED_COLUMNS, SEALED_PASSAGE, TEXT_COLUMNS, Row, of_table

FIELDS = SEALED_COLUMNS.count(",") + 1
PLACES = PLACE_COLUMNS.count(",") + 1
KEY = SEALED_COLUMNS.split(", ").index("key")


def _named(value: object) -> object:
    return {"bytes": value.hex()} if isinstance(value, bytes) else str(value)


_ENCODED = json.JSONEncoder(default=_named).encode


def seal(values: Sequence[object]) -> bytes:
    """SHA-256 over the values, each with its kind and length."""
    return hashlib.sha256(_ENCODED(values).encode()).digest()


def fields_seal(fields: Row, collection: str, place: str) -> bytes:
    """Over the fields in the order of SEALED_COLUMNS, and over where the file lies that they were read
    from."""
    return seal([*fields, collection, place])


def words_seal(id: str, texts: Row, passages: Sequence[Row]) -> bytes:
    """Over whose they are, text, paragraphs, sentences, points and passages (rows of SEALED_PASSAGE, in
    order)."""
    return _over(texts, passages, id)


def waiting_seal(id: str, draft: str, collection: str, place: str) -> bytes:
    """Over a statement that waits to be embedded, and over where the file lies that it was read from."""
    return seal([id, draft, collection, place])


def numbers_seal(vector: bytes, codes: bytes) -> bytes:
    """Over a passage's vector and the codes of its tokens."""
    return hashlib.sha256(vector + codes).digest()


def is_sealed(row: Row) -> bool:
    """Are a row of REF_COLUMNS and the source in it what was written, and of each other?"""
    fields, place = row[:FIELDS], row[FIELDS : FIELDS + PLACES]
    sealed, placed = row[FIELDS + PLACES : FIELDS + PLACES + 2]
    if seal(place) != placed:
        return False
    if sealed == fields_seal(fields, place[0], place[2]):
        return True
    return bool(sealed == seal(fields) and fields[0] == statement_id(place[0], place[2], fields[KEY]))


def are_words_of(id: str, texts: Row, passages: Sequence[Row], sealed: object) -> bool:
    """Are these the words of this statement as they were written?"""
    return sealed == words_seal(id, texts, passages) or (
        sealed == _over(texts, passages) and _fit_their_ids(id, texts[0], passages)
    )


def _fit_their_ids(id: str, text: str, passages: Sequence[Row]) -> bool:
    """Words sealed by a version that did not seal whose they are: ids of passages are hashes over that."""
    return all(row[0] == passage_id(id, text, row[3], row[4]) for row in passages)


def _over(texts: Row, passages: Sequence[Row], *of: str) -> bytes:
    text, *structure = texts
    rest = seal([*of, structure, passages, isinstance(text, str)])
    return hashlib.sha256(rest + str(text).encode()).digest()


def seal_all(db: Connection) -> None:
    """Seals every statement as it stands, for a store that was written without seals."""
    for number, *place in db.execute(f"SELECT number, {PLACE_COLUMNS} FROM sources").fetchall():
        db.execute("UPDATE sources SET seal = ? WHERE number = ?", (seal(place), number))
    found = db.execute(
        f"SELECT s.number, f.collection, f.place, {of_table('s', SEALED_COLUMNS)} FROM statements s "
        "JOIN sources f ON f.number = s.source"
    ).fetchall()
    for number, collection, place, *fields in found:
        sealed = fields_seal(tuple(fields), collection, place)
        db.execute("UPDATE statements SET seal = ? WHERE number = ?", (sealed, number))
        (texts,) = db.execute(f"SELECT {TEXT_COLUMNS} FROM texts WHERE statement = ?", (number,))
        sealed = words_seal(fields[0], texts, _passages(db, number))
        db.execute("UPDATE texts SET seal = ? WHERE statement = ?", (sealed, number))


def seal_waiting(db: Connection) -> None:
    """Seals what waits to be embedded as it stands, for a queue that was written without seals."""
    found = db.execute(
        "SELECT w.number, w.id, w.draft, f.collection, f.place FROM work w JOIN sources f "
        "ON f.number = w.source"
    )
    sealed = [(waiting_seal(*row), number) for number, *row in found.fetchall()]
    db.executemany("UPDATE work SET seal = ? WHERE number = ?", sealed)


def _passages(db: Connection, number: int) -> list[Row]:
    sql = f"SELECT {SEALED_PASSAGE} FROM passages WHERE statement = ? ORDER BY ordinal"
    return db.execute(sql, (number,)).fetchall()
