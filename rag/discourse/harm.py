"""Harms and what befalls: "famine", "climate change", "the effects of drought". Nobody is for one.

In: a topic. Out: is it a harm by itself, so that no side on it can be told? What is done about one ("the
fight against terrorism", "ending hunger"), and what one is taken for ("climate change as a threat to peace"),
may be supported or opposed.
"""

from __future__ import annotations

import re
from functools import cache

from index.tables import rows_of, sets_of

NO_SIDE = "“{}” names a harm, or what befalls: nobody is in favour of it, so no side is told."
KINDS = ("want", "ill", "nature", "violence", "crime", "hatred", "loss", "danger", "outcome")
_WORD = re.compile(r"[\w'’/-]+|[,;:()]")
_FURTHER = frozenset(("to", "off", *",;:()"))
"""What ends a name beside prepositions and conjunctions."""


def no_side_on(topic: str) -> str:
    """What is said where a side on it could be asked for."""
    return NO_SIDE.format(f"{topic[:1].upper()}{topic[1:]}")


def is_harm(topic: str) -> bool:
    """Is the first thing that the topic names a harm, and the topic no claim and no act?"""
    words = [word for word in _WORD.findall(topic.lower()) if word not in ("the", "a", "an")]
    if not words or not _words("claim").isdisjoint(words) or _acts(words):
        return False
    first = _first_named(words)
    return bool(first) and (first[-1] in _harms() or any(first[-len(p) :] == p for p in _pairs()))


def _acts(words: list[str]) -> bool:
    """Does it begin with what is done: "ending hunger", "to end hunger"?"""
    first = words[0]
    done = first.endswith("ing") and first not in _words("growing") and first not in _harms()
    return done or first == "to"


def _first_named(words: list[str]) -> list[str]:
    """The words up to the first preposition, conjunction or mark."""
    ends = sets_of("rag", "function_words.tsv")
    stops = ends["preposition"] | ends["coordinator"] | ends["subordinator"] | _FURTHER
    upto = next((at for at, word in enumerate(words) if at and word in stops), len(words))
    return words[:upto]


def _words(kind: str) -> frozenset[str]:
    return sets_of("rag", "harms.tsv")[kind]


@cache
def _harms() -> frozenset[str]:
    return frozenset().union(*map(_words, KINDS))


@cache
def _pairs() -> tuple[list[str], ...]:
    """Names of several words."""
    (row,) = [row for row in rows_of("rag", "harms.tsv") if row["kind"] == "pair"]
    return tuple(pair.split() for pair in row["words"].split("|"))
