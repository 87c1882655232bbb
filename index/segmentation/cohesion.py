"""How two neighbouring stretches of a statement hang together by their words: numbers for every gap.

In: the content terms of each sentence. Out: one row of `COHESION` numbers for each gap between sentences.
Terms are weighed by how few of the statement's sentences use them (idf within the statement), so that the
theme that all sentences share counts for little. Block similarity is that of TextTiling (Hearst 1997).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

from index.process.deadline import look

COHESION = (
    "same as one before", "same as three before", "same as one after", "same blocks", "valley", "new terms",
    "taken up later", "dropped", "subject just before", "subject before", "subject later", "subject repeated",
)  # fmt: skip
_NEAR = 3  # sentences looked at on either side of a gap


def cohesion(terms: Sequence[Sequence[str]], subjects: Sequence[Sequence[str]]) -> list[list[float]]:
    """A row for each gap `i | i + 1`; `subjects` are the first content terms of each sentence."""
    return _Words(terms, subjects).rows()


class _Words:
    """The term sets of one statement's sentences, and their weights."""

    def __init__(self, terms: Sequence[Sequence[str]], subjects: Sequence[Sequence[str]]) -> None:
        self._count = len(terms)
        self._sets = [frozenset(sentence) for sentence in terms]
        self._subjects = [frozenset(subject) for subject in subjects]
        used = Counter(term for sentence in self._sets for term in sentence)
        self._weight = {term: log((self._count + 1) / (n + 0.5)) ** 2 for term, n in used.items()}
        starts = range(-_NEAR - 1, self._count + 1)
        self._stretches = {start: self._union(start, start + _NEAR) for start in starts}
        self._sizes: dict[frozenset[str], float] = {}

    def rows(self) -> list[list[float]]:
        blocks = [self._alike(self._before(at), self._after(at)) for at in range(1, self._count)]
        seen: set[str] = set()
        rows = []
        for at in range(1, self._count):
            look()
            seen |= self._sets[at - 1]
            rows.append([*self._words_around(at, seen), *self._subject(at, seen)])
            rows[-1][3:3] = [blocks[at - 1], _valley(blocks, at - 1)]
        return rows

    def _words_around(self, at: int, seen: set[str]) -> list[float]:
        here, before, after = self._sets[at], self._before(at), self._after(at)
        later, earlier = self._after(at + 1), self._before(at - 1)
        last = self._sets[at - 1]
        following = self._sets[at + 1] if at + 1 < self._count else frozenset[str]()
        return [
            self._alike(here, last),
            self._alike(here, before),
            self._alike(here, following),
            len(here - seen) / (len(here) + 1),
            self._size((here & later) - before) / (self._size(here) + 1),
            self._size((last & earlier) - after) / (self._size(last) + 1),
        ]

    def _subject(self, at: int, seen: set[str]) -> list[float]:
        subject = self._subjects[at]
        nearby = (self._sets[at - 1], seen, self._after(at + 1), self._subjects[at - 1])
        return [float(not subject.isdisjoint(words)) for words in nearby]

    def _before(self, at: int) -> frozenset[str]:
        return self._stretches[at - _NEAR]

    def _after(self, at: int) -> frozenset[str]:
        return self._stretches[at]

    def _union(self, start: int, end: int) -> frozenset[str]:
        return frozenset().union(*self._sets[max(0, start) : max(0, end)])

    def _size(self, words: frozenset[str]) -> float:
        size = self._sizes.get(words)
        if size is None:
            size = self._sizes[words] = sqrt(sum(map(self._weight.__getitem__, words)))
        return size

    def _alike(self, left: frozenset[str], right: frozenset[str]) -> float:
        both = sum(map(self._weight.__getitem__, left & right))
        sizes = self._size(left) * self._size(right)
        return both / sizes if sizes > 0 else 0.0


def _valley(values: Sequence[float], at: int) -> float:
    """How far `values[at]` lies below the highest values near it on either side."""
    left = max(values[max(0, at - _NEAR) : at], default=0.0)
    right = max(values[at + 1 : at + 1 + _NEAR], default=0.0)
    return max(0.0, left - values[at]) + max(0.0, right - values[at])
