"""A sentence as the checks read it: folded words with their stems, the turns among them, where clauses end.

In: a text without marks. Out: `Wording`, the same view of a written sentence and of a sentence of the record.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from index.text.terms import STOP_WORDS, terms
from rag.quotation.clip import HARD, break_in
from rag.quotation.normal import Folder, Word
from rag.quotation.slips import is_number
from rag.quotation.turns import Turn, of_class, turns_in

KEPT = 256
"""Texts whose wording is remembered, as every check of a sentence and of those beside it asks for it."""


@dataclass(frozen=True)
class Wording:
    """`words` are in order; `stems[i]` is the search term of word i, "" for a word of grammar."""

    text: str
    words: tuple[Word, ...]

    @staticmethod
    @lru_cache(KEPT)
    def of(text: str) -> Wording:
        return Wording(text, Folder().words(text))

    @cached_property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)

    @cached_property
    def modal(self) -> tuple[str, ...]:
        """The folded words, "" for the month of May, which leaves nothing open."""
        return tuple("" if self._is_month(at) else word for at, word in enumerate(self.folded))

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(_stem(word) for word in self.folded)

    @cached_property
    def all_stems(self) -> frozenset[str]:
        return frozenset(self.stems) - {""}

    @cached_property
    def turns(self) -> tuple[Turn, ...]:
        return turns_in(self.modal)

    @cached_property
    def breaks(self) -> tuple[str, ...]:
        """The break before each word, "" for none."""
        between = [self.text[a.span.end : b.span.start] for a, b in pairwise(self.words)]
        return ("", *map(break_in, between))[: len(self.words)]

    def places(self, stem: str) -> list[int]:
        return [at for at, own in enumerate(self.stems) if own == stem]

    def _is_month(self, at: int) -> bool:
        """Written "May", and beside a figure or within a sentence?"""
        beside = self.folded[max(0, at - 1) : at + 2]
        return self.words[at].span.of(self.text) == "May" and (
            any(word.isdigit() for word in beside) or (at > 0 and not self.breaks[at])
        )

    def hard_break(self, first: int, last: int) -> bool:
        """Does a clause end between two words?"""
        return HARD in self.breaks[min(first, last) + 1 : max(first, last) + 1]


def _stem(word: str) -> str:
    if (
        word in STOP_WORDS
        or word in of_class("auxiliary")
        or word in of_class("modal")
        or word in of_class("preposition")
        or is_number(word)
    ):
        return ""
    return next(iter(terms(word)), "")
