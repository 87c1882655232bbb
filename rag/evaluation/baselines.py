"""What plain systems would rank first: dense only, BM25 only, reciprocal rank fusion, fixed-size chunks.

In: the evidence of our own candidates, which hold the best by cosine and by BM25, or a document's text.
Out: orders of passages, spans of chunks. Without our understanding of questions, headers or late interaction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from index.embedding.embedder import Embedder
from index.model import Filters, Span
from rag.model import Interpreted
from rag.question.model import Asks, Query
from rag.ranking.retrieval import Scored

FUSION = 60.0
"""The constant of reciprocal rank fusion (Cormack, Clarke and Buettcher 2009)."""
CHUNK = 800
"""Characters of a fixed-size chunk."""

Order = Callable[[Sequence[Scored]], list[Scored]]


def plain(question: str) -> Query:
    """The question taken as it stands: no filter, no preference."""
    asks = Asks("one", "position")
    return Query(
        question, question, question, Filters(), (), asks, Interpreted(Filters()), (), undated=question
    )


def dense_only(scored: Sequence[Scored]) -> list[Scored]:
    """By cosine."""
    return sorted(scored, key=lambda item: -item.dense)


def lexical_only(scored: Sequence[Scored]) -> list[Scored]:
    """By BM25."""
    return sorted(scored, key=lambda item: -item.lexical)


def reciprocal_ranks(scored: Sequence[Scored]) -> list[Scored]:
    """By the sum of reciprocal ranks of the two."""
    places: dict[int, float] = {}
    for order in (dense_only(scored), lexical_only(scored)):
        for rank, item in enumerate(order, 1):
            places[item.row] = places.get(item.row, 0.0) + 1 / (FUSION + rank)
    return sorted(scored, key=lambda item: -places[item.row])


BASELINES: tuple[tuple[str, Order], ...] = (
    ("dense only", dense_only),
    ("BM25 only", lexical_only),
    ("reciprocal rank fusion", reciprocal_ranks),
)


def fixed_chunks(text: str) -> tuple[Span, ...]:
    """The text cut every `CHUNK` characters, at the last blank before."""
    chunks, start = [], 0
    while start < len(text):
        end = min(start + CHUNK, len(text))
        blank = text.rfind(" ", start + 1, end) if end < len(text) else end
        end = blank if blank > start else end
        chunks.append(Span(start, end))
        start = end
    return tuple(chunk for chunk in chunks if chunk.of(text).strip())


class FixedChunks:
    """Documents cut to fixed size and searched by cosine alone: the baseline to leave far behind."""

    def __init__(self, texts: dict[str, str], embedder: Embedder) -> None:
        self._embedder = embedder
        self._places = [(name, chunk) for name, text in texts.items() for chunk in fixed_chunks(text)]
        made = embedder.embed_passages([chunk.of(texts[name]) for name, chunk in self._places])
        self._vectors = np.stack([one.vector for one in made])

    def nearest(self, question: str, k: int) -> list[tuple[str, Span]]:
        """Document and span of the k nearest chunks."""
        scores = self._vectors @ self._embedder.embed_query(question).vector
        return [self._places[at] for at in np.argsort(-scores)[:k]]
