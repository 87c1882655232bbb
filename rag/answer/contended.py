"""Which of several sentences answers where they are about equally likely: the likeliest sentences in, each
with its chance after another reading, likeliest first, out.

A sentence was read in its passage, where it may profit from what stands around it. Those in contention are
read once more by themselves, under their headers: the two readings err on other sentences (docs/choices.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rag.answer.owned import as_read
from rag.answer.weigh import Weighed
from rag.reader.reading import Reader, chance_of, log_odds

MOST, NEAR = 4, 0.5
"""Sentences that may be in contention, and the share of the first one's chance that they must have."""
AGAIN = 0.5
"""What the second reading counts for, in log odds; the rest is for the chance before it."""


def settled(weighed: Sequence[Weighed], question: str, reader: Reader) -> list[Weighed]:
    """The same sentences, likeliest first; those in contention, if there are several, with new chances."""
    near = [one for one in weighed[:MOST] if one.chance >= NEAR * weighed[0].chance]
    if len(near) < 2:
        return list(weighed)
    read = reader.read(question, [as_read(one, bare=False) for one in near])
    again = [
        replace(one, chance=_both(one.chance, told.whole.answers))
        for one, told in zip(near, read, strict=True)
    ]
    return sorted([*again, *weighed[len(near) :]], key=lambda one: -one.chance)


def _both(before: float, again: float) -> float:
    return chance_of((1 - AGAIN) * log_odds(before) + AGAIN * log_odds(again))
