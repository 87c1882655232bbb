"""How far a sentence says what is asked about: the figures of the model `claims` of `data/answering.tsv`.

In: a claim as a focus, a sentence, what the reader tells of it. Out: figures. The sentence is read without
its header, since who speaks, and on what occasion, sways the reader. Its words must meet those of the claim,
the worse half of them too, for a sentence on the same topic meets most of any long claim.
"""

from __future__ import annotations

import numpy as np

from rag.answer.focus import Focus
from rag.answer.weigh import Weighed, Weigher
from rag.reader.reading import Answering, log_odds

CLAIM_FIGURES = ("met", "worse", "length", "answers", "otherwise")
"""How well the sentence meets the claim's tokens, and the worse half of its content words; the logarithm of
its own words; what the reader says, as log odds."""


def claim_figures(claim: Focus, one: Weighed, found: Answering, weigher: Weigher) -> tuple[float, ...]:
    """Those of one sentence, in the order of `CLAIM_FIGURES`."""
    bests = weigher.met(one, claim.tokens)
    by_word = np.sort(claim.by_word(bests[None])[0][claim.content()])
    worse = by_word[: (len(by_word) + 1) // 2].mean()
    told = (log_odds(found.answers), log_odds(found.otherwise))
    return (float(bests.mean()), float(worse), one.figures.length, *told)
