"""What a reader tells of passages: does each sentence answer a question, does it support or oppose a claim.

In: a question or a claim, and passages with their sentences. Out: probabilities for every sentence, read in
its context, and for the passage as a whole. The words themselves never change.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from index.model import Span

LEAST = 1e-4
"""Chances are kept this far from 0 and 1 before their odds are taken."""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage under its header (`Delegation. Topic. Date.`); `sentences` are spans of `text`."""

    header: str
    text: str
    sentences: tuple[Span, ...]


def alone(words: str, header: str = "") -> ReadPassage:
    """A passage that is one sentence, without a header."""
    return ReadPassage(header, words, (Span(0, len(words)),))


@dataclass(frozen=True, slots=True)
class Answering:
    """How a text stands to a question; the three add up to one.

    `otherwise`: it contradicts what the question takes for granted, or answers a yes-or-no question with no.
    """

    answers: float
    otherwise: float
    no: float


@dataclass(frozen=True, slots=True)
class Siding:
    """How a text stands to a claim; the three add up to one."""

    supports: float
    opposes: float
    neither: float


@dataclass(frozen=True, slots=True)
class Read:
    """A passage read for a question: `sentences` one by one, and the `whole`."""

    whole: Answering
    sentences: tuple[Answering, ...]


@dataclass(frozen=True, slots=True)
class Sided:
    """A passage read for a claim: `sentences` one by one, and the `whole`."""

    whole: Siding
    sentences: tuple[Siding, ...]


def log_odds(chance: float) -> float:
    """The log odds of a chance, always finite."""
    kept = min(max(chance, LEAST), 1 - LEAST)
    return math.log(kept / (1 - kept))


def chance_of(odds: float) -> float:
    """The chance of log odds."""
    return 1 / (1 + math.exp(-odds))


class Reader(Protocol):
    """Reads a question or claim together with each passage. Except in `ranked`, what it says of a passage
    does not depend on the others."""

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        """Reads each passage for a question, in order; a sentence beyond the window has the chance 0."""
        ...

    def ranked(self, question: str, passages: Sequence[ReadPassage], before: int = 0) -> list[Read]:
        """Reads what a search found, in its order, with most care where the best answer may be. As many as
        `before` stand before these in its order."""
        ...

    def skim(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        """Reads many passages, faster and less surely than `read`."""
        ...

    def again(self, question: str, passages: Sequence[ReadPassage], skimmed: Sequence[Read]) -> list[Read]:
        """Tells what `read` does of passages for which `skim` told this."""
        ...

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        """One for each passage, in order; `claim` may be a bare issue, of which one may be for or against.
        What `leaning` told of them, if it was asked before, is not read again."""
        ...

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        """Reads sides faster and less surely, to tell which passages are worth reading with care."""
        ...


class OneWay(ABC):
    """A reader that has only one way to read: skimming is reading, and leaning is taking sides."""

    @abstractmethod
    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]: ...

    @abstractmethod
    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]: ...

    def skim(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return self.read(question, passages)

    def again(self, question: str, passages: Sequence[ReadPassage], skimmed: Sequence[Read]) -> list[Read]:
        return list(skimmed)

    def ranked(self, question: str, passages: Sequence[ReadPassage], before: int = 0) -> list[Read]:
        return self.read(question, passages)

    def stance(
        self, claim: str, passages: Sequence[ReadPassage], leaning: Sequence[Sided] | None = None
    ) -> list[Sided]:
        return self.leaning(claim, passages) if leaning is None else list(leaning)
