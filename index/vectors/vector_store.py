"""Nearest passages by cosine: what search asks of a vector store, and the store that leaves it to search.

In: the record store's vectors, by row. Out: rows and their cosines, best first, or None while the store
is not to be trusted. A store is derived: it never holds words, and rows it lacks are the caller's to scan.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.errors import InvalidInput
from index.vectors.feed import Rows

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
