"""Whether the record puts the topic of a list in the words asked, or in others: sentences found for it in.

Mentions in other words are judged by what is read, not by words. Of a term of the tables that nobody says,
only what may be meant is told: who protects women does not yet speak of women and peace and security.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rag.answer.listing import MENTIONS, REWORDED, Listed
from rag.answer.owned import as_read
from rag.answer.weigh import Weighed
from rag.question.phrases import phrase_of

IN_ITS_WORDS = 0.8
"""The share of a topic's rarity that some sentence found must hold with its neighbours for the record to put
the topic in these words (docs/choices.md)."""
BELOW = 0.99
"""How near what is only named apart may come to the chance needed for the list."""


def as_worded(kind: str, topic: str, every: Sequence[Weighed]) -> str:
    """The kind of list; of mentions, by whether `every` sentence found puts the topic in other words."""
    return REWORDED if kind == MENTIONS and not in_its_words(topic, every) else kind


def in_its_words(topic: str, every: Sequence[Weighed]) -> bool:
    """Does the record put the topic in the words asked?"""
    near = any(one.figures.around >= IN_ITS_WORDS for one in every)
    return near and not puts_otherwise(topic, every)


def puts_otherwise(topic: str, own: Iterable[Weighed]) -> bool:
    """Is the topic a term of the tables that stands in none of its own sentences?"""
    phrase = phrase_of(topic)
    return phrase is not None and not any(phrase.stands_in(as_read(one, bare=True).text) for one in own)


def apart(told: Iterable[Listed], least: float, aside: float) -> list[Listed]:
    """The same, in the same order, with chances that lie below `least`: what had more than `aside` has more
    still."""
    width = BELOW * (least - aside)
    return [replace(one, chance=min(one.chance, aside + one.chance * width)) for one in told]
