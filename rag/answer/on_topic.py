"""Whether what takes a side surely speaks of the topic too: sentences with their chances in, chances out.

"Cross-border crime" answers who supports "cross-border aid" about as well as a plain sentence on the aid that
the reader finds hard; but hardly anybody would list it among those who mention that aid. So where a side is
not plain, the topic must be, and the other way round (docs/choices.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.text.terms import content_terms
from rag.answer.asked_list import MENTIONED
from rag.answer.listing import Listed, Wording
from rag.answer.side_taken import PERHAPS_OF_SIDE, SURE_OF_SIDE, outweighable
from rag.answer.weigh import Weighed

SHORT = 3
"""Terms of a topic up to which one of its words may be taken for it; a longer one names its thing."""
TOGETHER = 1.7
"""What the log odds of the side and of a mention must make up together for a statement to be on the list."""
Mentions = Callable[[Wording, Sequence[Weighed]], Sequence[Listed]]
"""Each sentence with the chance that it speaks of the topic, for a wording that asks for that."""


def on_the_topic(
    wording: Wording,
    takers: Sequence[Weighed],
    chances: Sequence[float],
    every: Iterable[Weighed],
    mentions: Mentions,
) -> list[float]:
    """The chances of the sentences that may take the side; of a short topic that of what is named apart where
    neither the sentence nor the likeliest one of its statement surely speaks of it."""
    if len(set(content_terms(wording.topic))) > SHORT:
        return list(chances)
    likeliest = {one.scored.statement: one for one in sorted(every, key=lambda one: one.chance)}
    sided = [one for one, chance in zip(takers, chances, strict=True) if chance >= SURE_OF_SIDE]
    read = {one.place: one for by in sided for one in (by, likeliest[by.scored.statement])}
    asking = replace(wording, question=MENTIONED.format(wording.topic))
    told: dict[str, float] = {}
    for one in mentions(asking, list(read.values())) if read else ():
        statement = one.sentence.scored.statement
        told[statement] = max(one.chance, told.get(statement, 0.0))
    return [
        _unless_unsure(chance, told.get(one.scored.statement, 0.0))
        for one, chance in zip(takers, chances, strict=True)
    ]


def _unless_unsure(chance: float, mentions: float) -> float:
    together = outweighable(chance) + outweighable(mentions)
    return PERHAPS_OF_SIDE if chance >= SURE_OF_SIDE and together < TOGETHER else chance
