"""Does a sentence depend on the one before it: "That is why ...", "They must ...", "The same holds for ..."?

In: a sentence. Out: whether it speaks about something named before it, so that it cannot be quoted alone.
English has few words that point back, and they stand first (`data/introducing.tsv`). "It is time to ..."
points at nothing.
"""

from __future__ import annotations

import re

from index.tables import lists_of

_WORDS = lists_of("rag", "introducing.tsv")
LEANS = re.compile(
    rf"(?:(?:{_WORDS['opens_sentence']}),?\s+)?"
    rf"(?:(?:{_WORDS['points_back']})\b|"
    rf"that(?:’s|'s|\s+(?:{_WORDS['that_was']})\b)|"
    rf"it\s+(?!(?:{_WORDS['it_is']})\s+(?:\w+\s+){{0,6}}(?:{_WORDS['extraposed']})\b))",
    re.IGNORECASE,
)
OWN = re.compile(rf"(?:and\s+)?(?:this|these)\s+(?:{_WORDS['here_and_now']})\b", re.IGNORECASE)
"""Can be pointed at without having been named: the time and place of speaking."""


def leans(sentence: str) -> bool:
    """Must one read the sentence before it to know what it is about?"""
    start = sentence.lstrip("\"“‘' ")
    return LEANS.match(start) is not None and OWN.match(start) is None
