"""Fits the models that put statements on a list, `mentions` and `claims` in `rag/data/answering.tsv`.

In: the issues of `lists.jsonl` that are tuned on, with every statement that speaks of them, and the questions
of `asked.jsonl` with the sentences judged for them. Each is asked about anew; a sentence found for it is a
row: does it answer? Out: rows for `rag.evaluation.train_answering`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.model import Filters, StatementRef
from rag.answer.list_judge import CLAIMS, CLAIMS_TWICE, MENTIONS, TWICE, listing_model
from rag.answer.listing import Wording
from rag.answer.lists import Lister
from rag.answer.weigh import Weighed
from rag.evaluation.asked import Asked
from rag.evaluation.lists import Issue, place_of
from rag.evaluation.train_answering import Row, Weighing, folded

OF_EACH = 2
"""Questions asked about an issue."""


@dataclass(frozen=True, slots=True)
class Told:
    """A row of one of the models."""

    model: str
    row: Row


def issue_rows(issue: Issue, weighing: Weighing, lister: Lister) -> Iterator[Told]:
    """The sentences found for who mentioned an issue; one of a statement that does not speak of it is no
    answer, and one that was not looked at is no row."""
    filters = Filters(since=issue.since, until=issue.until)
    for question in issue.questions["mention"][:OF_EACH]:
        for found in _found(question, weighing, lister, filters, MENTIONS):
            place = place_of(found.statement)
            label = issue.labels.get((place, found.words))
            if label in ("M", "-") or place not in issue.mentioned:
                yield Told(MENTIONS, Row(issue.id, found.values, label == "M", True))


def claim_rows(weighing: Weighing, lister: Lister, asked: Sequence[Asked]) -> Iterator[Told]:
    """The sentences found and judged for each question; what answers in part is no row. Those that the model
    in use sends to the larger reader are rows of the model for what was read twice, too."""
    first = listing_model(CLAIMS)
    for one in asked:
        once, twice = (
            _found(one.question, weighing, lister, Filters(), model, one.clear)
            for model in (CLAIMS, CLAIMS_TWICE)
        )
        for found, again in zip(once, twice, strict=True):
            right = one.labels[found.words] == "Y"
            yield Told(CLAIMS, Row(one.question, found.values, right, True))
            if first.chances(np.array([found.values]))[0] >= TWICE:
                yield Told(CLAIMS_TWICE, Row(one.question, again.values, right, True))


@dataclass(frozen=True, slots=True)
class _Found:
    statement: StatementRef
    words: str
    values: tuple[float, ...]


def _found(
    question: str,
    weighing: Weighing,
    lister: Lister,
    filters: Filters,
    model: str,
    only: Container[str] | None = None,
) -> list[_Found]:
    """The sentences found for a question, or those of them with these words, with the figures of a model."""
    wording = _worded(question, weighing, filters)
    found = lister.candidates(wording, iter) if wording.ranking.scored else []
    sentences = [one for one in found if only is None or _words(one) in only]
    return [
        _Found(one.statement.ref, _words(one), told.figures)
        for one, told in zip(sentences, lister.judge.figured(wording, sentences, model), strict=True)
    ]


def _worded(question: str, weighing: Weighing, filters: Filters) -> Wording:
    query = weighing.understood(question)
    dates = replace(query.filters, since=filters.since, until=filters.until)
    query = replace(query, filters=dates if filters.since or filters.until else query.filters)
    ranking = weighing.retriever.rank(query)
    focus = weighing.focuser.focus(query, ranking.snapshot, ranking.mask)
    return Wording(query.question, query.topic, ranking, focus)


def _words(one: Weighed) -> str:
    return folded(one.span.of(one.statement.text))
