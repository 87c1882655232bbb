"""Seals: hashes over what is stored of a statement, so that a byte changed on disk is never quoted.

In: rows as they are written or read. Out: 32 bytes over all that a citation prints, and whether rows still
have theirs. A statement has a seal over its fields, its words and structure have one, and its source has one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from index.store.database import Connection
from index.store.rows import PLACE_COLUMNS, SEALED_COLUMNS, SEALED_PASSAGE, TEXT_COLUMNS, Row

FIELDS = SEALED_COLUMNS.count(",") + 1
PLACES = PLACE_COLUMNS.count(",") + 1


def seal(values: Sequence[object]) -> bytes:
    """SHA-256 over the values, each with its kind and length."""
    return hashlib.sha256(json.dumps(values, default=_named).encode()).digest()


def words_seal(texts: Row, passages: Sequence[Row]) -> bytes:
    """Over text, paragraphs, sentences, points and passages (rows of SEALED_PASSAGE, in order)."""
    text, *structure = texts
    rest = seal([structure, passages, isinstance(text, str)])
    return hashlib.sha256(rest + str(text).encode()).digest()


def numbers_seal(vector: bytes, codes: bytes) -> bytes:
    """Over a passage's vector and the codes of its tokens."""
    return hashlib.sha256(vector + codes).digest()


def is_sealed(row: Row) -> bool:
    """Are a row of REF_COLUMNS and the source in it what was written?"""
    fields, place = row[:FIELDS], row[FIELDS : FIELDS + PLACES]
    return [seal(fields), seal(place)] == list(row[FIELDS + PLACES : FIELDS + PLACES + 2])


def seal_all(db: Connection) -> None:
    """Seals every statement as it stands, for a store that was written without seals."""
    for number, *place in db.execute(f"SELECT number, {PLACE_COLUMNS} FROM sources").fetchall():
        db.execute("UPDATE sources SET seal = ? WHERE number = ?", (seal(place), number))
    for number, *fields in db.execute(f"SELECT number, {SEALED_COLUMNS} FROM statements").fetchall():
        db.execute("UPDATE statements SET seal = ? WHERE number = ?", (seal(fields), number))
        (texts,) = db.execute(f"SELECT {TEXT_COLUMNS} FROM texts WHERE statement = ?", (number,))
        sealed = words_seal(texts, _passages(db, number))
        db.execute("UPDATE texts SET seal = ? WHERE statement = ?", (sealed, number))


def _passages(db: Connection, number: int) -> list[Row]:
    sql = f"SELECT {SEALED_PASSAGE} FROM passages WHERE statement = ? ORDER BY ordinal"
    return db.execute(sql, (number,)).fetchall()


def _named(value: object) -> object:
    return {"bytes": value.hex()} if isinstance(value, bytes) else str(value)
