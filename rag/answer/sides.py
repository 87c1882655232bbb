"""Which sentences may stand for the side asked for: "who opposed X", "who supported X", "who abstained".

In: a side, a topic, a sentence. Out: whether the sentence may stand for it. Who opposed is told only by words
that oppose the whole topic. Sentences that oppose part of it do not count as support. That something was not
mentioned, no quotation can show.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.terms import content_terms
from rag.discourse.stance import Cue, Direction, argues, cues_in, directions
from rag.question.model import Side

NEAR = 2
"""Words of the topic, where it has so many, that must stand near what tells the side."""
LONG = 4
"""Words of a topic beyond which one may be missing."""
ABSTAINED = re.compile(r"\babst(?:ain|ention)", re.IGNORECASE)
VOTED = re.compile(r"\bvot(?:e|es|ed|ing)\b", re.IGNORECASE)
VOTED_FOR = re.compile(
    r"\bvot(?:e|es|ed|ing)\b(?: [\w-]+){0,3}? (?:in favou?r|yes|affirmatively)\b|\bvot(?:e|es|ed|ing) for\b|"
    r"\b(?:affirmative|positive|favou?rable|yes|supporting) vote",
    re.IGNORECASE,
)


def fits(side: Side, topic: str, sentence: str, around: str) -> bool:
    """May the sentence, under the header `around`, stand for the side?"""
    if side.name == "abstained":
        return ABSTAINED.search(sentence) is not None
    if side.votes and not (VOTED_FOR if side.name == "for" else VOTED).search(sentence):
        return False
    if side.name == "against":
        return opposes(topic, sentence, around)
    return not (ABSTAINED.search(sentence) or opposes(topic, sentence, around, any_of_it=True))


def opposes(topic: str, sentence: str, around: str = "", any_of_it: bool = False) -> bool:
    """Do all clauses that point somewhere on the topic point against it, one of them strongly?

    The topic must be there whole, in the sentence or the header `around` it, unless `any_of_it` will do;
    where it is itself an act ("the lifting of the embargo"), the sentence must name that act.
    """
    (wanted, acts), held = _asked(topic), _terms(sentence)
    if not wanted & held or any(not _terms(cue.words) <= held for cue in acts):
        return False
    if not any_of_it and len(wanted - held - _terms(around)) > (len(wanted) > LONG):
        return False
    wish = -1 if sum(cue.sign < 0 for cue in acts) % 2 else 1
    near = 1 if any_of_it or acts else min(NEAR, len(wanted))
    found = directions(sentence, wanted & held)
    return all(one.sign == -wish for one in found) and any(_tells(one, near) for one in found)


def _tells(direction: Direction, near: int) -> bool:
    """Does it argue, with so many of the topic's words near?"""
    return argues(direction) and len(direction.terms) >= near


@lru_cache(maxsize=64)
def _asked(topic: str) -> tuple[frozenset[str], tuple[Cue, ...]]:
    """The topic's terms, and the acts it names."""
    return _terms(topic), tuple(cue for cue in cues_in(topic) if cue.kind == "act")


def _terms(text: str) -> frozenset[str]:
    return frozenset(content_terms(text))
