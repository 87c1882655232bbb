"""A reader that reads twice: what may answer or take a side by the small reader, a larger one reads again.

In: two readers. Out: a reader. The larger one errs less often (CARD.md) and takes eight times as long, so it
is given only what matters: a few passages of a question, and what may take a side.
`python -m rag.reader.careful` makes the larger one of its installed parts.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import astuple
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from index.embedding.larger import WITHOUT, LargerModel, folder_for, installed_parts, make
from index.errors import InvalidInput
from rag.reader.likely import ANSWERS, likely, speaks
from rag.reader.reading import Answering, Read, Reader, ReadPassage, Sided, Siding, alone, log_odds
from rag.reader.trained import TrainedReader

SURELY_NEITHER = 0.9
"""The small reader's chance of neither side from which nothing is read again."""
SURELY_NOT = 0.9
"""Its chance that a passage does not speak to a question, the same."""
HIGHER = 1.5
"""By how much log odds of the larger reader may well exceed the likely ones; one in ten does by more."""
ANSWERED = 0.3
"""The chance below which it matters little which passage is the best."""
AT_ONCE = 2
"""Passages read again before it is looked who leads."""
SIDES = 0.5
"""What the larger reader counts for where sides are told; for answers see `likely.py`."""
LISTED = 0.75
"""The same where a list tells sides: the larger one alone reads issues in other words better (CARD.md)."""
MISSING = f"{WITHOUT[0].upper()}{WITHOUT[1:]}"
"""What is said where there is only the small reader."""
Told = TypeVar("Told", Answering, Siding)
LARGER = Path(str(files("rag") / "data" / "larger.safetensors"))


class CarefulReader:
    """Reads with both readers what may matter, and the rest with `first`. Where `trouble` says what ails
    the second one, everything is read by `first` alone."""

    def __init__(
        self,
        first: Reader,
        second: Reader,
        trouble: Callable[[], str | None] = lambda: None,
        load: Callable[[], object] = lambda: None,
    ) -> None:
        self._first, self._second, self._examine, self._load = first, second, trouble, load
        self._lock = threading.Lock()
        self._loading: threading.Thread | None = None

    def trouble(self) -> str | None:
        """Why the second reader is not used, which the log says once; None if it is used."""
        with self._lock:
            return self._trouble

    @cached_property
    def _trouble(self) -> str | None:
        told = self._examine()
        if told:
            logging.getLogger("onrecord").warning(told)
        return told

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        self.load_ahead()
        return self.again(question, passages, self.skim(question, passages))

    def again(self, question: str, passages: Sequence[ReadPassage], skimmed: Sequence[Read]) -> list[Read]:
        read = list(skimmed)
        self._read_again(
            question, passages, read, [at for at, one in enumerate(read) if one.whole.no < SURELY_NOT]
        )
        return read

    def ranked(self, question: str, passages: Sequence[ReadPassage], before: int = 0) -> list[Read]:
        """Reads again with the second reader, the likeliest passages first, until the next one can hardly
        beat the best so far."""
        self.load_ahead()
        read = self.skim(question, passages)
        chances = {at: speaks(one, before + at) for at, one in enumerate(read)}
        waiting = sorted(chances, key=lambda at: -chances[at])
        if self.trouble():
            return read
        best = log_odds(ANSWERED)
        while some := [at for at in waiting[:AT_ONCE] if chances[at] + HIGHER > best]:
            self._read_again(question, passages, read, some)
            best = max(best, *(log_odds(1 - read[at].whole.no) for at in some))
            waiting = waiting[len(some) :]
        for at in waiting:
            read[at] = likely(read[at], before + at)
        return read

    def _read_again(
        self, question: str, passages: Sequence[ReadPassage], read: list[Read], chosen: Sequence[int]
    ) -> None:
        """Replaces the readings at these places by those of both readers."""
        if not chosen or self.trouble():
            return
        again = self._second.read(question, [passages[at] for at in chosen])
        for at, one in zip(chosen, again, strict=True):
            read[at] = both_read(read[at], one)

    def skim(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return self._first.skim(question, passages)

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        sided = self.leaning(claim, passages) if leaning is None else list(leaning)
        taking = [at for at, one in enumerate(sided) if one.whole.neither < SURELY_NEITHER]
        chosen = taking if taking and not self.trouble() else []
        again = self._second.stance(claim, [passages[at] for at in chosen])
        for at, one in zip(chosen, again, strict=True):
            sided[at] = together(sided[at], one)
        return sided

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.load_ahead()
        return self._first.leaning(claim, passages)

    def load_ahead(self) -> None:
        """Starts loading the second reader, while the caller does other things; does so only once."""
        with self._lock:
            if self._loading is None:
                self._loading = threading.Thread(target=lambda: self.trouble() or self._load())
                self._loading.start()


def both_read(first: Read, second: Read) -> Read:
    """The mean of both readings: they err on other passages."""
    each = zip(first.sentences, second.sentences, strict=True)
    return Read(_mean(first.whole, second.whole, ANSWERS), tuple(_mean(*both, ANSWERS) for both in each))


def together(first: Sided, second: Sided) -> Sided:
    """The mean of both readings of a side."""
    return _blended(first, second, SIDES)


def for_a_list(first: Sided, both: Sided) -> Sided:
    """What both readers tell of a side, the larger one counting as it does for lists; what only the first one
    has read stays as it is."""
    return _blended(first, both, LISTED / SIDES)


def at_most(quick: Siding) -> Siding:
    """The highest chances that both readers together can give where the quicker one gives these."""
    return _mean(quick, Siding(1.0, 1.0, 1.0), SIDES)


def at_least(quick: Siding) -> Siding:
    """The lowest."""
    return _mean(quick, Siding(0.0, 0.0, 0.0), SIDES)


def _blended(first: Sided, second: Sided, share: float) -> Sided:
    each = zip(first.sentences, second.sentences, strict=True)
    return Sided(_mean(first.whole, second.whole, share), tuple(_mean(*both, share) for both in each))


def _mean(first: Told, second: Told, share: float) -> Told:
    both = zip(astuple(first), astuple(second), strict=True)
    return type(first)(*((1 - share) * one + share * other for one, other in both))


def packaged_reader() -> Reader:
    """The trained reader, with the larger one beside it where set-up has made that."""
    first, larger = TrainedReader(), LargerModel(folder_for(LARGER))
    if not larger.folder.is_dir():
        return first
    second = TrainedReader(LARGER, base=larger)
    return CarefulReader(first, second, lambda: larger.trouble, lambda: second.read("", [alone("")]))


def trouble_of_larger() -> str | None:
    """Why passages are read only once in this environment; None if they are read twice."""
    larger = LargerModel(folder_for(LARGER))
    return larger.trouble if larger.folder.is_dir() else MISSING


def larger_reader(folder: Path, weights: Path = LARGER) -> TrainedReader:
    """The larger reader alone, as set-up made it."""
    return TrainedReader(weights, base=LargerModel(folder))


if __name__ == "__main__":
    try:
        make(installed_parts(), LARGER, folder_for(LARGER))
    except InvalidInput as error:
        sys.exit(str(error))
