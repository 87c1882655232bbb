"""Does a sentence name other resolutions than those asked about?

In: a question, a sentence. Out: the numbers of the resolutions that each names, and whether the sentence
names some but none that was asked about. Two resolutions often differ in nothing but their number.
"""

from __future__ import annotations

import re

from index.tables import lists_of

_WORDS = lists_of("rag", "question_words.tsv")
_YEAR = r"(?:\s*\(\d{4}\))?"
_NUMBER = r"\d{1,4}(?![\d/])"
_LIST = rf"{_NUMBER}{_YEAR}(?:(?:,|,? and|,? or)\s+{_NUMBER}{_YEAR})*"
_NAMED = re.compile(
    rf"\b(?:resolutions?\s+|UNSCR\s+|S/RES/)({_LIST})|\b({_NUMBER}\s*\(\d{{4}}\))", re.IGNORECASE
)
_ASKED = re.compile(
    rf"\b(?:{_WORDS['other_resolution']}) (?:[\w-]+ ){{0,2}}resolutions?\b(?! \d)",
    re.IGNORECASE,
)


def resolutions(text: str) -> frozenset[str]:
    """The numbers of the resolutions a text names, without their years."""
    named = " ".join(found[1] or found[2] for found in _NAMED.finditer(text))
    return frozenset(re.findall(r"\d+", re.sub(r"\(\d{4}\)", " ", named)))


def wanted(question: str) -> frozenset[str]:
    """The resolutions asked about; none if the question is which resolution it is."""
    return frozenset() if _ASKED.search(question) else resolutions(question)


def names_others(asked: frozenset[str], sentence: str) -> bool:
    """Does the sentence name resolutions, but none of these?"""
    named = resolutions(sentence) if asked else frozenset()
    return bool(named) and not named & asked
