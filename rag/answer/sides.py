"""The side a sentence takes on a topic, by the reader, and whether it tells how a vote was cast.

In: a topic or the side asked for, a sentence. Out: a `Side`. The default is "unclear"; a side is
named only when the reader is sure. A vote is told only by the words of voting. No quotation can show that
something was not mentioned.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from index.tables import lists_of
from rag.discourse.ending import speaks_of_an_end
from rag.model import Side
from rag.question.model import Side as Asked
from rag.reader.reading import Reader, alone

SideTaken = Callable[[str, str], Side]
"""The side that a sentence takes on a topic: topic, sentence."""

TOLD = 0.7
"""The reader's chance from which a side is named; chosen, not fitted, and not measured by itself."""

ABSTAINED = re.compile(r"\babst(?:ain|ention)", re.IGNORECASE)
_WORDS = lists_of("rag", "question_words.tsv")
VOTED = re.compile(rf"\b{_WORDS['voted']}\b", re.IGNORECASE)
VOTED_FOR = re.compile(
    rf"\b{_WORDS['voted']}\b(?: [\w-]+){{0,3}}? (?:{_WORDS['voted_yes']})\b|\b{_WORDS['voted']} for\b|"
    rf"\b(?:{_WORDS['yes_vote']}) vote",
    re.IGNORECASE,
)


class SideTeller:
    """Tells which side sentences take."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def side_of(self, topic: str, sentence: str) -> Side:
        """The side of a sentence by its own words: who speaks, and on what occasion, sways a reader. One that
        speaks of an end of the topic is not told to be for it."""
        (found,) = self._reader.stance(topic, [alone(sentence)])
        if found.whole.supports >= TOLD:
            return "unclear" if speaks_of_an_end(topic, sentence) else "for"
        return "against" if found.whole.opposes >= TOLD else "unclear"


def fits(asked: Asked, sentence: str) -> bool:
    """May the sentence stand for the side asked for, as far as that is about votes?"""
    if asked.name == "abstained":
        return ABSTAINED.search(sentence) is not None
    if not asked.votes:
        return True
    return (VOTED_FOR if asked.name == "for" else VOTED).search(sentence) is not None
