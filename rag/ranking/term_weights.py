"""The weight of each token of a topic: the rarity of its word, and how far passages at large are from it.

In: the topic's words and token vectors, and the present snapshot. Out: weights that sum to 1. In "medical
care in conflict" the word "medical" weighs most: every second passage has "conflict" or a word close to it,
so that word hardly tells one passage from another.
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
"""Passages, evenly spaced, that represent the whole record."""
LEAST_FAR = 0.02
"""The least distance a token is given, so that none drops out."""


def idf_weights(
    words: Sequence[tuple[str, ...]], tokens: Vector, snapshot: Snapshot, store: RecordStore
) -> Vector:
    """Inverse document frequency of the token's word, times its distance from passages at large, squared."""
    rarity = _rarity(words, snapshot.lexical, store)
    far = squared_distances(_at_large(tokens, snapshot, store))
    shares = rarity * far
    total = float(shares.sum())
    return (shares / total if total > 0 else far / far.sum()).astype(np.float32)


def contrast_weights(bests: Vector) -> Vector:
    """Per token its share of the whole, from best cosines of shape (passages, tokens): a token that every
    candidate matches counts little."""
    far = squared_distances(bests)
    shares: Vector = (far / far.sum()).astype(np.float32)
    return shares


def squared_distances(bests: Vector) -> Vector:
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
    return best_cosines(tokens, [codes[row] for row in rows if row in codes])


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
