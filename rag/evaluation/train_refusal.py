"""Fits the judge's logistic model and writes `rag/data/refusal.tsv`.

In: a gold folder and an index that holds its data (`onrecord eval` builds one). Examples are the gold
questions, the same with the statements that answer them taken away, and the same asked of a delegation
that spoke at the meeting but gave no answer. Out: weights, and cross-validated figures on the gold part.

Run it with `python -m api.fit_judge`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.model import Filters
from rag.answer.focus import Focuser
from rag.answer.logistic import Floats, Logistic
from rag.answer.readings import FirstPassages
from rag.answer.support import SUPPORT, Assessor, Support
from rag.evaluation.fit_logistic import fit_logistic, folds, lines_of
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.measures import area_under_roc, rejected_at
from rag.evaluation.questions import KEPT, Place
from rag.evaluation.train_answering import Asked
from rag.question.model import Query
from rag.ranking.retrieval import Ranking, Retriever

MADE = 0.3
"""Weight of a made example beside a gold one."""
FOLDS = 10
READ_MORE = 0.4
"""What the reader's log odds count beyond the fit. Made examples, asked of delegations that did not answer,
teach names and words rather than reading; held out in turn, gold and field questions both gain by it
(docs/choices.md)."""
THRESHOLD = 0.24
"""Chosen with the gold and the second questions in view: of both 0.94 answered, 0.80 refused. Of 146 fresh
questions 0.94 of the answerable are answered, 0.47 of those contradicted, 0.50 of the others."""


@dataclass(frozen=True, slots=True)
class Example:
    """One question asked of some part of the record, and whether that part answers it."""

    question: str
    support: Support
    answered: bool
    gold: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """Finds the figures of a question in the present record."""

    retriever: Retriever
    focuser: Focuser
    assessor: Assessor
    passages: FirstPassages

    def support(self, asked: Query, without: Sequence[str] = ()) -> Support:
        """What speaks for an answer where the statements `without` are taken away."""
        found = self.retriever.rank(asked, without)
        focus = self.focuser.focus(asked, found.snapshot, found.mask)
        return self.assessor.assess(asked, found, focus, self.passages.read(asked.question, found))


def examples(
    question: GoldQuestion,
    gold: Sequence[Place],
    query: Query,
    evidence: Evidence,
) -> Iterator[Example]:
    """The question as it is, without its answers, and asked of delegations that did not answer."""
    support, retriever = evidence.support, evidence.retriever
    yield Example(question.id, support(query), question.answerable, True)
    if not gold or question.kind == "multi":
        return
    yield Example(question.id, support(query, [place.statement for place in gold]), False, False)
    for other in _others(gold[0], retriever.rank(query)):
        yield Example(question.id, support(replace(query, filters=other)), False, False)


def cross_validated(rows: Sequence[Example], seed: int = 0) -> tuple[list[float], list[float]]:
    """Held-out log odds of the gold examples with and without an answer, folds by question."""
    yes: list[float] = []
    no: list[float] = []
    for held in folds([row.question for row in rows], FOLDS, seed):
        model = read_more(fit([row for row in rows if row.question not in held]))
        tested = [row for row in rows if row.question in held and row.gold]
        values = model.log_odds(_figures(tested)).tolist() if tested else []
        for row, value in zip(tested, values, strict=True):
            (yes if row.answered else no).append(value)
    return yes, no


def field_example(asked: Asked, query: Query, evidence: Evidence) -> Example:
    """A judged question: does any sentence that was found for it answer?"""
    return Example(asked.id, evidence.support(query), "A" in asked.labels.values(), True)


def fit(rows: Sequence[Example]) -> Logistic:
    """The model; a made example counts less than a gold one."""
    answered = np.array([row.answered for row in rows], float)
    return fit_logistic(_figures(rows), answered, np.array([1.0 if row.gold else MADE for row in rows]))


def read_more(model: Logistic) -> Logistic:
    """The model with more weight on what the reader says."""
    more = READ_MORE * (np.array(SUPPORT) == "read")
    weights, bias = model.weights + more * model.scales, model.bias + more @ model.centres
    return replace(model, weights=weights, bias=float(bias))


def _figures(rows: Sequence[Example]) -> Floats:
    return np.array([row.support.values() for row in rows])


def table(examples: Sequence[Example]) -> str:
    """The fitted model as the lines of `refusal.tsv`; both errors cost the same."""
    lines = ["name\tcentre\tscale\tweight", *lines_of(read_more(fit(examples)), SUPPORT)]
    return "\n".join([*lines, f"threshold\t0\t1\t{THRESHOLD}", ""])


def report(rows: Sequence[Example]) -> str:
    """Cross-validated figures in one line."""
    yes, no = cross_validated(rows)
    return (
        f"held out, {len(yes)} answerable and {len(no)} unanswerable: area under ROC "
        f"{area_under_roc(yes, no):.2f}, refused at {KEPT:.0%} kept {rejected_at(yes, no, KEPT):.2f}"
    )


def _others(place: Place, ranking: Ranking) -> Iterator[Filters]:
    """One delegation that spoke at the same meeting, the first in the record's order."""
    columns = ranking.snapshot.columns
    at = columns.ids[place.statement]
    meeting = ranking.snapshot.statements[at].meeting
    for statement in ranking.snapshot.statements:
        same = statement.meeting == meeting is not None and not statement.procedural
        if same and statement.delegation and statement.delegation != place.delegation:
            yield Filters(delegations=(statement.delegation,), meetings=(str(meeting),))
            return
