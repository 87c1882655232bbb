"""A record store's vectors without its statements: what the vector stores' tests publish from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import numpy as np

from index.embedding.embedder import Vector
from index.store.schema import connect, create_tables


class VectorDatabase:
    """Rows as `index.store.record_store` writes them: numbered by SQLite, never reused, removed for good."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = connect(path, writing=True)
        create_tables(self._db)
        self._db.execute("PRAGMA foreign_keys = OFF")

    def add(self, vectors: Vector) -> list[int]:
        """One transaction; the rows given to the vectors."""
        self._db.execute("BEGIN IMMEDIATE")
        rows = [self._add(vector) for vector in vectors]
        self._db.execute("COMMIT")
        return rows

    def remove(self, rows: Iterable[int]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        for row in rows:
            self._db.execute("DELETE FROM vectors WHERE row = ?", (row,))
            self._db.execute("DELETE FROM passages WHERE row = ?", (row,))
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()

    def held(self) -> dict[int, Vector]:
        return held_rows(self.path)

    def _add(self, vector: Vector) -> int:
        cursor = self._db.execute(
            "INSERT INTO passages (id, statement, ordinal, point, kind, start, end, text_sha)"
            " VALUES (hex(randomblob(16)), 1, 1, 1, 0, 0, 1, x'00')"
        )
        row = int(cursor.lastrowid or 0)
        blob = np.asarray(vector, dtype="<f4").tobytes()
        self._db.execute("INSERT INTO vectors (row, vector) VALUES (?, ?)", (row, blob))
        return row


def held_rows(path: Path) -> dict[int, Vector]:
    """Every row there is and its vector."""
    with closing(sqlite3.connect(path)) as db:
        found = db.execute("SELECT row, vector FROM vectors").fetchall()
    return {row: np.frombuffer(blob, dtype="<f4") for row, blob in found}


def random_vectors(count: int, dim: int, seed: int) -> Vector:
    """Unit vectors in clusters, as passages on a few topics are."""
    random = np.random.default_rng(seed)
    topics = random.normal(size=(20, dim))
    vectors = topics[random.integers(0, 20, count)] + 0.6 * random.normal(size=(count, dim))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
