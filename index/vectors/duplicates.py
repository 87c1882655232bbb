"""Which rows share one vector: identical vectors are indexed once, and the results name all their rows.

In: rows and vectors. Out: for every row held, the row that stands for its vector. An HNSW graph with many
identical vectors falls apart into islands: with 2,500 copies among 6,000 vectors a quarter of the others
could no longer be found. Procedural formulas repeat in just that way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np

from index.embedding.embedder import Vector
from index.vectors.feed import Batch, Rows


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Rows, ascending, and for each the row that heads it in the index."""

    rows: Rows
    heads: Rows

    @staticmethod
    def read(path: Path) -> Duplicates:
        """Raises ValueError or OSError where the file is not one that `write` wrote."""
        table = np.load(path, allow_pickle=False)
        if table.dtype != np.int64 or table.ndim != 2 or len(table) != 2:
            raise ValueError(f"{path.name} is not a table of rows.")
        return Duplicates(*table)

    def write(self, path: Path) -> None:
        np.save(path, np.stack([self.rows, self.heads]), allow_pickle=False)

    def ids(self) -> Rows:
        """The heads, ascending: what the index holds."""
        return np.unique(self.heads)


def index_once(
    batches: Iterable[Batch], add: Callable[[Rows, Vector], None] = lambda rows, vectors: None
) -> Duplicates:
    """Adds the first row of each vector to the index, and notes which row stands for which."""
    heads: dict[bytes, int] = {}
    rows, found = [], []
    for batch in batches:
        at = [
            heads.setdefault(blake2b(vector.tobytes(), digest_size=16).digest(), row)
            for row, vector in zip(batch.rows.tolist(), batch.vectors, strict=True)
        ]
        rows.append(batch.rows)
        found.append(np.array(at, np.int64))
        first = batch.rows == found[-1]
        add(batch.rows[first], batch.vectors[first])
    none = np.zeros(0, np.int64)
    return Duplicates(np.concatenate([none, *rows]), np.concatenate([none, *found]))


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
