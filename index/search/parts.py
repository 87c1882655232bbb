"""What a snapshot is made of: parts that are never changed once made, each with flags for what still counts.

In: rows of the record store, or a file of arrays. Out: vectors and postings of all live passages, numbered
through. A removal only clears flags, and what is new becomes a part of its own, so that bringing a large
snapshot up to date costs what changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from index.search.coarse import Coarse
from index.store.columns import PassageColumns
from index.store.lexical import Inverted, Live, join

Rows = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
BLOCK = 512
"""Rows scanned at a time: copied, they stay in the processor's cache, and the product is too small for the
linear algebra library to share it between threads, which then wait for each other (docs/performance.md)."""
FEW = 20_000
"""Positions that are looked at one by one."""
WIDER, LEAST_WIDE = 16, 8000
"""How many more than wanted are looked at whole, and how many at the least."""
SPACED, MANY_SAMPLED = 16, 2000
"""One score in so many is in a sample, and how many of a sample make it worth taking."""


@dataclass(frozen=True)
class Part:
    """Passages in the order of their rows: columns, vectors and postings."""

    columns: PassageColumns
    vectors: Vector
    postings: Inverted
    mapped: bool = False
    """From a file, and so left as it is."""
    coarse: Coarse | None = None
    copies: Rows | None = None
    """The numbers of the statements of each pair of copies, where the record is still just this part."""

    @property
    def rows(self) -> Rows:
        return self.columns.rows


@dataclass(frozen=True)
class Held:
    """A part and flags for what of it is live, None for all."""

    part: Part
    kept: Flags | None = None

    @cached_property
    def live(self) -> npt.NDArray[np.int64] | None:
        """Places of the live passages in the part, None for all."""
        return None if self.kept is None else np.flatnonzero(self.kept)

    @property
    def size(self) -> int:
        return len(self.part.rows if self.live is None else self.live)

    def of(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """Those of the part's values that are of live passages."""
        return values if self.live is None else values[self.live]

    @property
    def rows(self) -> Rows:
        return self.of(self.part.rows)

    @property
    def lexical(self) -> Live:
        return Live(self.part.postings, self.kept)

    def narrowed(self, kept: Flags) -> Held:
        """The part with only its flagged rows live; itself where that changes nothing."""
        before = self.kept
        same = kept.all() if before is None else np.array_equal(kept, before)
        return self if same else Held(self.part, kept)


class Vectors:
    """Unit vectors of the live passages, shape (n, dim), in as many arrays as there are parts."""

    def __init__(self, held: Sequence[Held], dim: int) -> None:
        self._held = held
        self._firsts = np.cumsum([0, *(one.size for one in held)])
        self.shape = (int(self._firsts[-1]), dim)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, positions: npt.ArrayLike) -> Vector:
        wanted = np.asarray(positions)
        if len(self._held) == 1:
            return self._of(0, wanted)
        found = np.empty((*wanted.shape, self.shape[1]), np.float32)
        for number, (first, last) in enumerate(zip(self._firsts, self._firsts[1:], strict=False)):
            inside = (wanted >= first) & (wanted < last)
            if inside.any():
                found[inside] = self._of(number, wanted[inside] - first)
        return found

    def _of(self, number: int, positions: npt.NDArray[np.int64]) -> Vector:
        one = self._held[number]
        found: Vector = one.part.vectors[positions if one.live is None else one.live[positions]]
        return found

    def __matmul__(self, vector: Vector) -> Vector:
        """The cosine of every live passage with a unit vector."""
        found = [np.empty(0, np.float32)]
        for one in self._held:
            found.append(one.of(_scanned(one.part.vectors, vector)))
        return np.concatenate(found)

    def nearest(self, vector: Vector, positions: npt.NDArray[np.int64], k: int) -> npt.NDArray[np.int64]:
        """The k of the positions nearest to a unit vector, best first, ties by position.

        Exact, unless there are more positions than `FEW` and coarse vectors: then the best are taken from
        `WIDER` times as many that look best by those.
        """
        if len(positions) > FEW and any(one.part.coarse for one in self._held):
            positions = positions[best(self._roughly(vector)[positions], max(WIDER * k, LEAST_WIDE))]
            positions.sort()
        return positions[best(self.cosines(vector, positions), k)]

    def _roughly(self, vector: Vector) -> Vector:
        scores = [
            _scanned(one.part.vectors, vector) if one.part.coarse is None else one.part.coarse.scores(vector)
            for one in self._held
        ]
        return np.concatenate([one.of(some) for one, some in zip(self._held, scores, strict=True)])

    def mean(self, positions: npt.NDArray[np.int64]) -> Vector:
        """The mean of the vectors at some positions, at least one."""
        starts = range(0, len(positions), BLOCK)
        total = sum((self[positions[at : at + BLOCK]].sum(axis=0) for at in starts), np.zeros(self.shape[1]))
        return np.asarray(total / len(positions), np.float32)

    def cosines(self, vector: Vector, positions: npt.NDArray[np.int64]) -> Vector:
        """The cosines of some passages with a unit vector; all are looked at where that is as cheap."""
        if len(positions) > len(self) // 3:
            return (self @ vector)[positions]
        starts = range(0, max(len(positions), 1), BLOCK)
        return np.concatenate([self[positions[at : at + BLOCK]] @ vector for at in starts])


def best(scores: Vector, k: int, above: float = -np.inf) -> npt.NDArray[np.int64]:
    """Indices of the k highest scores greater than `above`, best first; ties by index."""
    chosen = _likely(scores, k, above)
    found = scores[chosen]
    if k < len(chosen):
        highest = np.argpartition(-found, k)[:k]
        chosen, found = chosen[highest], found[highest]
    chosen, found = chosen[found > above], found[found > above]
    return chosen[np.lexsort((chosen, -found))]


def _likely(scores: Vector, k: int, above: float) -> npt.NDArray[np.int64]:
    """Indices that include the k highest. Of many scores, those beyond a limit that about twice as many
    reach, by a sample: finding the limit costs a tenth of sorting them."""
    sample = scores[::SPACED]
    reached = 2 * (k // SPACED + 8)
    if len(sample) > MANY_SAMPLED and reached < len(sample):
        least = np.partition(sample, len(sample) - reached)[len(sample) - reached]
        likely = np.flatnonzero(scores >= least if least > above else scores > above)
        if least <= above or len(likely) >= k:
            return likely
    return np.arange(len(scores))


def _scanned(vectors: Vector, vector: Vector) -> Vector:
    blocks = (vectors[at : at + BLOCK] @ vector for at in range(0, len(vectors), BLOCK))
    return np.concatenate([np.empty(0, np.float32), *blocks])


def joined(held: Sequence[Held]) -> Part:
    """The live passages of parts, one at least, as one part."""
    return Part(
        columns_of(held),
        np.concatenate([one.of(one.part.vectors) for one in held]),
        join([one.lexical for one in held]),
    )


def columns_of(held: Sequence[Held]) -> PassageColumns:
    """The columns of all live passages."""
    marks = [one.of(one.part.columns.marks) for one in held]
    return PassageColumns(
        column_of(held, "rows", np.int64),
        column_of(held, "statements", np.int64),
        column_of(held, "kinds", np.int8),
        np.concatenate([np.empty((0, 2), np.uint64), *marks]),
    )


def column_of(held: Sequence[Held], name: str, kind: type[np.generic]) -> npt.NDArray[Any]:
    """One column of all live passages."""
    return np.concatenate([np.empty(0, kind), *(one.of(getattr(one.part.columns, name)) for one in held)])


def narrowed(held: Sequence[Held], kept: Sequence[Flags]) -> list[Held]:
    """The parts with only the flagged rows of each, without parts of which none is left."""
    found = [one.narrowed(flags) for one, flags in zip(held, kept, strict=True)]
    return [one for one in found if one.size]
