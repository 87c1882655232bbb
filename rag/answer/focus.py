"""What a question is about: its content words, how rare each is, and the tokens that stand for them.

In: a question that was understood, and the passages under its filters. Out: a `Focus`, which says how much
each token weighs when sentences are chosen and support is judged. Words that say nothing about the topic have
no weight (`data/vague.txt`), so that "which delegations support X" is about X.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Embedder, Vector
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from rag.question.model import Query

WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Focus:
    """Words with their rarity (0 for vague ones) and the passages under the filter that hold them.

    `tokens`, shape (n, token_dim), are the words' token vectors; `owner` gives each token's word.
    """

    words: tuple[str, ...]
    rarity: Vector
    held: npt.NDArray[np.int64]
    tokens: Vector
    owner: npt.NDArray[np.int64]

    @property
    def weights(self) -> Vector:
        """The share of each token; they sum to 1. Half is the same for all, half is a word's rarity over its
        tokens."""
        counts = np.bincount(self.owner, minlength=len(self.words))
        rare = (self.rarity / np.maximum(counts, 1))[self.owner]
        alike = np.full(len(rare), 1 / max(len(rare), 1))
        total = float(rare.sum())
        return ((alike + rare / total) / 2 if total > 0 else alike).astype(np.float32)

    def names(self) -> list[int]:
        """Positions of words that name something: capitals inside the text, acronyms, figures."""
        return [at for at, word in enumerate(self.words) if self.rarity[at] > 0 and _is_name(word, at)]

    def content(self) -> list[int]:
        """Positions of the words that say what it is about; all that have tokens where none does."""
        held = set(self.owner.tolist())
        return [at for at in held if self.rarity[at] > 0] or sorted(held)

    def by_word(self, bests: Vector) -> Vector:
        """Best cosines per token, shape (rows, tokens), as means per word, shape (rows, words)."""
        shares = np.zeros((len(self.owner), len(self.words)), np.float32)
        shares[np.arange(len(self.owner)), self.owner] = 1
        shares /= np.maximum(shares.sum(axis=0), 1)
        return bests @ shares


class Focuser:
    """Finds the focus of a question in the present record."""

    def __init__(self, embedder: Embedder, store: RecordStore) -> None:
        self._embedder, self._store = embedder, store

    def focus(self, query: Query, snapshot: Snapshot, mask: Flags) -> Focus:
        """The focus of the question among the masked passages."""
        return self.focus_on(query.topic if WORD.search(query.topic) else query.question, snapshot, mask)

    def focus_on(self, text: str, snapshot: Snapshot, mask: Flags) -> Focus:
        """The focus of any words among the masked passages."""
        words = WORD.findall(text)
        tokens = self._embedder.embed_query(text).tokens
        empty = self._embedder.count_tokens("")
        lengths = [self._embedder.count_tokens(word) - empty for word in words]
        owner = np.repeat(np.arange(len(words)), lengths)[: len(tokens)]
        rarity, held = self._rarity(words, snapshot, mask)
        return Focus(tuple(words), rarity, held, tokens[: len(owner)], owner)

    def _rarity(
        self, words: Sequence[str], snapshot: Snapshot, mask: Flags
    ) -> tuple[Vector, npt.NDArray[np.int64]]:
        lexical = snapshot.lexical
        rarest = float(np.log1p((lexical.size + 0.5) / 0.5))
        terms = [content_terms(word) for word in words]
        numbers = self._store.term_ids({term for some in terms for term in some})
        rarity = np.zeros(len(words), np.float32)
        held = np.zeros(len(words), np.int64)
        for at, (word, some) in enumerate(zip(words, terms, strict=True)):
            known = [numbers[term] for term in some if term in numbers]
            held[at] = max((int(mask[lexical.holding(number)].sum()) for number in known), default=0)
            if some and word.casefold() not in vague_words():
                rarity[at] = max([lexical.idf(n) for n in known] + [rarest] * (len(known) < len(some)))
        if not rarity.any():
            rarity[:] = [float(bool(some)) for some in terms] if any(terms) else 1.0
        return rarity, held


@cache
def vague_words() -> frozenset[str]:
    """Words of questions that say nothing about the topic: frames, offices, measures, auxiliaries."""
    text = (files("rag") / "data" / "vague.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def _is_name(word: str, at: int) -> bool:
    digits = any(map(str.isdigit, word))
    return digits or (word[:1].isupper() and (at > 0 or word.isupper()))
