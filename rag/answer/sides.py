"""Whether a sentence tells how a vote was cast, where that is asked for.

In: the side asked for, a sentence. Out: may it stand for that side? A vote is told only by the words of
voting. No quotation can show that something was not mentioned.
"""

from __future__ import annotations

import re

from index.tables import lists_of
from rag.question.model import Side as Asked

ABSTAINED = re.compile(r"\babst(?:ain|ention)", re.IGNORECASE)
_WORDS = lists_of("rag", "question_words.tsv")
VOTED = re.compile(rf"\b{_WORDS['voted']}\b", re.IGNORECASE)
VOTED_FOR = re.compile(
    rf"\b{_WORDS['voted']}\b(?: [\w-]+){{0,3}}? (?:{_WORDS['voted_yes']})\b|\b{_WORDS['voted']} for\b|"
    rf"\b(?:{_WORDS['yes_vote']}) vote",
    re.IGNORECASE,
)


def fits(asked: Asked, sentence: str) -> bool:
    """May the sentence stand for the side asked for, as far as that is about votes?"""
    if asked.name == "abstained":
        return ABSTAINED.search(sentence) is not None
    if not asked.votes:
        return True
    return (VOTED_FOR if asked.name == "for" else VOTED).search(sentence) is not None
