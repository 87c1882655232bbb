"""What words are there for: their class if they carry structure, and their senses in asking.

In: a word. Out: its stem, its class (`data/wordclasses.tsv`), its senses (`data/senses.tsv`); those who speak
stand in `parties.py`. They are features of the small models, not rules: the models have learned what each is
worth.
"""

from __future__ import annotations

from functools import cache, lru_cache

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.tables import rows_of
from rag.question.parties import ASKED, PARTY
from rag.question.wordsets import words_of

FUNCTION = words_of("function")
"""Words that carry structure are kept as they are; of others only the class is kept."""


@cache
def _classes() -> dict[str, str]:
    """Stem to class; the first row that lists a word counts."""
    found: dict[str, str] = {}
    for row in rows_of("rag", "wordclasses.tsv"):
        for word in row["words"].split():
            found.setdefault(stem(word), row["class"])
    return found | {stem(word): "PARTY" for word in PARTY}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    return str(Stemmer.Stemmer("english").stemWord(word))


def shape(word: str) -> str:
    """The word itself if it carries structure, otherwise its class, otherwise only that there is a word."""
    if word.startswith("<") or word in FUNCTION or not word.isalpha():
        return word
    return _classes().get(stem(word), "_")


@cache
def _senses() -> dict[str, tuple[str, ...]]:
    """Word to the senses it may have."""
    found: dict[str, tuple[str, ...]] = {}
    for row in rows_of("rag", "senses.tsv"):
        for word in row["words"].split():
            found[word] = (*found.get(word, ()), row["sense"])
    return found | {word: (*found.get(word, ()), "parties") for word in ASKED}


@lru_cache(maxsize=65536)
def senses_of(word: str) -> tuple[str, ...]:
    """The senses of a word; a misspelling is forgiven in a long one."""
    known = _senses()
    if word in known or len(word) < LONG_WORD or word.startswith("<"):
        return known.get(word, ())
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=1, limit=2)
    return known[near[0][0]] if near else ()


LONG_WORD = 6
