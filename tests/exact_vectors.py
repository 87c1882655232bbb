"""The reference that vector stores and search are held to: every vector in one matrix, looked at whole."""

from __future__ import annotations

import threading

import numpy as np

from index.embedding.embedder import Vector
from index.errors import StorageFailed
from index.store.database import Place
from index.vectors.feed import Rows, VectorFeed
from index.vectors.vector_store import Neighbours, State, checked_query


class ExactVectors:
    """A vector store that cannot miss a neighbour."""

    def __init__(self, database: Place, dim: int) -> None:
        self._feed = VectorFeed(database, dim)
        self._dim = dim
        self._held: tuple[Rows, Vector, int] | None = None
        self._failed = ""
        self._loading = threading.Lock()

    @property
    def applied_row(self) -> int:
        return self._held[2] if self._held else 0

    @property
    def state(self) -> State:
        return "ready" if self._held else "absent"

    @property
    def detail(self) -> str:
        if self._failed:
            return self._failed
        return f"{len(self._held[0])} vectors are held in memory." if self._held else "Nothing is loaded yet."

    def query(self, vector: Vector, k: int) -> Neighbours | None:
        unit = checked_query(vector, self._dim)
        held = self._held
        if held is None:
            return None
        rows, matrix, applied = held
        return Neighbours(*nearest(rows, matrix, unit, k), applied)

    def publish(self, *, wait: bool) -> None:
        with self._loading:
            try:
                self._load()
                self._failed = ""
            except StorageFailed as error:
                self._failed = str(error)

    def start(self) -> None:
        self.publish(wait=True)

    def verify(self) -> str:
        return self._failed

    def close(self) -> None:
        self._held = None

    def _load(self) -> None:
        until = self._feed.last_row()
        batches = list(self._feed.between(0, until))
        rows = np.concatenate([np.zeros(0, np.int64), *(batch.rows for batch in batches)])
        empty = np.zeros((0, self._dim), np.float32)
        matrix = np.concatenate([empty, *(unit_rows(batch.vectors) for batch in batches)])
        self._held = (rows, matrix, until)


def nearest(rows: Rows, matrix: Vector, unit: Vector, k: int) -> tuple[Rows, Vector]:
    """The k rows whose unit vectors, (n, dim), are nearest to the unit query; ties by row."""
    scores = matrix @ unit
    count = max(0, min(k, len(rows)))
    chosen = np.argpartition(-scores, count - 1)[:count] if 0 < count < len(rows) else np.arange(len(rows))
    chosen = chosen[np.lexsort((rows[chosen], -scores[chosen]))][:count]
    return rows[chosen], scores[chosen]


def unit_rows(vectors: Vector) -> Vector:
    """Each row scaled to length one; a zero row stays zero."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    scaled: Vector = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return scaled
