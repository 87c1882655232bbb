"""Late interaction in context: candidates and the question's tokens in, a MaxSim score for each out.

MaxSim is the mean over the question's tokens of the best cosine with a token of the passage (Khattab and
Zaharia 2020). A token may also be matched in the passage before or after in the same statement, for a little
less: a speaker says only once who "she" or "the team" is. docs/choices.md says what that is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import TokenCodes, Vector
from index.embedding.token_codec import best_cosines
from index.search.snapshot import Snapshot

Positions = npt.NDArray[np.int64]
Codes = Mapping[int, TokenCodes]
BESIDE = (-1, 1)
IN_CONTEXT = 40
"""Candidates, best first by their own tokens, whose neighbours are looked at."""


def late_interaction(
    snapshot: Snapshot,
    positions: Positions,
    question: Vector,
    codes: Codes,
    around: float,
    codes_of: Callable[[Sequence[int]], Codes],
) -> Vector:
    """MaxSim of the question, shape (m, token_dim), with each passage, shape (positions,).

    `codes` are the passages' by row, and `codes_of` finds those of neighbours; a neighbour's tokens count
    `around` times as much as the passage's own, and nothing if it was removed in the meantime.
    """
    if not len(question):
        return np.full(len(positions), -1.0, np.float32)
    bests = best_cosines(question, [codes[int(row)] for row in snapshot.rows[positions]])
    if around:
        first = np.argsort(-bests.mean(axis=1), kind="stable")[:IN_CONTEXT]
        bests[first] = _in_context(snapshot, positions[first], bests[first], question, around, codes_of)
    late: Vector = bests.mean(axis=1)
    return late


def _in_context(
    snapshot: Snapshot,
    positions: Positions,
    bests: Vector,
    question: Vector,
    around: float,
    codes_of: Callable[[Sequence[int]], Codes],
) -> Vector:
    """The best cosines, shape (positions, m), raised by what the neighbours hold."""
    known = neighbours(snapshot, positions)
    none = np.empty((0, question.shape[1]), np.int8)
    codes = codes_of(snapshot.rows[known].tolist())
    theirs = best_cosines(question, [codes.get(int(row), none) for row in snapshot.rows[known]])
    held = bests.copy()
    for step in BESIDE:
        beside = _same(snapshot, positions, positions + step)
        near = theirs[np.searchsorted(known, positions[beside] + step)]
        held[beside] = np.maximum(held[beside], around * near)
    return held


def neighbours(snapshot: Snapshot, positions: Positions) -> Positions:
    """The passages before and after these in the same statement; ascending, each once."""
    beside = (near[_same(snapshot, positions, near)] for near in (positions + step for step in BESIDE))
    return np.unique(np.concatenate(list(beside)))


def _same(snapshot: Snapshot, positions: Positions, others: Positions) -> npt.NDArray[np.bool_]:
    """Per pair: is the other one there, and of the same statement?"""
    inside = (others >= 0) & (others < snapshot.size)
    inside[inside] = snapshot.owner[others[inside]] == snapshot.owner[positions[inside]]
    return inside
