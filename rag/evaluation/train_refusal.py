"""Fits the judge's logistic model and writes `rag/data/refusal.tsv`.

In: a gold folder and an index that holds its data (`onrecord eval` builds one). Examples are the gold
questions, the same with the statements that answer them taken away, and the same asked of a delegation
that spoke at the meeting but gave no answer. Out: weights, and cross-validated figures on the gold part.

Run it with `python -m api.fit_judge`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from index.model import Filters
from rag.answer.focus import Focuser
from rag.answer.support import Assessor, Support
from rag.evaluation.gold import GoldQuestion
from rag.evaluation.measures import area_under_roc, rejected_at
from rag.evaluation.questions import KEPT, Place
from rag.question.model import Query
from rag.ranking.retrieval import Ranking, Retriever

Floats = npt.NDArray[np.float64]
NAMES = tuple(field.name for field in fields(Support))
MADE = 0.3
"""Weight of a made example beside a gold one."""
PENALTY = 10.0
"""Ridge penalty on standardised weights."""
FOLDS = 10
THRESHOLD, THRESHOLD_ALL = 0.5, 0.42


@dataclass(frozen=True, slots=True)
class Example:
    """One question asked of some part of the record, and whether that part answers it."""

    question: str
    support: Support
    answered: bool
    gold: bool


def examples(
    question: GoldQuestion,
    gold: Sequence[Place],
    query: Query,
    retriever: Retriever,
    focuser: Focuser,
    assessor: Assessor,
) -> Iterator[Example]:
    """The question as it is, without its answers, and asked of delegations that did not answer."""

    def support(asked: Query, without: Sequence[str] = ()) -> Support:
        found = retriever.rank(asked, without)
        return assessor.assess(asked, found, focuser.focus(asked, found.snapshot, found.mask))

    yield Example(question.id, support(query), question.answerable, True)
    if not gold or question.kind == "multi":
        return
    yield Example(question.id, support(query, [place.statement for place in gold]), False, False)
    for other in _others(gold[0], retriever.rank(query)):
        yield Example(question.id, support(replace(query, filters=other)), False, False)


def fit(rows: Sequence[Example]) -> tuple[Floats, Floats, Floats, float]:
    """Centres, scales, weights and bias by Newton's method on the penalised likelihood."""
    values = np.array([row.support.values() for row in rows])
    centres, scales = values.mean(axis=0), values.std(axis=0) + 1e-9
    data = np.c_[np.ones(len(rows)), (values - centres) / scales]
    wanted = np.array([row.answered for row in rows], float)
    counts = np.array([1.0 if row.gold else MADE for row in rows])
    penalty = PENALTY * np.diag([1e-9] + [1.0] * values.shape[1])
    found = np.zeros(data.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-data @ found))
        slope = data.T @ (counts * (chance - wanted)) + penalty @ found
        bend = (data * (counts * chance * (1 - chance))[:, None]).T @ data + penalty
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < 1e-9:
            break
    return centres, scales, found[1:], float(found[0])


def log_odds(rows: Sequence[Example], model: tuple[Floats, Floats, Floats, float]) -> Floats:
    """The model's log odds for each example."""
    centres, scales, weights, bias = model
    values = np.array([row.support.values() for row in rows])
    return np.asarray((values - centres) / scales @ weights + bias)


def cross_validated(rows: Sequence[Example], seed: int = 0) -> tuple[list[float], list[float]]:
    """Held-out log odds of the gold examples with and without an answer, folds by question."""
    questions = np.random.default_rng(seed).permutation(sorted({row.question for row in rows}))
    yes: list[float] = []
    no: list[float] = []
    for fold in range(FOLDS):
        held = set(questions[fold::FOLDS])
        model = fit([row for row in rows if row.question not in held])
        tested = [row for row in rows if row.question in held and row.gold]
        for row, value in zip(tested, log_odds(tested, model) if tested else (), strict=True):
            (yes if row.answered else no).append(float(value))
    return yes, no


def table(rows: Sequence[Example]) -> str:
    """The fitted model as the lines of `refusal.tsv`; both errors cost the same."""
    centres, scales, weights, bias = fit(rows)
    lines = ["name\tcentre\tscale\tweight"]
    lines += [
        f"{name}\t{c:.5f}\t{s:.5f}\t{w:.5f}"
        for name, c, s, w in zip(NAMES, centres, scales, weights, strict=True)
    ]
    return "\n".join(
        [
            *lines,
            f"bias\t0\t1\t{bias:.5f}",
            f"threshold\t0\t1\t{THRESHOLD}",
            f"threshold_all\t0\t1\t{THRESHOLD_ALL}",
            "",
        ]
    )


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
