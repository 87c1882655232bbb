"""Whether a sentence takes the side that a list asks for: what was read of it in, a chance out.

That it answers the question is what counts, with the bare issue beside it. A wrong ally costs more than a
missing one.
"""

from __future__ import annotations

from rag.answer.owned import as_read, words_of
from rag.answer.weigh import Weighed
from rag.discourse.announcing import announces
from rag.discourse.views import deplores_a_breach, refuses
from rag.model import Side
from rag.reader.reading import Answering, Sided, log_odds

SURE_OF_SIDE, PERHAPS_OF_SIDE = 0.65, 0.5
"""Chance that a sentence takes the side asked for from which its statement is on the list, and is named apart
(docs/choices.md)."""
WORTH = 0.6
"""What a sentence may promise from which it is read again where it is the likeliest of its statement."""
SHARE = 0.25
"""What the side on the bare issue counts for beside the chance that the question is answered."""
NAMED, PLAINLY = 0.5, 0.9
"""Late interaction with the name of the topic that a sentence supports least, from which it is surely of that
topic, and the chance from which it is so anyway: other peoples claim their self-determination too."""
IN_DEBATE = 0.1
"""What is added in one debate, where everybody speaks of one thing and hardly of another of that name."""
LEAST = 0.1
"""Chance of the side on the bare issue below which nothing that answers the question takes it."""
MOST = 0.995
"""A chance is taken for no more than this, so that it can be outweighed."""
TURNED = 0.6
"""The reader's chance that a sentence says otherwise, rather than answers, from which its statement is off
the list."""


def may_promise(one: Weighed, found: Answering, first: Sided, asked: Side) -> float:
    """How likely it is worth reading with care: it answers, takes the side, speaks of the topic; the quicker
    readings of who says otherwise are not held against it."""
    return promised(one, found) + on_side(first, asked)[0]


def promised(one: Weighed, found: Answering) -> float:
    """The same before its side is read."""
    return found.answers + one.chance / 2


def outweighable(chance: float) -> float:
    """Its log odds, of which none is certain: what else is read may outweigh them."""
    return log_odds(min(chance, MOST))


def plainness(answers: float, same: float, other: float) -> float:
    """How plainly it takes the side asked for: that it answers the question rather than says otherwise, and
    how far the bare issue agrees. Of many that surely do it tells the plainest, where chances are all 1."""
    return answers + SHARE * (same - other)


def with_side(answers: float, same: float, other: float) -> float:
    """The chance that it takes the side asked for, unless no side is taken on the bare issue."""
    return min(1.0, max(0.0, plainness(answers, same, other))) if same >= LEAST else 0.0


def undecided(same: float, other: float) -> bool:
    """May what is read for the question still matter: does it take the side, or the other one so surely that
    its statement may be off the list?"""
    return same >= LEAST or other >= TURNED


def in_scope(one: Weighed, chance: float, debate: frozenset[str]) -> float:
    """The chance as it counts in a debate or anywhere else."""
    if one.scored.statement in debate:
        return min(1.0, chance + IN_DEBATE) if chance else 0.0
    return named(one, chance)


def named(one: Weighed, chance: float) -> float:
    """The chance; that of what is named apart where the sentence may be of another thing of nearly that
    name."""
    of_another = one.figures.names < NAMED and SURE_OF_SIDE <= chance < PLAINLY
    return PERHAPS_OF_SIDE if of_another else chance


def turned(found: Answering, same: float, other: float) -> float:
    """How far it says otherwise on the bare topic, and to the question too unless it seems to answer that."""
    turned = other if other > same else 0.0
    return turned if found.answers > found.otherwise else min(turned, found.otherwise)


def may_take(topic: str, asked: Side, one: Weighed) -> bool:
    """Do its words allow a side: no question, no topic only announced, no support refused, no breach
    deplored?"""
    text = as_read(one, bare=True).text
    turned = refuses(text) if asked == "for" else deplores_a_breach(topic, text)
    return not turned and not text.endswith("?") and not announces(words_of(one))


def on_side(siding: Sided, asked: Side | None) -> tuple[float, float]:
    """The chance that it takes the side asked for, and the chance that it takes the other one."""
    same, other = siding.whole.supports, siding.whole.opposes
    return (other, same) if asked == "against" else (same, other)
