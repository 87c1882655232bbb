"""Sets apart what speaks only of the wider debate, where some speak of the whole narrow topic.

In: the focus of a list's wording and its sentences with their chances. Out: the same, except that those that
meet far less of the topic than the best are not surely on the list. "Unarmed civilian protection" shares most
of its words with the protection of civilians, so the rare words are what counts. They are met by late
interaction and held against the best sentence found: where nobody uses the topic's words, no paraphrase is
behind. A sentence that takes the side asked for plainly may use other words, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from index.embedding.embedder import Vector
from rag.answer.focus import Focus
from rag.answer.listing import Listed
from rag.answer.weigh import Weighed

BEHIND = 0.25
"""How much less of a topic than the best sentence one may meet (docs/choices.md)."""
RARE = 3
"""The power of its rarity by which a word counts."""


def best_met(focus: Focus, found: Iterable[Weighed]) -> float:
    """How far the best of the sentences found meets the topic."""
    return max((topic_met(focus, one) for one in found), default=0.0)


def of_whole_topic(
    focus: Focus, told: Iterable[Listed], best: float, sure: float, apart: float, plain: float
) -> list[Listed]:
    """With a chance of at most `apart` where a sentence is `sure`, but not `plain`, and far behind the best
    one."""
    return [
        replace(one, chance=apart)
        if sure <= one.chance < plain and best - topic_met(focus, one.sentence) > BEHIND
        else one
        for one in told
    ]


def topic_met(focus: Focus, one: Weighed) -> float:
    """How far the sentence, or the one it leans on, meets the topic's words; of a name its best word counts,
    for many are called by a part of theirs."""
    places = [one.at] if one.lead is None else [one.lead, one.at]
    bests = one.pieces.bests[places, -len(focus.tokens) :].max(axis=0)
    by_word = focus.by_word(bests[None])[0]
    parts = list(_parts(focus))
    met = np.array([by_word[words].max() for words in parts])
    counts: Vector = np.array([focus.rarity[words].max() for words in parts]) ** RARE
    return float(met @ counts / max(float(counts.sum()), 1e-6))


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
