"""What of a topic tells: how rare the word of each token is, and how far the record at large is from it.

In: a probe and the present snapshot. Out: weights that sum to 1. "Medical care in conflict" is told by
"medical": every second passage has "conflict" or a word as near to it, so that tells of none.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.embedding.token_codec import best_cosines
from index.search.snapshot import Snapshot
from index.store.lexical import LexicalIndex
from index.store.record_store import RecordStore
from rag.ranking.retrieval import POINT

SAMPLE = 256
"""Passages, evenly spaced, that stand for the record at large."""
LEAST_FAR = 0.02
"""How far a token counts to be at least, so that none is lost."""


def telling(
    words: Sequence[tuple[str, ...]], tokens: Vector, snapshot: Snapshot, store: RecordStore
) -> Vector:
    """Rarity of the token's word, times how far the record at large is from the token, squared."""
    rarity = _rarity(words, snapshot.lexical, store)
    far = farness(_at_large(tokens, snapshot, store))
    shares = rarity * far
    total = float(shares.sum())
    return (shares / total if total > 0 else far / far.sum()).astype(np.float32)


def distinctive(bests: Vector) -> Vector:
    """Per token its share of the whole, from best cosines of shape (passages, tokens): what every candidate
    has tells nothing."""
    far = farness(bests)
    shares: Vector = (far / far.sum()).astype(np.float32)
    return shares


def farness(bests: Vector) -> Vector:
    """Per token how far the passages are from it on the whole, squared."""
    if not len(bests):
        return np.ones(bests.shape[1], np.float32)
    far: Vector = np.square(np.maximum(1 - bests.mean(axis=0), LEAST_FAR))
    return far


def _at_large(tokens: Vector, snapshot: Snapshot, store: RecordStore) -> Vector:
    """Best cosines of a sample of the record's passages, shape (passages, tokens)."""
    points = np.flatnonzero(snapshot.kinds == POINT)
    chosen = points[np.linspace(0, len(points) - 1, min(SAMPLE, len(points))).astype(np.int64)]
    rows = [int(row) for row in snapshot.rows[chosen]]
    codes = store.token_codes(rows)
    if not rows:
        return np.empty((0, len(tokens)), np.float32)
    return best_cosines(tokens, [codes[row] for row in rows])


def _rarity(
    words: Sequence[tuple[str, ...]], lexical: LexicalIndex, store: RecordStore
) -> npt.NDArray[np.float32]:
    """Per token the inverse document frequency of its word's rarest term; 0 for function words."""
    numbers = store.term_ids({term for terms in words for term in terms})
    rarest = float(np.log1p((lexical.size + 0.5) / 0.5))
    return np.array(
        [
            max((lexical.idf(numbers[t]) if t in numbers else rarest for t in terms), default=0.0)
            for terms in words
        ],
        np.float32,
    )
