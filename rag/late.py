"""Late interaction in context: candidates and the question's tokens in, a MaxSim score for each out.

MaxSim is the mean over the question's tokens of the best cosine with a token of the passage (Khattab and
Zaharia 2020). A token may also be met by the passage before or after in the same statement, for a little
less: who "she" or "the team" is, a speaker says once. What that is worth stands in docs/quality.md.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from index.embedder import TokenCodes, Vector
from index.snapshot import Snapshot
from index.tokencodec import best_cosines

Positions = npt.NDArray[np.int64]
BESIDE = (-1, 1)


def with_neighbours(snapshot: Snapshot, positions: Positions) -> Positions:
    """The positions, and those before and after them in the same statement; ascending."""
    beside = (near[_same(snapshot, positions, near)] for near in (positions + step for step in BESIDE))
    return np.unique(np.concatenate([positions, *beside]))


def late_interaction(
    snapshot: Snapshot,
    positions: Positions,
    question: Vector,
    codes: Mapping[int, TokenCodes],
    around: float,
) -> Vector:
    """MaxSim of the question, shape (m, token_dim), with each passage, shape (positions,).

    `codes` are by row; a neighbour's tokens count `around` of the passage's own, nothing without codes.
    """
    known = with_neighbours(snapshot, positions) if around else np.unique(positions)
    none = np.empty((0, question.shape[1]), np.int8)
    bests = best_cosines(question, [codes.get(int(row), none) for row in snapshot.rows[known]])
    held = bests[np.searchsorted(known, positions)]
    for step in BESIDE if around else ():
        beside = _same(snapshot, positions, positions + step)
        theirs = bests[np.searchsorted(known, positions[beside] + step)]
        held[beside] = np.maximum(held[beside], around * theirs)
    late: Vector = held.mean(axis=1) if len(question) else np.full(len(held), -1.0, np.float32)
    return late


def _same(snapshot: Snapshot, positions: Positions, others: Positions) -> npt.NDArray[np.bool_]:
    """Per pair: is the other one there, and of the same statement?"""
    inside = (others >= 0) & (others < snapshot.size)
    inside[inside] = snapshot.owner[others[inside]] == snapshot.owner[positions[inside]]
    return inside
