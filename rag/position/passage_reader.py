"""Reads a passage for a point: which run of its sentences speaks to it, and how far the passage does.

In: a ranked passage, an encoded point and the weight of each of its tokens. Out: a `Neighbour`. Courtesies
and the words of others are passed over if there is anything else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Embedder, Vector
from index.model import Passage, Span, Statement
from index.segmentation.cues import is_courtesy
from index.segmentation.segment import context_header
from rag.answer.evidence import Run, breaks, grow, others_words, sentence_texts, sentences_of, token_bests
from rag.discourse.read_out import own_words, quoting
from rag.position.query_encoder import EncodedQuery
from rag.ranking.retrieval import Scored

ADDRESSED = 0.62
"""The support from which a passage addresses an issue; docs/briefings.md says what it was measured on."""
_TRIBUTE = re.compile(r"\W*[A-Z]\w*(?: \w+){0,4}? (?:commends?|salutes?|applauds?|pays? tribute)\b")
_ASKS = re.compile(r"\b(?:must|should|call|urge|need|demand|request)\w*\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A passage near the point and its nearest run of sentences; `scored.score` orders them.

    `support` is late interaction with the speaker's own sentences of the passage, its header left aside, each
    token weighed: how far the passage speaks to the point at all, comparable between points; -1 where
    all its sentences are others' words.
    """

    scored: Scored
    statement: Statement
    passage: Passage
    run: Run
    support: float

    @property
    def quote(self) -> str:
        return self.run.span.of(self.statement.text)

    @property
    def own_words(self) -> str:
        """The quote without the words it reads out from others."""
        return own_words(self.statement, self.run.span)


class PassageReader:
    """Reads passages sentence by sentence."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def read(
        self,
        item: Scored,
        statement: Statement,
        passage: Passage,
        encoded: EncodedQuery,
        weights: Vector,
        own: bool,
    ) -> Neighbour | None:
        """The run of sentences whose own words are nearest; courtesies and words read out are passed over,
        None if there is nothing else. The header, which says what the debate was about, does not count for
        any sentence."""
        sentences = sentences_of(statement, passage)
        texts = (context_header(statement.ref), *sentence_texts(statement, sentences))
        count, empty = self._embedder.count_tokens, self._embedder.count_tokens("")
        bests = token_bests(item.codes, [count(text) - empty for text in texts], encoded.tokens)[1:]
        others = np.array(others_words(statement, sentences))
        polite = np.array([is_polite(" ".join(text.split())) for text in texts[1:]])
        read_out = np.array([quoting(statement, sentence) is not None for sentence in sentences])
        if read_out.all():
            return None
        passed_over = polite | (others if own else read_out)
        looked_at = _without(bests, read_out if passed_over.all() else passed_over)
        silent = np.full_like(bests[0], -1)
        first, last, score = grow(looked_at, silent, breaks(statement, sentences), weights)
        run = Run(
            Span(sentences[first].start, sentences[last].end), score, bool(others[first : last + 1].all())
        )
        support = float(_without(bests, others).max(axis=0) @ weights)
        return Neighbour(item, statement, passage, run, support)


def addresses(neighbour: Neighbour) -> bool:
    """Does the passage speak to the point in the speaker's own words?"""
    return neighbour.support >= ADDRESSED and not neighbour.run.reported


def is_polite(sentence: str) -> bool:
    """Thanks, congratulations and tributes, which take no position."""
    return is_courtesy(sentence) or (_TRIBUTE.match(sentence) is not None and not _ASKS.search(sentence))


def _without(bests: Vector, passed_over: npt.NDArray[np.bool_]) -> Vector:
    """The best cosines, shape (sentences, tokens), with those of some sentences set below all others."""
    kept: Vector = np.where(passed_over[:, None], np.float32(-1), bests)
    return kept
