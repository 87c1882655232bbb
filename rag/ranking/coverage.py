"""How much of a question's rare words each passage holds.

In: the words with their numbers in the lexical index, positions of passages. Out: shares between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.search.parts import Flags
from index.store.lexical import LexicalIndex
from rag.ranking.late_interaction import Positions


def coverage(
    lexical: LexicalIndex, numbered: Mapping[int, float], terms: int, positions: Positions
) -> Vector:
    """Share of the question's rarity that each passage holds: idf of its terms there over idf of all.

    A term that no passage holds counts as rare as can be. Shape (positions,), between 0 and 1.
    """
    rarest = float(np.log1p((lexical.size + 0.5) / 0.5))
    held = np.zeros(len(positions), np.float32)
    total = rarest * (terms - len(numbered))
    for term in numbered:
        total += lexical.idf(term)
        held += lexical.idf(term) * _among(positions, lexical.holding(term), lexical.size)
    return held / max(total, 1e-6)


def _among(positions: Positions, holding: npt.NDArray[np.int32], size: int) -> Flags:
    """Per position of `size` in all: is it one of `holding`, which ascends?"""
    if len(positions) + len(holding) > size // 8:  # marking each then costs less than looking each up
        marked = np.zeros(size, np.bool_)
        marked[holding] = True
        return marked[positions]
    wanted = positions.astype(holding.dtype)
    at = np.searchsorted(holding, wanted)
    flags = at < len(holding)
    flags[flags] = holding[at[flags]] == wanted[flags]
    return flags
