"""BM25 over postings held in arrays: terms in, scores for every passage out.

The postings are read from the record store, where they are written in the passage's own transaction.
SQLite's FTS5 ranks the same question in tens of milliseconds at 100,000 passages when it holds common
words; adding up arrays takes about one, and any filter is a mask over the result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

K1 = 1.2
"""Saturation of repeated terms (Robertson and Zaragoza 2009, section 3.5)."""
B = 0.75
"""Strength of length normalisation (same source)."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Terms of passages in passage order: passage `i` holds `terms[starts[i]:starts[i + 1]]`."""

    starts: npt.NDArray[np.int64]
    terms: Ints
    counts: npt.NDArray[np.uint16]

    @property
    def passages(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True, slots=True)
class Inverted:
    """Postings by term: term `t` stands in `passages[starts[t]:starts[t + 1]]` as often as `counts`."""

    starts: npt.NDArray[np.int64]
    passages: Ints
    counts: npt.NDArray[np.uint16]
    lengths: Floats

    def of(self, term: int) -> slice:
        """Where the term's postings stand."""
        if term + 1 >= len(self.starts):
            return slice(0, 0)
        return slice(int(self.starts[term]), int(self.starts[term + 1]))


@dataclass(frozen=True)
class Live:
    """Inverted postings of which only the passages that `kept` flags still count, all where it is None."""

    postings: Inverted
    kept: Flags | None = None

    @cached_property
    def size(self) -> int:
        return len(self.postings.lengths) if self.kept is None else int(self.kept.sum())

    @cached_property
    def places(self) -> Ints:
        """Per passage how many live ones stand before it."""
        assert self.kept is not None
        return np.cumsum(self.kept, dtype=np.int32) - self.kept

    @cached_property
    def total(self) -> float:
        """The lengths of the live passages together."""
        return float(self.live(self.postings.lengths).sum(dtype=np.float64))

    def live(self, scores: Floats) -> Floats:
        return scores if self.kept is None else scores[self.kept]

    def holding(self, term: int) -> Ints:
        """Places of the term among the live passages, ascending."""
        passages = self.postings.passages[self.postings.of(term)]
        return passages if self.kept is None else self.places[passages[self.kept[passages]]]

    def of_passages(self, wanted: Flags, first: int) -> tuple[Ints, Ints, npt.NDArray[np.uint16]]:
        """The postings of the flagged ones of the live passages, which are numbered from `first` on."""
        held = self.postings
        flags = wanted
        if self.kept is not None:
            flags = np.zeros(len(held.lengths), np.bool_)
            flags[np.flatnonzero(self.kept)[wanted]] = True
        at = np.flatnonzero(flags[held.passages])
        passages = held.passages[at] if self.kept is None else self.places[held.passages[at]]
        terms = np.searchsorted(held.starts, at, side="right").astype(np.int32) - 1
        return passages + np.int32(first), terms, held.counts[at]

    def frequency(self, term: int) -> int:
        at = self.postings.of(term)
        return at.stop - at.start if self.kept is None else len(self.holding(term))


class LexicalIndex:
    """BM25 over parts that follow each other; passages are numbered through, those not live left out."""

    def __init__(self, *parts: Live) -> None:
        self._parts = parts
        self.size = sum(part.size for part in parts)
        self._firsts = np.cumsum([0, *(part.size for part in parts)]).tolist()

    @cached_property
    def _norms(self) -> list[Floats]:
        """What saturation adds to a count, per passage: more for a longer one."""
        mean = max(sum(part.total for part in self._parts) / max(self.size, 1), 1.0)
        return [
            np.float32(K1) * (1 - B + B * part.postings.lengths / np.float32(mean)) for part in self._parts
        ]

    def frequency(self, term: int) -> int:
        """Number of passages that hold the term."""
        return sum(part.frequency(term) for part in self._parts)

    def idf(self, term: int) -> float:
        """Inverse document frequency, never negative (Lucene's form of Robertson-Sparck Jones)."""
        frequency = self.frequency(term)
        return float(np.log1p((self.size - frequency + 0.5) / (frequency + 0.5)))

    def holding(self, term: int) -> Ints:
        """Positions of the passages that hold the term, ascending."""
        if len(self._parts) == 1:
            return self._parts[0].holding(term)
        found = [
            part.holding(term) + np.int32(first)
            for part, first in zip(self._parts, self._firsts, strict=False)
        ]
        return np.concatenate([np.empty(0, np.int32), *found])

    @property
    def lengths(self) -> Floats:
        """Per passage how many terms stand in it."""
        return np.concatenate([np.empty(0, np.float32), *(p.live(p.postings.lengths) for p in self._parts)])

    def of_passages(self, wanted: Flags) -> tuple[Ints, Ints, npt.NDArray[np.uint16]]:
        """The postings of the flagged passages, in no order: position, term, how often it stands there."""
        found = [
            part.of_passages(wanted[first : first + part.size], first)
            for part, first in zip(self._parts, self._firsts, strict=False)
        ]
        none = (np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.uint16))
        positions, terms, counts = (np.concatenate(some) for some in zip(none, *found, strict=True))
        return positions, terms, counts

    def scores(self, weights: Mapping[int, float]) -> Floats:
        """BM25 of every passage for the weighted terms, shape (size,); zero where none occurs."""
        worth = {term: np.float32(weight * self.idf(term) * (K1 + 1)) for term, weight in weights.items()}
        found = [
            part.live(_scores(part.postings, norm, worth))
            for part, norm in zip(self._parts, self._norms, strict=True)
        ]
        return found[0] if len(found) == 1 else np.concatenate([np.empty(0, np.float32), *found])


def _scores(postings: Inverted, norm: Floats, worth: Mapping[int, np.float32]) -> Floats:
    total = np.zeros(len(norm), np.float32)
    for term, weight in worth.items():
        at = postings.of(term)
        passages, counts = postings.passages[at], postings.counts[at].astype(np.float32)
        total[passages] += weight * counts / (counts + norm[passages])
    return total


def invert(postings: Postings) -> Inverted:
    """Postings by passage turned into postings by term: sorted by term and place, both in one number.

    A sparse transpose takes half the time at 100,000 passages, but importing scipy costs each question from
    the command line three times what it saves.
    """
    terms, count = postings.terms, len(postings.terms)
    order = np.sort(terms.astype(np.int64) << 32 | np.arange(count)) & 0xFFFFFFFF
    passages = np.repeat(np.arange(postings.passages, dtype=np.int32), np.diff(postings.starts))
    summed = np.concatenate([[0], np.cumsum(postings.counts, dtype=np.int64)])
    return Inverted(
        np.concatenate([[0], np.cumsum(np.bincount(terms))]).astype(np.int64),
        passages[order],
        postings.counts[order],
        np.diff(summed[postings.starts]).astype(np.float32),
    )


def join(parts: Sequence[Live]) -> Inverted:
    """The live passages of consecutive parts as one: each term's postings of one part behind those of the
    part before, so that nothing is sorted again."""
    whole = [_narrowed(part) for part in parts]
    terms = max((len(part.starts) for part in whole), default=1) - 1
    uses = [np.pad(np.diff(part.starts), (0, terms + 1 - len(part.starts))) for part in whole]
    starts = np.concatenate([[0], np.cumsum(sum(uses, np.zeros(terms, np.int64)))]).astype(np.int64)
    passages, counts = np.empty(starts[-1], np.int32), np.empty(starts[-1], np.uint16)
    before, first = starts[:-1].copy(), 0
    for part, used in zip(whole, uses, strict=True):
        own = np.cumsum(used) - used
        at = np.repeat(before - own, used) + np.arange(len(part.passages))
        passages[at], counts[at] = part.passages + np.int32(first), part.counts
        before += used
        first += len(part.lengths)
    lengths = np.concatenate([np.empty(0, np.float32), *(part.lengths for part in whole)])
    return Inverted(starts, passages, counts, lengths)


def _narrowed(part: Live) -> Inverted:
    held = part.postings
    if part.kept is None:
        return held
    inside = part.kept[held.passages]
    before = np.concatenate([[0], np.cumsum(inside)])
    return Inverted(
        before[held.starts].astype(np.int64),
        part.places[held.passages[inside]],
        held.counts[inside],
        held.lengths[part.kept],
    )
