"""How far a sentence speaks of a topic or says what is asked: the figures of the models for lists in
`data/answering.tsv`.

In: a claim as a focus, a sentence, what the reader tells of it. Out: figures. For a claim the sentence is
read without its header, since who speaks, and on what occasion, sways the reader. Its words must meet those
of the claim, the worse half of them too, for a sentence on the same topic meets most of any long claim.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rag.answer.focus import Focus
from rag.answer.weigh import Weighed, Weigher
from rag.reader.reading import Answering, Read, log_odds

FIGURES = ("speaks", "around", "focus", "answers", "otherwise")
"""What tells whether a sentence answers: that it speaks of the topic, as log odds; the share of the topic's
rarity that it holds with its neighbours, and how far its tokens agree; what the reader says, as log odds."""
CLAIM_FIGURES = ("met", "worse", "length", "answers", "otherwise")
"""How well the sentence meets the claim's tokens, and the worse half of its content words; the logarithm of
its own words; what the reader says, as log odds."""


@dataclass(frozen=True, slots=True)
class Figured:
    """What the reader finds of a sentence, the last of what was read, and the figures that its chance is made
    from."""

    read: Read
    figures: tuple[float, ...]

    @property
    def found(self) -> Answering:
        return self.read.sentences[-1]

    def with_read(self, read: Read) -> Figured:
        """The same with what another reading finds."""
        return Figured(read, (*self.figures[:-2], *reader_odds(read.sentences[-1])))


def claim_figures(claim: Focus, one: Weighed, weigher: Weigher) -> tuple[float, ...]:
    """Those of one sentence, in the order of `CLAIM_FIGURES`, without the reader's."""
    bests = weigher.met(one, claim.tokens)
    by_word = np.sort(claim.by_word(bests[None])[0][claim.content()])
    worse = by_word[: (len(by_word) + 1) // 2].mean()
    return float(bests.mean()), float(worse), one.figures.length


def mention_figures(one: Weighed) -> tuple[float, ...]:
    """The values of `FIGURES` for one sentence, without the reader's."""
    return log_odds(one.chance), one.figures.around, one.figures.focus


def reader_odds(found: Answering) -> tuple[float, float]:
    """The last two figures of every model."""
    return log_odds(found.answers), log_odds(found.otherwise)
