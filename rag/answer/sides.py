"""Does a sentence tell how a vote was cast?

In: the side asked for, a sentence. Out: whether it may stand for it. Only a sentence with the words of voting
does; what sides words take otherwise, the reader tells. That something was not mentioned, no quotation can
show.
"""

from __future__ import annotations

import re

from rag.question.model import Side

ABSTAINED = re.compile(r"\babst(?:ain|ention)", re.IGNORECASE)
VOTED = re.compile(r"\bvot(?:e|es|ed|ing)\b", re.IGNORECASE)
VOTED_FOR = re.compile(
    r"\bvot(?:e|es|ed|ing)\b(?: [\w-]+){0,3}? (?:in favou?r|yes|affirmatively)\b|\bvot(?:e|es|ed|ing) for\b|"
    r"\b(?:affirmative|positive|favou?rable|yes|supporting) vote",
    re.IGNORECASE,
)


def fits(asked: Side, sentence: str) -> bool:
    """May the sentence stand for the side asked for, as far as it is one of votes?"""
    if asked.name == "abstained":
        return ABSTAINED.search(sentence) is not None
    if not asked.votes:
        return True
    return (VOTED_FOR if asked.name == "for" else VOTED).search(sentence) is not None
