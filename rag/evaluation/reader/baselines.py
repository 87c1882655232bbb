"""What simple means reach on the rows of the field, so that the reader's figures have something to stand
beside.

In: rows trained on and rows held back. Out: figures for words only, the question or claim only (naive
Bayes over words, trained on the same rows), cosine, and late interaction of the packaged model.
`python -m rag.evaluation.reader.baselines ROWS`.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np

from index.embedding.embedder import Embedded, EmbeddedQuery, Embedder
from index.embedding.minilm import SentenceTransformerEmbedder
from index.embedding.token_codec import best_cosines
from index.text.terms import content_terms
from rag.evaluation.measures import Estimate
from rag.evaluation.reader.examples import held_back
from rag.evaluation.reader.field import Rows, read_rows
from rag.evaluation.reader.measure import (
    SIDES,
    ClaimRow,
    NearRow,
    claim_rows,
    near_rows,
    parts,
    reading_measures,
)
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
    words, made = WordReader(), _embedded(held, embedder)

    def meeting(score: Callable[[Embedded, EmbeddedQuery], float]) -> Score:
        return lambda text, passage: score(made[passage], embedder.embed_query(text))

    return {
        "words only": reading_measures(near_rows(words, held.questions), claim_rows(words, held.claims)),
        "question or claim only": reading_measures(_asked_only(trained, held), _claim_only(trained, held)),
        "cosine": reading_measures(_scored(held, meeting(_cosine)), []),
        "late interaction": reading_measures(_scored(held, meeting(_late)), []),
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


def _cosine(passage: Embedded, query: EmbeddedQuery) -> float:
    return float(np.dot(passage.vector, query.vector))


def _late(passage: Embedded, query: EmbeddedQuery) -> float:
    return float(best_cosines(query.tokens, [passage.tokens]).mean())


def _embedded(held: Rows, embedder: Embedder) -> dict[ReadPassage, Embedded]:
    """Every passage of the questions, embedded once."""
    passages = list(dict.fromkeys(row.passage for row in held.questions))
    texts = [f"{passage.header}\n{passage.text}" for passage in passages]
    return dict(zip(passages, embedder.embed_passages(texts), strict=True))


def main(folder: Path) -> None:
    trained, held = parts(read_rows(folder), held_back)
    for name, found in baselines(trained, held, SentenceTransformerEmbedder()).items():
        print(name)
        for measure, one in found.items():
            print(f"    {measure}: {one} of {one.count}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Usage: python -m rag.evaluation.reader.baselines ROWS")
    main(Path(sys.argv[1]))
