"""The terms of a question, and how much of their rarity a sentence holds.

In: the words that a question is about, with their rarity. Out: shares between 0 and 1.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from index.text.terms import content_terms
from rag.answer.focus import Focus


@dataclass(frozen=True, slots=True)
class AskedTerms:
    """The question's terms, each with its rarity."""

    rarity: Mapping[str, float]
    total: float
    pairs: frozenset[tuple[str, str]]

    @classmethod
    def of(cls, focus: Focus) -> AskedTerms:
        rarity: dict[str, float] = {}
        for word, rare in zip(focus.words, focus.rarity.tolist(), strict=True):
            rarity |= {term: max(rare, rarity.get(term, 0.0)) for term in content_terms(word)}
        asked = [term for word in focus.words for term in content_terms(word) if rarity[term] > 0]
        return cls(rarity, max(sum(rarity.values()), 1e-6), frozenset(itertools.pairwise(asked)))

    def share(self, held: frozenset[str]) -> float:
        """The share of the rarity that these terms hold."""
        return sum(rare for term, rare in self.rarity.items() if term in held) / self.total

    def lacking(self, held: frozenset[str]) -> float:
        """The share of the rarest term that is not among these."""
        return max((rare for term, rare in self.rarity.items() if term not in held), default=0.0) / self.total

    def phrase(self, said: Sequence[str]) -> float:
        """The share of the question's neighbouring terms that stand side by side here, in either order; for a
        single term, whether it stands here."""
        if not self.pairs:
            return float(not self.rarity.keys().isdisjoint(said))
        beside = set(itertools.pairwise(said))
        return sum(pair in beside or pair[::-1] in beside for pair in self.pairs) / len(self.pairs)
