"""A reader that remembers what it read lately: both sides of an issue, the next page of a list, a briefing
after its answer read the same sentences.

In: a reader. Out: a reader that says the same, which is possible because a reading does not depend on
what is read beside it.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Generic, TypeVar

from rag.reader.reading import Read, Reader, ReadPassage, Sided

MOST = 4096
"""Readings of each kind that are remembered."""
RANKED = 512
"""Searches of which is remembered how all of their passages were read together."""
Told = TypeVar("Told", Read, Sided)
Reading = Callable[[Sequence[int]], list[Told]]
"""Reads the passages at these places."""


class RememberingReader:
    """Safe to use from several threads."""

    def __init__(self, reader: Reader, most: int = MOST) -> None:
        self._reader = reader
        self._read, self._skimmed = _Memory[Read](most), _Memory[Read](most)
        self._sided, self._leaning = _Memory[Sided](most), _Memory[Sided](most)
        self._ranked = lru_cache(RANKED)(self._rank)

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return self._read.told(question, passages, lambda at: self._reader.read(question, _of(passages, at)))

    def again(self, question: str, passages: Sequence[ReadPassage], skimmed: Sequence[Read]) -> list[Read]:
        return self._read.told(
            question,
            passages,
            lambda at: self._reader.again(question, _of(passages, at), [skimmed[one] for one in at]),
        )

    def ranked(self, question: str, passages: Sequence[ReadPassage], before: int = 0) -> list[Read]:
        """Remembers these passages together, since how carefully each is read depends on the others."""
        return list(self._ranked(question, tuple(passages), before))

    def _rank(self, question: str, passages: tuple[ReadPassage, ...], before: int) -> tuple[Read, ...]:
        return tuple(self._reader.ranked(question, passages, before))

    def skim(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return self._skimmed.told(
            question, passages, lambda at: self._reader.skim(question, _of(passages, at))
        )

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        return self._leaning.told(claim, passages, lambda at: self._reader.leaning(claim, _of(passages, at)))

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        known = self.leaning(claim, passages) if leaning is None else leaning
        return self._sided.told(
            claim,
            passages,
            lambda at: self._reader.stance(claim, _of(passages, at), [known[one] for one in at]),
        )


class _Memory(Generic[Told]):
    """The latest readings of passages for a question or claim; the oldest is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._held: OrderedDict[tuple[str, ReadPassage], Told] = OrderedDict()

    def told(self, asked: str, passages: Sequence[ReadPassage], read: Reading[Told]) -> list[Told]:
        keys = [(asked, one) for one in passages]
        with self._lock:
            known = {key: self._held[key] for key in keys if key in self._held}
        missing = [at for at, key in enumerate(keys) if key not in known]
        for at, told in zip(missing, read(missing) if missing else (), strict=True):
            known[keys[at]] = told
        with self._lock:
            for key in keys:
                self._held[key] = known[key]
                self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return [known[key] for key in keys]


def _of(passages: Sequence[ReadPassage], places: Sequence[int]) -> list[ReadPassage]:
    return [passages[at] for at in places]
