"""Text to search terms: lower case, without accents, possessives and English endings.

In: any text. Out: terms in order of occurrence. Numbers are kept whole without their thousands commas
("270,000" -> "270000"); a hyphenated word gives its parts ("Secretary-General" -> "secretari", "general"),
so that both spellings of it find each other; letters outside Latin script are kept as they are.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import Stemmer

WORD = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+(?:\.[0-9]+)+|\w+(?:['’ʼ]\w+)*")
LONGEST = 64
"""Letters of a word that count; longer runs are tables or damage."""

STOP_WORDS = frozenset(
    """
    a about above after again against all also am an and any are as at be because been before being
    below between both but by can could did do does doing down during each few for from further had has
    have having he her here hers herself him himself his how i if in into is it its itself just me more
    most my myself no nor not now of off on once only or other our ours ourselves out over own same
    shall she should so some such than that the their theirs them themselves then there these they this
    those through to too under until up upon very was we were what when where which while whom whose why
    with would you your yours yourself yourselves
    """.split()  # noqa: SIM905 (a table of words reads better so)
)
"""Function words; "us", "may", "will" and "who" stay, for they are also names (US, May, the WHO)."""


def terms(text: str) -> list[str]:
    """Every term of the text, stop words included."""
    return [term for word in WORD.findall(_folded(text)) for term in _terms_of(word)]


def content_terms(text: str) -> list[str]:
    """The text's terms without stop words."""
    return [
        term for word in WORD.findall(_folded(text)) if word not in STOP_WORDS for term in _terms_of(word)
    ]


def _folded(text: str) -> str:
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    parts = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


@lru_cache(maxsize=65536)
def _terms_of(word: str) -> tuple[str, ...]:
    if word[0].isdigit():
        return (word.replace(",", "")[:LONGEST],)
    pieces = [piece for piece in re.split(r"['’ʼ_]", word) if piece]
    if len(pieces) > 1 and pieces[-1] in ("s", "t", "ll", "re", "ve", "d", "m"):
        pieces.pop()
    return tuple(stem(piece[:LONGEST]) for piece in pieces)


def stem(word: str) -> str:
    """The word without its English ending (Porter2); words of other scripts unchanged."""
    return str(Stemmer.Stemmer("english", 0).stemWord(word)) if word.isascii() else word
