"""What simple means reach on the rows of the field, so that the reader's figures have something to stand
beside.

In: rows trained on and rows held back. Out: figures for words only, the question or claim only (naive
Bayes over words, trained on the same rows), cosine, and late interaction of the packaged model.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from index.embedding.embedder import Embedder
from index.embedding.token_codec import best_cosines
from index.text.terms import content_terms
from rag.evaluation.measures import Estimate
from rag.evaluation.reader.field import Rows
from rag.evaluation.reader.measure import SIDES, ClaimRow, NearRow, claim_rows, near_rows, reading_measures
from rag.reader.reading import ReadPassage
from rag.reader.words import WordReader

Score = Callable[[str, ReadPassage], float]


class Bayes:
    """Classes by the words of a text (multinomial, add-one)."""

    def __init__(self, texts: Sequence[tuple[str, str]]) -> None:
        self._counts: dict[str, Counter[str]] = {}
        for label, text in texts:
            self._counts.setdefault(label, Counter()).update(_words(text))
        size = len({word for one in self._counts.values() for word in one})
        self._sizes = {label: held.total() + size for label, held in self._counts.items()}

    def shares(self, text: str) -> Mapping[str, float]:
        """The probability of each class, all alike beforehand."""
        logs = {
            label: sum(math.log((held[word] + 1) / self._sizes[label]) for word in _words(text))
            for label, held in self._counts.items()
        }
        top = max(logs.values())
        odds = {label: math.exp(one - top) for label, one in logs.items()}
        return {label: one / sum(odds.values()) for label, one in odds.items()}


def _words(text: str) -> list[str]:
    words = text.lower().split()
    return [*words, *(f"{a} {b}" for a, b in pairwise(words)), *content_terms(text)]


def baselines(trained: Rows, held: Rows, embedder: Embedder) -> Mapping[str, Mapping[str, Estimate]]:
    """Figures of each means on the rows held back."""
    words = WordReader()
    return {
        "words only": reading_measures(near_rows(words, held.questions), claim_rows(words, held.claims)),
        "question or claim only": reading_measures(_asked_only(trained, held), _claim_only(trained, held)),
        "cosine": reading_measures(_scored(held, _cosine(embedder)), []),
        "late interaction": reading_measures(_scored(held, _late(embedder)), []),
    }


def _asked_only(trained: Rows, held: Rows) -> list[NearRow]:
    bayes = Bayes(
        [("asked", row.question) for row in trained.questions]
        + [("near", row.near) for row in trained.questions]
    )
    return _scored(held, lambda text, _: bayes.shares(text)["asked"])


def _claim_only(trained: Rows, held: Rows) -> list[ClaimRow]:
    bayes = Bayes([(side, getattr(row, side)) for row in trained.claims for side in SIDES])
    rows = claim_rows(WordReader(), held.claims)
    shares = [bayes.shares(row.claim) for row in rows]
    return [
        replace(row, supports=one["supports"], opposes=one["opposes"], neither=one["neither"])
        for row, one in zip(rows, shares, strict=True)
    ]


def _scored(held: Rows, score: Score) -> list[NearRow]:
    return [
        NearRow(
            row.file,
            row.question,
            row.near,
            row.kind,
            score(row.question, row.passage),
            score(row.near, row.passage),
            0.0,
            False,
        )
        for row in held.questions
    ]


def _cosine(embedder: Embedder) -> Score:
    def score(text: str, passage: ReadPassage) -> float:
        (made,) = embedder.embed_passages([f"{passage.header}\n{passage.text}"])
        return float(np.dot(made.vector, embedder.embed_query(text).vector))

    return score


def _late(embedder: Embedder) -> Score:
    def score(text: str, passage: ReadPassage) -> float:
        (made,) = embedder.embed_passages([f"{passage.header}\n{passage.text}"])
        return float(best_cosines(embedder.embed_query(text).tokens, [made.tokens]).mean())

    return score
