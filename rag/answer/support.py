"""How far the passages found hold what the question is about: word by word, in and out.

In: the question's focus and the passages ranked for it. Out: a few figures between 0 and 1 for the judge to
weigh. A word is supported to the degree that its tokens agree with their best match in a passage or its
sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields

import numpy as np

from index.embedding.embedder import Vector
from index.embedding.token_codec import best_cosines
from index.model import Passage, Statement
from index.text.terms import content_terms
from rag.answer.evidence import Pieces, pieces_of
from rag.answer.figures import holds_figure
from rag.answer.focus import Focus
from rag.answer.readings import Readings
from rag.question.model import Query
from rag.ranking.retrieval import Ranking, Scored
from rag.reader.reading import log_odds

LOOKED_AT = 10
SOUGHT = 30
"""Passages among which a sentence is sought that speaks of a whole topic."""
ANSWERING = 5
NAMED_IN = 3
TOGETHER = 2
"""Neighbouring sentences that answer together."""
NO_NAMES = 0.85
"""The score for names of a question without names: about the mean of answered questions."""
NO_FIGURE = 0.8
"""What agreement is multiplied by when a number is asked for and the sentences hold none."""


@dataclass(frozen=True, slots=True)
class Support:
    """What speaks for an answer.

    `asked`: rarity-weighted agreement of the sentences that support the question best; `names`: of the
    name that the first passages support least; `lead`: of the first passage over the mean of ten;
    `presumed`: 1 for a question that takes for granted that something was said and asks for its figure,
    reason, date or truth, else 0; `read`: log odds that the passage the reader likes best answers.
    """

    asked: float
    names: float
    lead: float
    presumed: float
    read: float

    def values(self) -> tuple[float, ...]:
        return astuple(self)


@dataclass(frozen=True, slots=True)
class Met:
    """How a topic's words are met by sentences: the word met `least` by the sentence where that is most, and
    the `mean`, weighed by rarity, of the sentence where that is most."""

    least: float
    mean: float


SUPPORT = tuple(field.name for field in fields(Support))
"""The names of the figures, in order."""
NOTHING = Support(0.0, 0.0, 0.0, 0.0, log_odds(0.0))
PRESUMING = ("number", "reason", "date", "yes_no")


class Assessor:
    """Finds the figures for a question, its ranking and its focus."""

    def __init__(
        self,
        count_tokens: Callable[[str], int],
        lookup: Callable[[Sequence[Scored]], Mapping[int, tuple[Statement, Passage]]],
    ) -> None:
        self._count_tokens, self._lookup = count_tokens, lookup

    def assess(self, query: Query, ranking: Ranking, focus: Focus, readings: Readings) -> Support:
        """The figures; nothing ranked is no support."""
        if not ranking.scored or not focus.words:
            return NOTHING
        top = ranking.scored[:LOOKED_AT]
        agreement = focus.by_word(best_cosines(focus.tokens, [item.codes for item in top]))
        together = [pair for pieces in self._pieces(top[:ANSWERING], focus) for pair in _pairs(pieces, focus)]
        names = focus.names()
        lates = [item.late for item in top]
        return Support(
            asked=max((_asked(query, focus, words, held) for words, held in together), default=0.0),
            names=float(agreement[:NAMED_IN].max(axis=0)[names].min()) if names else NO_NAMES,
            lead=lates[0] - float(np.mean(lates)),
            presumed=float(query.asks.scope == "one" and query.asks.wants in PRESUMING),
            read=readings.best,
        )

    def best_met(self, ranking: Ranking, focus: Focus, content: Sequence[int]) -> Met:
        """How the sentences of the first passages meet these words of the focus, at best."""
        met = [_met(one, focus)[:, content] for one in self._pieces(ranking.scored[:SOUGHT], focus)]
        if not met:
            return Met(0.0, 0.0)
        rows, rarity = np.vstack(met), focus.rarity[content]
        return Met(float(rows.min(axis=1).max()), float((rows @ rarity).max() / rarity.sum()))

    def _pieces(self, scored: Sequence[Scored], focus: Focus) -> Iterator[Pieces]:
        found = self._lookup(scored)
        for item in scored:
            if item.row in found:
                yield pieces_of(*found[item.row], item.codes, focus.tokens, self._count_tokens)


def _met(pieces: Pieces, focus: Focus) -> Vector:
    """How each sentence meets each word of the focus, fully where it has the word itself."""
    words = [frozenset(content_terms(word)) for word in focus.words]
    said = [frozenset(content_terms(text)) for text in pieces.texts]
    has = np.array([[bool(word) and word <= terms for word in words] for terms in said], np.float32)
    return np.maximum(focus.by_word(pieces.bests), has)


def _pairs(pieces: Pieces, focus: Focus) -> Iterator[tuple[str, Vector]]:
    """Neighbouring sentences: their words, and how far they and the header support each word of the focus."""
    for at in range(len(pieces.texts)):
        bests = np.maximum(pieces.bests[at : at + TOGETHER].max(axis=0), pieces.header)
        yield " ".join(pieces.texts[at : at + TOGETHER]), focus.by_word(bests[None])[0]


def _asked(query: Query, focus: Focus, words: str, held: Vector) -> float:
    """Agreement of two sentences, lowered where they lack the number that is asked for."""
    agreement = float(held @ focus.rarity / focus.rarity.sum())
    lacks = query.asks.wants == "number" and not holds_figure(words, query.question)
    return agreement * NO_FIGURE if lacks else agreement
