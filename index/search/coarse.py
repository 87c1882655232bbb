"""A million vectors scanned quickly: each by its measures along the few axes on which vectors differ most.

In: unit vectors. Out: the axes, and every vector along them, a quarter of the bytes. A product with these is
close to the cosine. The best by it, many times as many as wanted, are then compared by their whole vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.embedding.embedder import Vector

AXES = 96
SAMPLED = 20_000
"""How many vectors, evenly spaced, the axes are found from."""
LEAST = 200_000
"""Up to this many vectors are compared whole."""
BLOCK = 8192


@dataclass(frozen=True, slots=True)
class Coarse:
    """Axes, shape (dim, AXES), and the vectors along them, shape (n, AXES)."""

    axes: Vector
    along: Vector

    def scores(self, vector: Vector) -> Vector:
        """Approximate cosines with a unit vector, shape (n,)."""
        found: Vector = self.along @ (vector @ self.axes)
        return found


def coarse(vectors: Vector) -> Coarse | None:
    """None for few vectors. The axes are those of the largest second moments (principal components without
    taking the mean away, for it is products that are to be kept)."""
    if len(vectors) < LEAST or vectors.shape[1] <= AXES:
        return None
    sample = vectors[:: max(len(vectors) // SAMPLED, 1)]
    _, axes = np.linalg.eigh(sample.T @ sample)
    chosen = np.ascontiguousarray(axes[:, -AXES:])
    along = np.empty((len(vectors), AXES), np.float32)
    for at in range(0, len(vectors), BLOCK):
        along[at : at + BLOCK] = vectors[at : at + BLOCK] @ chosen
    return Coarse(chosen, along)
