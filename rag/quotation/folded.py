"""Folded statements by number: their words, the runs they share with a quotation, how often a word occurs.

In: folded streams by id, each with the mark of the text it was made of; the first come from a file, mapped as
they lie. Out: ids, words and counts. The number of a statement that was dropped stays empty and is not used
again.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from rag.quotation.kept_folds import NOTHING, Folds, texts_of
from rag.quotation.run_index import RUN, RunIndex

WEIGHED = 400_000


class Folded:
    """Statements added and dropped over what a file holds."""

    def __init__(self, mapped: Folds = NOTHING) -> None:
        self._mapped = mapped
        self._runs = RunIndex(mapped.keys)
        self._counts: Counter[str] = Counter()
        self._streams: list[str] = []
        ids = [mapped.ids[at] for at in range(len(mapped.ids))]
        self._ids: list[str | None] = [*ids]
        self._numbers = {id: number for number, id in enumerate(ids)}
        self.marks = {id: mapped.marks[number] for number, id in enumerate(ids)}
        self.gone = 0
        """Statements of the file that are no longer among these."""

    @property
    def lacking(self) -> int:
        """Statements that the file lacks."""
        return len(self._streams)

    def drop(self, id: str) -> None:
        number = self._numbers.pop(id)
        del self.marks[id]
        self._counts.subtract(self._stream(number).split())
        self._ids[number] = None
        if number < len(self._mapped.ids):
            self.gone += 1
        else:
            self._streams[number - len(self._mapped.ids)] = ""

    def add(self, streams: Mapping[str, str], marks: Mapping[str, str]) -> None:
        added = []
        for id, stream in streams.items():
            self._numbers[id], self.marks[id] = len(self._ids), marks[id]
            added.append((len(self._ids), stream))
            self._ids.append(id)
            self._streams.append(stream)
            self._counts.update(stream.split())
        self._runs.add(added)

    def compact(self) -> Folds:
        """Everything as a file holds it, renumbered in the same order."""
        ids = [id for id in self._ids if id is not None]
        numbers = np.full(len(self._ids), -1, np.int64)
        numbers[[id is not None for id in self._ids]] = np.arange(len(ids))
        counts = self._counted()
        return Folds(
            texts_of(id.encode() for id in ids),
            texts_of(self.marks[id].encode() for id in ids),
            texts_of(self._stream(self._numbers[id]).encode() for id in ids),
            self._runs.renumbered(numbers),
            texts_of(counts),
            np.array(list(counts.values()), np.int64),
        )

    def _counted(self) -> dict[bytes, int]:
        """How often each word occurs, ascending by the word's bytes."""
        words = self._mapped.words
        before = ((words.raw(at), count) for at, count in enumerate(self._mapped.counts.tolist()))
        since = sorted((word.encode(), count) for word, count in self._counts.items())
        total: Counter[bytes] = Counter()
        for word, count in heapq.merge(before, since):
            total[word] += count
        return {word: count for word, count in total.items() if count}

    def _stream(self, number: int) -> str:
        mapped = len(self._mapped.ids)
        return self._mapped.streams[number] if number < mapped else self._streams[number - mapped]

    def count(self, word: str) -> int:
        """How often the word occurs."""
        return self._mapped.count(word) + self._counts[word]

    def words(self, id: str) -> list[str]:
        """The words of a statement, none of one that is not there."""
        number = self._numbers.get(id)
        return [] if number is None else self._stream(number).split()

    def find(self, id: str, stream: str, limit: int) -> list[int]:
        """The numbers of the words at which `stream` begins in the statement, the first `limit` of them."""
        number = self._numbers.get(id)
        text = "" if number is None else f" {self._stream(number)} "
        places: list[int] = []
        at = text.find(f" {stream} ")
        while at >= 0 and len(places) < limit:
            places.append(text.count(" ", 0, at))
            at = text.find(f" {stream} ", at + 1)
        return places

    def holding_all(self, stream: str, limit: int) -> list[str]:
        """Up to `limit` ids that hold every run of `stream`, in the order they were added."""
        lists = self._runs.holding(stream, WEIGHED)
        if not lists:
            return self._scan(stream, limit) if _unindexed(stream) else []
        numbers = lists[0]
        for other in lists[1:]:
            numbers = numbers[np.isin(numbers, other, assume_unique=True)]
        return self._live(numbers[:limit])

    def near(self, stream: str, limit: int) -> list[str]:
        """Ids that share runs with `stream`, most and rarest first."""
        lists = self._runs.holding(stream, WEIGHED)
        if not lists:
            return []
        numbers = np.concatenate(lists)
        weights = np.concatenate([np.full(len(found), self._weight(len(found))) for found in lists])
        scores = np.bincount(numbers, weights)
        held = np.flatnonzero(scores)
        ranked = held[np.argsort(-scores[held], kind="stable")]
        return self._live(ranked[:limit])

    def _weight(self, holders: int) -> float:
        return float(np.log1p(len(self._ids) / holders))

    def _scan(self, stream: str, limit: int) -> list[str]:
        words = f" {stream} "
        return [
            id
            for number, id in enumerate(self._ids)
            if id is not None and stream in (text := self._stream(number)) and words in f" {text} "
        ][:limit]

    def _live(self, numbers: npt.NDArray[np.int64]) -> list[str]:
        return [id for id in (self._ids[int(number)] for number in numbers) if id is not None]


def _unindexed(stream: str) -> bool:
    """Too short for a run, or in a script that does not separate words."""
    return len(stream.replace(" ", "")) < RUN or not stream.isascii()
