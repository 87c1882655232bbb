"""The side a sentence takes on a topic: for, against, or not to be told.

In: a topic, a sentence, its header. Out: a `Side`. Only words that take a side tell one, never the lack of
words that take the other: whoever speaks of a thing neither backs nor fights it by that. "Unclear" is the
default. That something was not mentioned, no quotation can show.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.text.terms import content_terms
from rag.discourse.stance import Cue, Direction, argues, cues_in, directions
from rag.model import Side
from rag.question.model import Side as Asked

LONG = 4
"""Words of a topic beyond which one may be missing."""
NEAR = 2
"""Words of the topic, where it has so many, that must stand near what opposes it."""
ABSTAINED = re.compile(r"\babst(?:ain|ention)", re.IGNORECASE)
VOTED = re.compile(r"\bvot(?:e|es|ed|ing)\b", re.IGNORECASE)
VOTED_FOR = re.compile(
    r"\bvot(?:e|es|ed|ing)\b(?: [\w-]+){0,3}? (?:in favou?r|yes|affirmatively)\b|\bvot(?:e|es|ed|ing) for\b|"
    r"\b(?:affirmative|positive|favou?rable|yes|supporting) vote",
    re.IGNORECASE,
)


def side_of(topic: str, sentence: str, around: str = "") -> Side:
    """The side that the clauses take which speak of the topic; unclear where none does, or both are taken.

    The topic must be there whole, in the sentence or the header `around` it; where it is itself an act
    ("the lifting of the embargo"), whoever wants the act undone is against it.
    """
    (wanted, acts), held = _asked(topic), _terms(sentence)
    if not wanted & held or len(wanted - held - _terms(around)) > (len(wanted) > LONG):
        return "unclear"
    wish = -1 if sum(cue.sign < 0 for cue in acts) % 2 else 1
    found = [one for one in directions(sentence, wanted & held) if _tells(one)]
    signs = {one.sign * wish for one in found}
    if signs == {1}:
        return "for"
    near = 1 if acts else min(NEAR, len(wanted))
    opposed = signs == {-1} and any(argues(one) and len(one.terms) >= near for one in found)
    return "against" if opposed else "unclear"


def fits(asked: Asked, topic: str, sentence: str, around: str) -> bool:
    """May the sentence, under the header `around`, stand for the side asked for?"""
    if asked.name == "abstained":
        return ABSTAINED.search(sentence) is not None
    if asked.votes and asked.name == "for":
        return VOTED_FOR.search(sentence) is not None and side_of(topic, sentence, around) != "against"
    if asked.votes and not VOTED.search(sentence):
        return False
    return side_of(topic, sentence, around) == asked.name


def _tells(direction: Direction) -> bool:
    """Is a view taken in strong words, or an act asked for? A harm or a trait that is named tells no side."""
    return any(cue.kind == "act" or (cue.kind == "view" and cue.strong) for cue in direction.cues)


@lru_cache(maxsize=64)
def _asked(topic: str) -> tuple[frozenset[str], tuple[Cue, ...]]:
    """The topic's terms, and the acts it names."""
    return _terms(topic), tuple(cue for cue in cues_in(topic) if cue.kind == "act")


def _terms(text: str) -> frozenset[str]:
    return frozenset(content_terms(text))
