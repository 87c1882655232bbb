"""Which sentences found for a list the larger reader reads too: what the quicker one finds in, places out.

Of each statement it reads the few that may come on the list; of a debate a few whatever the first reading
says, for much is said there in other words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from rag.answer.list_figures import Figured
from rag.answer.listing import CLAIMS, MENTIONS, REWORDED, Listed
from rag.answer.side_taken import TURNED, WORTH, may_promise, promised
from rag.model import Side
from rag.ranking.each import first_of_each
from rag.reader.reading import Sided

TWICE = {MENTIONS: 0.2, REWORDED: 0.15, CLAIMS: 0.1}
"""Chance from which the larger reader reads a sentence too: below it, few came near a list
(docs/choices.md)."""
FEW_TWICE = 2
"""Sentences of a statement that it reads; of a debate whatever the first reading says, for much is said there
in other words (docs/choices.md)."""
ALL_WORDS = 0.99
"""The share of a topic's rarity from which a sentence holds it in so many words."""
MAY_ADD = 1.001
"""More than its side can add to what a sentence promises."""


Leaning = Callable[[Sequence[int]], Sequence[Sided]]
"""What the quicker reader of sides finds of the sentences at these places."""


def leaning(
    answers: Sequence[Listed], first: Sequence[Figured], asked: Side, debate: frozenset[str], read: Leaning
) -> dict[int, Sided]:
    """The sides of those sentences whose side can matter, by place: of what is read again in any case, of
    what surely says otherwise to the question, and of each statement of what may still promise most. That is
    half of them (docs/performance.md)."""
    least = [promised(one.sentence, of.found) for one, of in zip(answers, first, strict=True)]
    ranked = sorted(range(len(least)), key=lambda at: -least[at])
    denying = [at for at, one in enumerate(first) if one.found.otherwise >= TURNED]
    best = first_of_each(ranked, 1, lambda at: _statement(answers[at]))
    some = sorted({*likeliest(answers, CLAIMS, debate), *denying, *best})
    known = dict(zip(some, read(some), strict=True))
    most = dict[str, float]()
    for at, side in known.items():
        promises = may_promise(answers[at].sentence, first[at].found, side, asked)
        most[_statement(answers[at])] = max(promises, most.get(_statement(answers[at]), 0.0))
    rest = [
        at
        for at, one in enumerate(answers)
        if at not in known and least[at] + MAY_ADD > most[_statement(one)]
    ]
    return known | dict(zip(rest, read(rest), strict=True))


def worth_reading(
    answers: Sequence[Listed],
    first: Sequence[Figured],
    sided: Mapping[int, Sided],
    asked: Side,
    debate: frozenset[str],
) -> list[int]:
    """The place of each sentence that may answer, and of the one of each statement that is likeliest to take
    the side; of a debate also of one that is not likely to."""
    likely = {
        at: may_promise(answers[at].sentence, first[at].found, side, asked) for at, side in sided.items()
    }
    ranked = sorted(likely, key=lambda at: (-likely[at], at))
    best = first_of_each(ranked, 1, lambda at: _statement(answers[at]))
    worth = {at for at in best if likely[at] >= WORTH or _statement(answers[at]) in debate}
    return sorted({*likeliest(answers, CLAIMS, debate), *worth})


def likeliest(told: Sequence[Listed], kind: str, debate: frozenset[str]) -> list[int]:
    """The places of the few sentences of each statement that may come on the list by another reading."""
    places = [at for at, one in enumerate(told) if unsettled(one, kind, debate)]
    ranked = sorted(places, key=lambda at: -told[at].chance)
    return sorted(first_of_each(ranked, FEW_TWICE, lambda at: _statement(told[at])))


def unsettled(one: Listed, kind: str, debate: frozenset[str] = frozenset()) -> bool:
    """Is it likely enough or said in this debate, and not told by the topic's own words?"""
    literal = kind == MENTIONS and one.sentence.figures.words >= ALL_WORDS
    return not literal and (one.chance >= TWICE[kind] or one.sentence.scored.statement in debate)


def _statement(one: Listed) -> str:
    return one.sentence.scored.statement
