"""How likely each sentence of the passages ranked first is to answer: several kinds of evidence, one small
model.

In: a question, its ranking, its focus and the reader's readings. Out: the sentences with their chances. Late
interaction, rare words, retrieval and reader are figures of two logistic models (`data/answering.tsv`): one
for passages that were read, one for the others. `rag/evaluation/train_answering.py` fits them on sentences
judged one by one; docs/choices.md says what evidence is worth.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import attrgetter

import numpy as np

from index.embedding.embedder import Vector
from index.model import Passage, Span, Statement
from index.segmentation.segment import context_header
from index.text.terms import content_terms
from rag.answer.asked_terms import AskedTerms
from rag.answer.evidence import Pieces, pieces_of, token_bests
from rag.answer.focus import Focus
from rag.answer.logistic import Logistic, read_logistic
from rag.answer.measured import READ_NAMES, UNREAD_NAMES, Figures, ReadFigures, read_figures
from rag.answer.readings import Lookup, Readings
from rag.discourse.leaning import leans
from rag.ranking.retrieval import Ranking, Scored

LISTED = "listed"
"""The model for questions about every delegation: does the sentence speak of the topic?"""
NO_NAMES = 0.85
"""The score for names of a question that names nothing: about the mean of answers."""


_UNREAD = attrgetter(*UNREAD_NAMES)
_READ = attrgetter(*READ_NAMES[len(UNREAD_NAMES) :])


@dataclass(frozen=True, slots=True)
class Weighed:
    """A sentence with the chance that it answers; `at` is its place among the passage's `sentences`."""

    scored: Scored
    statement: Statement
    pieces: Pieces
    at: int
    figures: Figures
    read: ReadFigures | None
    chance: float = 0.0

    @property
    def place(self) -> tuple[int, int]:
        """The passage's row and the sentence's place in it."""
        return self.scored.row, self.at

    @property
    def span(self) -> Span:
        return self.pieces.sentences[self.at]

    @property
    def lead(self) -> int | None:
        """The place of the sentence before, if this one cannot be understood without it."""
        leaning = self.at and not self.pieces.broken[self.at] and leans(self.pieces.texts[self.at])
        return self.at - 1 if leaning else None


class Weigher:
    """Weighs the sentences of ranked passages."""

    def __init__(self, count_tokens: Callable[[str], int], lookup: Lookup) -> None:
        self._count_tokens, self._lookup = count_tokens, lookup

    def weigh(
        self,
        scored: Sequence[Scored],
        ranking: Ranking,
        focus: Focus,
        readings: Readings,
        listed: bool = False,
    ) -> tuple[Weighed, ...]:
        """Every sentence of these passages, likeliest first; what was removed in the meantime is left out.

        With `listed`, the chance is that it speaks about the topic, whatever it says.
        """
        weighed = self.gather(scored, ranking, focus, readings)
        models = [LISTED if listed else "read" if one.read else "unread" for one in weighed]
        chances = np.zeros(len(weighed))
        for model in set(models):
            at = [place for place, name in enumerate(models) if name == model]
            chances[at] = _model(model).chances(np.array([values_of(weighed[place]) for place in at]))
        order = np.argsort(-chances, kind="stable")
        return tuple(replace(weighed[place], chance=float(chances[place])) for place in order)

    def gather(
        self, scored: Sequence[Scored], ranking: Ranking, focus: Focus, readings: Readings
    ) -> tuple[Weighed, ...]:
        """The sentences with their figures, in the order of the passages, not yet weighed."""
        found = self._lookup(scored)
        terms = AskedTerms.of(focus)
        items = [
            one
            for item in scored
            if item.row in found
            for one in self._of_passage(item, *found[item.row], ranking, focus, terms, readings)
        ]
        return tuple(_relative(items))

    def met(self, one: Weighed, tokens: Vector) -> Vector:
        """The best cosine of each of these tokens with one of the sentence itself, shape (tokens,)."""
        start, end = one.pieces.places[one.at]
        bests: Vector = token_bests(one.scored.codes[start:end], [end - start], tokens)[0]
        return bests

    def _of_passage(
        self,
        item: Scored,
        statement: Statement,
        passage: Passage,
        ranking: Ranking,
        focus: Focus,
        terms: AskedTerms,
        readings: Readings,
    ) -> Iterable[Weighed]:
        tokens = np.vstack([ranking.embedded.tokens, focus.tokens])
        pieces = pieces_of(statement, passage, item.codes, tokens, self._count_tokens)
        bests = np.maximum(pieces.bests, pieces.header)
        lates = bests[:, : len(ranking.embedded.tokens)].mean(axis=1)
        by_word = focus.by_word(bests[:, len(ranking.embedded.tokens) :])
        share = focus.rarity / max(float(focus.rarity.sum()), 1e-6)
        names = focus.names()
        header = frozenset(content_terms(context_header(statement.ref)))
        said = [content_terms(text) for text in pieces.texts]
        held = [frozenset(some) | header for some in said]
        read = readings.by_row.get(item.row)
        for at, text in enumerate(pieces.texts):
            near = frozenset().union(*held[max(0, at - 1) : at + 2])
            figures = Figures(
                late=float(lates[at]),
                focus=float(by_word[at] @ share),
                names=float(by_word[at][names].min()) if names else NO_NAMES,
                words=terms.share(held[at]),
                around=terms.share(near),
                lacking=terms.lacking(near),
                phrase=terms.phrase(said[at]),
                late_behind=0.0,
                focus_behind=0.0,
                around_behind=0.0,
                score=item.score,
                score_behind=ranking.scored[0].score - item.score,
                dense=item.dense,
                length=math.log(len(text.split()) + 1),
            )
            yield Weighed(item, statement, pieces, at, figures, read_figures(read, at))


def values_of(weighed: Weighed) -> tuple[float, ...]:
    """The figures in the order of `UNREAD_NAMES`, or of `READ_NAMES` where the passage was read."""
    return (*_UNREAD(weighed.figures), *(_READ(weighed.read) if weighed.read is not None else ()))


def _relative(items: Sequence[Weighed]) -> Iterable[Weighed]:
    """The sentences with how far each one is behind the best of all."""
    if not items:
        return
    best = {name: max(getattr(one.figures, name) for one in items) for name in ("late", "focus", "around")}
    for one in items:
        behind = {f"{name}_behind": best[name] - getattr(one.figures, name) for name in best}
        yield replace(one, figures=replace(one.figures, **behind))


@cache
def _model(name: str) -> Logistic:
    """A packaged model: "read", "unread" or `LISTED`."""
    return read_logistic("answering.tsv", READ_NAMES if name == "read" else UNREAD_NAMES, name)
