"""Which sentences found for a list the larger reader reads too: what the quicker one finds in, places out.

Of each statement it reads the few that may come on the list; of a debate a few whatever the first reading
says, for much is said there in other words.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer.list_figures import Figured
from rag.answer.listing import CLAIMS, MENTIONS, Listed
from rag.answer.side_taken import WORTH, may_promise
from rag.model import Side
from rag.ranking.each import first_of_each
from rag.reader.reading import Sided

TWICE = {MENTIONS: 0.2, CLAIMS: 0.1}
"""Chance from which the larger reader reads a sentence too: below it, few came near a list
(docs/choices.md)."""
FEW_TWICE = 2
"""Sentences of a statement that it reads; of a debate whatever the first reading says, for much is said there
in other words (docs/choices.md)."""
ALL_WORDS = 0.99
"""The share of a topic's rarity from which a sentence holds it in so many words."""


def worth_reading(
    answers: Sequence[Listed],
    first: Sequence[Figured],
    sided: Sequence[Sided],
    asked: Side,
    debate: frozenset[str],
) -> list[int]:
    """The place of each sentence that may answer, and of the one of each statement that is likeliest to take
    the side; of a debate also of one that is not likely to."""
    likely = [
        may_promise(one.sentence, of.found, side, asked)
        for one, of, side in zip(answers, first, sided, strict=True)
    ]
    ranked = sorted(range(len(likely)), key=lambda at: -likely[at])
    best = first_of_each(ranked, 1, lambda at: answers[at].sentence.scored.statement)
    worth = {at for at in best if likely[at] >= WORTH or answers[at].sentence.scored.statement in debate}
    return sorted({*likeliest(answers, CLAIMS, debate), *worth})


def likeliest(told: Sequence[Listed], kind: str, debate: frozenset[str]) -> list[int]:
    """The places of the few sentences of each statement that may come on the list by another reading."""
    places = [at for at, one in enumerate(told) if unsettled(one, kind, debate)]
    ranked = sorted(places, key=lambda at: -told[at].chance)
    return sorted(first_of_each(ranked, FEW_TWICE, lambda at: told[at].sentence.scored.statement))


def unsettled(one: Listed, kind: str, debate: frozenset[str] = frozenset()) -> bool:
    """Is it likely enough or said in this debate, and not told by the topic's own words?"""
    literal = kind == MENTIONS and one.sentence.figures.words >= ALL_WORDS
    return not literal and (one.chance >= TWICE[kind] or one.sentence.scored.statement in debate)
