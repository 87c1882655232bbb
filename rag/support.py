"""How far the passages found hold what the question is about: word by word, in and out.

In: the question's focus and the passages ranked for it. Out: a few figures between 0 and 1 that the judge
weighs. A word is supported by a passage as far as its tokens agree with their best ones there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.embedder import Vector
from rag.focus import Focus
from rag.retrieval import Ranking, Scored

LOOKED_AT = 10
ANSWERING = 5
NAMED_IN = 3
WEAK = 0.6
"""Below this agreement a word counts as not there."""
NO_NAMES = 0.85
"""What a question without names scores for them: about the mean of answered ones."""


@dataclass(frozen=True, slots=True)
class Support:
    """`covered`: rarity-weighted agreement of the best passage; `names`: of the least supported name;
    `gone`: share of rarity in words no passage under the filter holds or resembles; `lead`: of the first
    passage over the mean of the first ten."""

    covered: float
    names: float
    gone: float
    lead: float

    def values(self) -> tuple[float, ...]:
        return (self.covered, self.names, self.gone, self.lead)


NOTHING = Support(0.0, 0.0, 1.0, 0.0)


def assess(focus: Focus, ranking: Ranking) -> Support:
    """The figures for a question's focus and its ranking; nothing ranked is no support."""
    if not ranking.scored or not focus.words:
        return NOTHING
    top = ranking.scored[:LOOKED_AT]
    agreement = focus.by_word(np.stack([_best_cosines(focus.tokens, item) for item in top]))
    names = focus.names()
    lates = [item.late for item in top]
    absent = (focus.held == 0) & (agreement.max(axis=0) < WEAK)
    rarity = focus.rarity
    return Support(
        covered=float((agreement[:ANSWERING] @ rarity).max() / rarity.sum()),
        names=float(agreement[:NAMED_IN].max(axis=0)[names].min()) if names else NO_NAMES,
        gone=float(rarity[absent].sum() / rarity.sum()),
        lead=lates[0] - float(np.mean(lates)),
    )


def _best_cosines(tokens: Vector, item: Scored) -> Vector:
    codes = item.codes.astype(np.float32)
    codes /= np.maximum(np.linalg.norm(codes, axis=1, keepdims=True), 1.0)
    best: Vector = (tokens @ codes.T).max(axis=1)
    return best
