"""An index of the sample on a disk that fails: bytes of it changed as nobody sees, and what is told of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from api import wiring
from index.model import Filters, Statement
from rag.service import OnRecord
from tests.hash_embedder import HashEmbedder

EMBEDDER = HashEmbedder()
COLUMNS = {
    "statements": (
        "number", "id", "source", "key", "url", "content_sha", "speaker", "role", "delegation",
        "delegation_name", "capacity", "meeting", "date", "first_day", "last_day", "topic", "organ",
        "language", "sequence", "procedural", "on_behalf_of", "flags", "groups", "circumstance", "seal",
    ),
    "texts": ("statement", "text", "paragraphs", "sentences", "points", "seal"),
    "passages": ("id", "statement", "ordinal", "point", "kind", "start", "end", "text_sha"),
    "sources": ("number", "collection", "path", "place", "absolute", "sha256", "seal"),
}  # fmt: skip
"""Everything stored that a citation uses, or that says what a statement's words are."""
FLIPS = [(table, column) for table, columns in COLUMNS.items() for column in columns]
FEW = 24
"""The fast suite takes every twenty-fourth column and seed, `make test` all."""
EVERYTHING = Filters(procedural=True)


def flip(data: Path, table: str, column: str, at: int = 0, bit: int = 1) -> None:
    """Changes one bit of one value of the first row that has one, as a failing disk would: unseen."""
    with closing(sqlite3.connect(data / wiring.STORE)) as db, db:
        db.text_factory = bytes
        columns = f"rowid, {column}, typeof({column})"
        found = f"SELECT {columns} FROM {table} WHERE length({column}) > 0 ORDER BY rowid"
        row, value, kind = db.execute(found).fetchone() or (1, b"0", b"null")
        if isinstance(value, int):
            db.execute(
                f"UPDATE OR REPLACE {table} SET {column} = ? WHERE rowid = ?", (value ^ 1 << 10 * at, row)
            )
        else:
            changed = bytes([*value[:at], value[at] ^ bit, *value[at + 1 :]])
            kept = "?" if kind == b"blob" else "CAST(? AS TEXT)"
            db.execute(f"UPDATE OR REPLACE {table} SET {column} = {kept} WHERE rowid = ?", (changed, row))


def statements(service: OnRecord) -> dict[str, Statement]:
    refs, _ = service.statements(EVERYTHING, None, 100)
    return {ref.id: service.statement(ref.id) for ref in refs}


def of_suites(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    """All of them, each `FEW`th in the fast suite too."""
    return [pytest.param(*row, marks=pytest.mark.process if at % FEW else ()) for at, row in enumerate(rows)]
