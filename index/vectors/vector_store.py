"""Nearest passages by cosine: what search asks of a vector store, and the exact store in memory.

In: the record store's vectors, by row. Out: rows and their cosines, best first, or None while the store
is not to be trusted. A store is derived: it never holds words, and rows it lacks are the caller's to scan.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.errors import InvalidInput, StorageFailed
from index.store.database import Place
from index.vectors.feed import Rows, VectorFeed

State = Literal["absent", "published", "verifying", "ready", "rebuilding", "damaged"]
"""`published`: there for a service to open, seen by a process that did not start the store."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Rows with their cosines, best first, from a store that holds every row up to `applied_row`.

    Rows removed since may be among them; rows beyond `applied_row` never are.
    """

    rows: Rows
    scores: Vector
    applied_row: int


class VectorStore(Protocol):
    """Nearest rows by cosine; one contract test suite holds every implementation to it."""

    @property
    def applied_row(self) -> int:
        """Rows up to this one are held; 0 while nothing is trusted."""

    @property
    def state(self) -> State: ...

    @property
    def detail(self) -> str:
        """One sentence for `status`."""

    def query(self, vector: Vector, k: int) -> Neighbours | None:
        """The k nearest rows (fewer where it holds fewer), None while the store is not trusted.

        Raises InvalidInput for a vector that is not of the index's dimension, not finite or zero.
        """

    def publish(self, *, wait: bool) -> None:
        """Brings the store up to the record store's present rows, in the background unless `wait`.

        Calls made while one is under way are served together by the next. A failure is not an error of the
        caller's: `state` and `detail` say so, and what was published before keeps serving.
        """

    def start(self) -> None:
        """Checks what was published before, in the background; then trusts it or rebuilds it.

        Queries are answered only after this. A command that answers one question need not call it.
        """

    def verify(self) -> str:
        """What is wrong with what was published, looked at without repairing it; empty for nothing."""

    def close(self) -> None:
        """Stops background work and lets go of files; a publish under way is given up, harmlessly."""


class ExactVectors:
    """Every vector in one matrix: the reference the others are held to, and the fallback without Chroma."""

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


class ScannedVectors:
    """No vector index at all: search scans what it holds of the record, exactly."""

    applied_row = 0
    state: State = "absent"

    def __init__(
        self, detail: str = "No vector index is configured; search scans. Set ONRECORD_CHROMA_URL for one."
    ) -> None:
        self.detail = detail

    def query(self, vector: Vector, k: int) -> Neighbours | None:
        return None

    def publish(self, *, wait: bool) -> None:
        """There is nowhere to publish to."""

    def start(self) -> None:
        """There is nothing to start."""

    def verify(self) -> str:
        return ""

    def close(self) -> None:
        """There is nothing to close."""


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


def checked_query(vector: npt.ArrayLike, dim: int) -> Vector:
    """The query scaled to length one; raises InvalidInput where it has no direction."""
    query: Vector = np.asarray(vector, dtype=np.float32)
    if query.shape != (dim,):
        raise InvalidInput(
            f"The query vector has shape {query.shape}, the index holds vectors of {dim} numbers."
        )
    length = float(np.linalg.norm(query))
    if not np.isfinite(length) or length == 0:
        raise InvalidInput("The query vector is zero or not finite: embed the question again.")
    unit: Vector = (query / length).astype(np.float32)
    return unit
