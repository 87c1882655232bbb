"""A reader whose sides are read twice: what may take a side by the small reader, a larger one reads again.

In: two readers. Out: a reader. Support told as opposition is the error that costs most; the larger reader
makes it less often (CARD.md) and takes eight times as long, so it is given only what matters.
`python -m rag.reader.careful` makes the larger one of its installed parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from importlib.resources import files
from pathlib import Path

from index.embedding.larger import LargerModel, folder_for, installed_parts, make
from rag.reader.reading import Read, Reader, ReadPassage, Sided, Siding
from rag.reader.trained import TrainedReader

SURELY_NEITHER = 0.9
"""The small reader's chance of neither side from which nothing is read again."""
SIDES = Path(str(files("rag") / "data" / "sides.safetensors"))


class CarefulReader:
    """Reads as `first` does; sides as both do where `first` is not sure that there is none."""

    def __init__(self, first: Reader, second: Reader) -> None:
        self._first, self._second = first, second

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return self._first.read(question, passages)

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


def together(first: Sided, second: Sided) -> Sided:
    """The mean of both readings: they err on other passages."""
    each = zip(first.sentences, second.sentences, strict=True)
    return Sided(_mean(first.whole, second.whole), tuple(_mean(*both) for both in each))


def may_become(chance: float) -> float:
    """The most that a chance may come to, of which the quicker reading says so much."""
    return (chance + 1) / 2


def _mean(first: Siding, second: Siding) -> Siding:
    return Siding(*((one + other) / 2 for one, other in zip(astuple(first), astuple(second), strict=True)))


def packaged_reader() -> Reader:
    """The trained reader, with the larger one beside it where set-up has made that."""
    first = TrainedReader()
    return CarefulReader(first, larger_reader(folder_for(SIDES))) if larger_is_there() else first


def larger_is_there() -> bool:
    """Has set-up made the larger reader?"""
    return folder_for(SIDES).is_dir()


def larger_reader(folder: Path, weights: Path = SIDES) -> TrainedReader:
    """Of sides only: its answers were never taught."""
    return TrainedReader(weights, base=LargerModel(folder))


if __name__ == "__main__":
    make(installed_parts(), SIDES, folder_for(SIDES))
