"""Reads ranked passages again beside the question: a ranking in, its first passages in a better order out.

A cross-encoder reads question and passage together (Nogueira and Cho 2019): slower, and often better, than
vectors made separately. None is packaged; one is used if a setting names it. Each place in the ranking keeps
its score, so that later steps can go on comparing them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from index.embedding.embedder import Vector
from index.embedding.model_files import find_model
from index.model import Passage, Statement
from index.segmentation.segment import embedded_text
from rag.ranking.retrieval import Ranking

READ_AGAIN = 20
"""Passages read again; the others follow in their old order."""


class Reranker(Protocol):
    """Scores texts for a question."""

    def scores(self, question: str, texts: Sequence[str]) -> Vector:
        """Shape (texts,), higher for what answers better; a text's score does not depend on the others."""
        ...


class CrossEncoderReranker:
    """Any cross-encoder of sentence-transformers on this machine, by folder or name.

    Raises InvalidInput if it is not there.
    """

    def __init__(self, model: str) -> None:
        self._files = find_model(model)

    def scores(self, question: str, texts: Sequence[str]) -> Vector:
        if not texts:
            return np.empty(0, np.float32)
        pairs = [(question, text) for text in texts]
        found = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(found, np.float32).reshape(len(texts), -1)[:, -1]

    @cached_property
    def _model(self) -> Any:
        from sentence_transformers import CrossEncoder

        return CrossEncoder(str(self._files.folder), device="cpu", local_files_only=True)


def rerank(
    ranking: Ranking, question: str, reranker: Reranker, found: Mapping[int, tuple[Statement, Passage]]
) -> Ranking:
    """The ranking, its first passages in the reranker's order; `found`: statement and passage by row."""
    first = [item for item in ranking.scored[:READ_AGAIN] if item.row in found]
    scores = reranker.scores(question, [embedded_text(*found[item.row]) for item in first])
    order = np.argsort(-scores, kind="stable")
    again = [replace(first[at], score=place.score) for at, place in zip(order, first, strict=True)]
    rows = {item.row for item in first}
    rest = [item for item in ranking.scored if item.row not in rows]
    return replace(ranking, scored=(*again, *rest))
