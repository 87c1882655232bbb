"""Takes back what a question was taken to mean, where the one who asked says that it was not meant.

In: what was read, and what is taken back: `scope`, `side`, `order`, `dates`, `meetings`, `organs`, or the
words of a name that was taken for who is to speak. Out: the reading without it; the words stay in the
question.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from rag.question.reading import Parts, Reading, When

NOTHING: Collection[str] = frozenset()
MENTION = {"holder": 0.0, "mention": 1.0, "none": 0.0}
"""The role of a name that surely belongs to the topic."""


def parts_left(parts: Parts, undone: Collection[str]) -> Parts:
    return replace(parts, meetings=()) if "meetings" in undone else parts


def reading_left(reading: Reading, parts: Parts, undone: Collection[str]) -> Reading:
    """The reading without what is taken back; dates then belong to the topic, as names do."""
    roles = tuple(
        MENTION if link.words in undone else role
        for link, role in zip(parts.links, reading.roles, strict=True)
    )
    when, asks, ordered, sided = reading.when, reading.asks, reading.ordered, reading.sided
    if "dates" in undone:
        when = When((), (), (*when.said, *when.maybe, *when.content))
    if "scope" in undone:
        asks = replace(asks, scope="one")
    if "side" in undone:
        asks, sided = replace(asks, side=None), ()
    if "order" in undone:
        asks, ordered = replace(asks, order=None), None
    return replace(reading, roles=roles, when=when, asks=asks, ordered=ordered, sided=sided)
