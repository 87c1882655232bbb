"""The record store's vectors as the derived stores read them: by row, read-only, in short reads.

In: where the record lies, which other connections may be writing. Out: rows and float32 vectors.
Refuses vectors of another dimension than the index's. Each read is its own transaction, so that a long
publish never holds the store's write-ahead log; rows are given in commit order and never reused, so that
"up to row n" means the same to every read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector, readable
from index.errors import StorageFailed
from index.store.database import Place
from index.store.places import reading
from index.store.queries import batches, marks

Rows = npt.NDArray[np.int64]

BATCH = 5_000
"""Chroma takes at most 5,461 rows a call."""
_ROWS = "SELECT row FROM vectors ORDER BY row"
_BETWEEN = "SELECT row, vector FROM vectors WHERE row > ? AND row <= ? ORDER BY row LIMIT ?"
_CHOSEN = "SELECT row, vector FROM vectors WHERE row IN {} ORDER BY row"


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows, ascending, and their vectors, shape (rows, dim)."""

    rows: Rows
    vectors: Vector


class VectorFeed:
    """Reads the vectors of the record store without ever writing to it."""

    def __init__(self, database: Place, dim: int) -> None:
        self._database = database
        self._dim = dim

    def last_row(self) -> int:
        """The highest row ever given, 0 before the first; it never goes back within one store."""
        with reading(self._database) as db:
            return db.last_number("passages")

    def rows(self) -> Rows:
        """Every row there is now, ascending."""
        with reading(self._database) as db:
            return np.fromiter((row for (row,) in db.execute(_ROWS)), dtype=np.int64)

    def between(self, after: int, until: int) -> Iterator[Batch]:
        """The vectors of the rows in (after, until], in batches of at most BATCH."""
        with reading(self._database) as db:
            while found := db.execute(_BETWEEN, (after, until, BATCH)).fetchall():
                yield self._batch(found)
                after = found[-1][0]

    def chosen(self, rows: Rows) -> Batch:
        """The vectors of those of the given rows that are still there."""
        with reading(self._database) as db:
            found = [
                row
                for some in batches(np.sort(rows).tolist())
                for row in db.execute(_CHOSEN.format(marks(some)), some)
            ]
        return self._batch(found)

    def _batch(self, found: Sequence[tuple[int, bytes]]) -> Batch:
        rows = np.array([row for row, _ in found], dtype=np.int64)
        blobs = [blob for _, blob in found]
        size = 4 * self._dim
        wrong = next((row for row, blob in found if not isinstance(blob, bytes) or len(blob) != size), None)
        if wrong is not None:
            raise StorageFailed(
                f"The vector of row {wrong} does not have {self._dim} numbers: "
                "restore the index from a backup, or delete its folder and add the records again."
            )
        return Batch(rows, readable(b"".join(blobs)).reshape(len(rows), self._dim))
