"""A million vectors looked at quickly: each by what it measures along the axes that tell most of them apart.

In: unit vectors. Out: the axes, and every vector along them, a quarter of the bytes. A product with these is
close to the cosine; the best by it, many times as many as wanted, are then compared by their whole vectors.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.embedding.embedder import Vector

AXES = 96
SAMPLED = 20_000
"""Vectors, evenly spaced, that the axes are found by."""
LEAST = 200_000
"""Vectors that are few enough to be looked at whole."""
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
