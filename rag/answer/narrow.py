"""Sets apart what speaks only of the wider debate, where some speak of the whole narrow topic.

In: the focus of a list's wording and its sentences with their chances. Out: the same, except that those that
meet far less of the topic than the best are not surely on the list. "Unarmed civilian protection" shares most
of its words with the protection of civilians, so the rare words are what counts. They are met by late
interaction and held against the best sentence found: where nobody uses the topic's words, no paraphrase is
behind. A sentence that takes the side asked for plainly may use other words, too.

Of a topic that names something, the name is met by all that is said of it, whatever that is: who welcomes the
withdrawal from parts of the West Bank does not speak of annexing parts of the West Bank. So what a topic says
of what it names is looked at by itself as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Vector
from rag.answer.focus import Focus
from rag.answer.listing import Listed
from rag.answer.weigh import Weighed

BEHIND = 0.25
"""How much less of a topic than the best sentence one may meet (docs/choices.md)."""
RARE = 3
"""The power of its rarity by which a word counts."""
COMMON = 0.9
"""How rare, beside the rarest part of a topic, what it says of a name must be to be looked at by itself."""
PLAINLY = 0.95
"""Chance from which what is said of a name may be said in other words (docs/choices.md)."""


class Met(NamedTuple):
    """How far a topic is met, and how far what it says of the things that it names."""

    topic: float
    said: float


def best_met(focus: Focus, found: Iterable[Weighed]) -> Met:
    """How far the best of the sentences found meet them."""
    each = [topic_met(focus, one) for one in found]
    return Met(max((one.topic for one in each), default=0.0), max((one.said for one in each), default=0.0))


def of_whole_topic(
    focus: Focus, told: Iterable[Listed], best: Met, sure: float, apart: float, plain: float
) -> list[Listed]:
    """With a chance of at most `apart` where a sentence is `sure`, but not `plain`, and far behind the best
    one."""
    return [
        replace(one, chance=apart)
        if sure <= one.chance < plain and _is_behind(topic_met(focus, one.sentence), best, one.chance)
        else one
        for one in told
    ]


def _is_behind(met: Met, best: Met, chance: float) -> bool:
    return best.topic - met.topic > BEHIND or (chance < PLAINLY and best.said - met.said > BEHIND)


def topic_met(focus: Focus, one: Weighed) -> Met:
    """How far the sentence, or the one it leans on, meets the topic's words; of a name its best word counts,
    for many are called by a part of theirs."""
    places = [one.at] if one.lead is None else [one.lead, one.at]
    bests = one.pieces.bests[places, -len(focus.tokens) :].max(axis=0)
    by_word = focus.by_word(bests[None])[0]
    parts = list(_parts(focus))
    met = np.array([by_word[words].max() for words in parts])
    counts: Vector = np.array([focus.rarity[words].max() for words in parts]) ** RARE
    said = _said(focus, parts, counts)
    whole = _mean(met, counts)
    return Met(whole, _mean(met, counts * said) if said.any() else whole)


def _mean(met: Vector, counts: Vector) -> float:
    return float(met @ counts / max(float(counts.sum()), 1e-6))


def _said(focus: Focus, parts: Sequence[Sequence[int]], counts: Vector) -> npt.NDArray[np.bool_]:
    """Which parts are no name, where something is named; none where all of them are common words beside the
    name ("the Minsk agreements"), which others may call otherwise."""
    names = set(focus.names())
    named = np.array([not names.isdisjoint(words) or _opens_with_a_name(focus, words) for words in parts])
    if not names or counts[~named].max(initial=0.0) < COMMON**RARE * counts.max(initial=0.0):
        return np.zeros(len(parts), bool)
    return ~named


def _opens_with_a_name(focus: Focus, words: Sequence[int]) -> bool:
    """A capital at the start may be one."""
    return words[0] == 0 and focus.words[0][:1].isupper()


def _parts(focus: Focus) -> Iterator[list[int]]:
    """The places of each word that says what the topic is; of a name with words of no weight inside
    ("Bosnia and Herzegovina") all in one."""
    names, part = frozenset(focus.names()), list[int]()
    for at in sorted(focus.content()):
        named = at in names and bool(part) and part[-1] in names
        if named and not focus.rarity[part[-1] + 1 : at].any():
            part.append(at)
        else:
            if part:
                yield part
            part = [at]
    if part:
        yield part
