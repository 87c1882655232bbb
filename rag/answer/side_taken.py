"""Whether a sentence takes the side that a list asks for: what was read of it in, a chance out.

It is read for the bare issue, quickly first, then for the question, and for the issue again where it may
matter. A wrong ally costs more than a missing one.
"""

from __future__ import annotations

from rag.answer.listing import Listed
from rag.answer.owned import as_read
from rag.answer.weigh import Weighed
from rag.discourse.views import deplores_a_breach, refuses
from rag.model import Side
from rag.reader.reading import Read, Sided

SURE_OF_SIDE, PERHAPS_OF_SIDE = 0.625, 0.54
"""Chance that a sentence takes the side asked for from which its statement is on the list, and is named apart
(docs/choices.md)."""
SETTLED = 1.25
"""What question and issue promise together from which no further reading takes a statement off the list."""
WORTH = 0.6
"""What a sentence may promise from which it is read again where it is the likeliest of its statement."""
NAMED = 0.55
"""Late interaction with the name of the topic that a sentence supports least, from which it is surely of that
topic, where a side is asked for: two treaties have nearly the same name, and other peoples claim their
self-determination too."""


def takes_side(first: Sided, asked: Side) -> bool:
    """According to a reading of the issue, is the side asked for likelier than no side?"""
    same, _ = on_side(first, asked)
    return same >= first.whole.neither


def promise(found: Read, first: Sided, asked: Side) -> float:
    """How far the readings of the question and, quickly, of the issue favour the side asked for; at most
    2."""
    same, other = on_side(first, asked)
    return found.whole.answers - found.whole.otherwise + same - other


def may_promise(one: Weighed, found: Read, first: Sided, asked: Side) -> float:
    """How likely it is worth reading with care: it answers, takes the side, speaks of the topic; the quicker
    readings of who says otherwise are not held against it."""
    return found.whole.answers + on_side(first, asked)[0] + one.chance / 2


def with_side(one: Weighed, read: Read, same: float, other: float) -> Listed:
    """With the chance that it takes the side asked for rather than the other one, by what it is read as for
    the question and by its side on the bare topic, which counts twice. One that may be of another thing of
    nearly that name is at most named apart."""
    chance = (1 + (read.whole.answers - read.whole.otherwise + 2 * (same - other)) / 3) / 2
    if one.figures.names < NAMED:
        chance = PERHAPS_OF_SIDE if chance >= SURE_OF_SIDE else 0.0
    return Listed(one, chance if chance > 0.5 else 0.0, turned(read, same, other))


def turned(read: Read, same: float, other: float) -> float:
    """How far it says otherwise on the bare topic, and to the question too unless it seems to answer that."""
    turned = other if other > same else 0.0
    answers = read.whole.answers > read.whole.otherwise
    return turned if answers else min(turned, read.whole.otherwise)


def may_take(topic: str, asked: Side, one: Weighed) -> bool:
    """Do its words allow a side: no question, no support refused, no breach deplored?"""
    text = as_read(one, bare=True).text
    turned = refuses(text) if asked == "for" else deplores_a_breach(topic, text)
    return not turned and not text.endswith("?")


def on_side(siding: Sided, asked: Side | None) -> tuple[float, float]:
    """The chance that it takes the side asked for, and the chance that it takes the other one."""
    same, other = siding.whole.supports, siding.whole.opposes
    return (other, same) if asked == "against" else (same, other)
