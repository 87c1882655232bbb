"""Which rows share one vector: identical vectors are indexed once, and the results name all their rows.

In: rows and vectors. Out: for every row held, the row that stands for its vector. An HNSW graph with many
identical vectors falls apart into islands: with 2,500 copies among 6,000 vectors a quarter of the others
could no longer be found. Procedural formulas repeat in just that way.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.vectors.feed import Batch, Rows

Marks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows, ascending; for each the row that heads it in the index, and a 64-bit mark of its vector."""

    rows: Rows
    heads: Rows
    marks: Marks

    @staticmethod
    def none() -> Duplicates:
        empty = np.zeros(0, dtype=np.int64)
        return Duplicates(empty, empty, empty)

    @staticmethod
    def read(path: Path) -> Duplicates:
        """Raises ValueError or OSError where the file is not one that `write` wrote."""
        table = np.load(path, allow_pickle=False)
        if table.dtype != np.int64 or table.ndim != 2 or len(table) != 3:
            raise ValueError(f"{path.name} is not a table of rows.")
        return Duplicates(*table)

    def write(self, path: Path) -> None:
        np.save(path, np.stack([self.rows, self.heads, self.marks]), allow_pickle=False)

    def keep(self, alive: Rows) -> Duplicates:
        kept = np.isin(self.rows, alive)
        return Duplicates(self.rows[kept], self.heads[kept], self.marks[kept])

    def with_batch(self, batch: Batch) -> Duplicates:
        """These and the batch's rows, each under the head that has its vector, or heading itself."""
        known = dict(zip(self.marks.tolist(), self.heads.tolist(), strict=True))
        marks = _marks(batch.vectors)
        heads = [known.setdefault(mark, row) for mark, row in zip(marks, batch.rows.tolist(), strict=True)]
        return Duplicates(
            np.concatenate([self.rows, batch.rows]),
            np.concatenate([self.heads, np.array(heads, dtype=np.int64)]),
            np.concatenate([self.marks, np.array(marks, dtype=np.int64)]),
        )

    def ids(self) -> Rows:
        """The heads, ascending: what the index holds."""
        return np.unique(self.heads)


class Expansion:
    """From heads found to all the rows they stand for."""

    def __init__(self, duplicates: Duplicates) -> None:
        order = np.argsort(duplicates.heads, kind="stable")
        self._heads = duplicates.heads[order]
        self._rows = duplicates.rows[order]

    def __call__(self, heads: Rows, scores: Vector) -> tuple[Rows, Vector]:
        """The rows of each head, each with its head's score; a row that another process has made a head since
        stands for itself."""
        known = np.isin(heads, self._heads)
        rows, score = self._expanded(heads[known], scores[known])
        return np.concatenate([rows, heads[~known]]), np.concatenate([score, scores[~known]])

    def _expanded(self, heads: Rows, scores: Vector) -> tuple[Rows, Vector]:
        first = np.searchsorted(self._heads, heads, side="left")
        counts = np.searchsorted(self._heads, heads, side="right") - first
        starts = np.cumsum(counts) - counts
        places = np.repeat(first - starts, counts) + np.arange(int(counts.sum()))
        return self._rows[places], np.repeat(scores, counts)


def _marks(vectors: Vector) -> list[int]:
    return [
        int.from_bytes(blake2b(vector.tobytes(), digest_size=8).digest(), "little", signed=True)
        for vector in vectors
    ]
