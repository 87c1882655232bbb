"""The judge's fit on data that it must separate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from rag.answer.support import SUPPORT, Support
from rag.evaluation import (
    train_refusal,
)
from rag.evaluation.fit_logistic import PENALTY
from rag.evaluation.train_refusal import Example


def examples(seed: int = 0, count: int = 60) -> list[Example]:
    """Half answered and well supported, half not; the second figure is noise."""
    generator = np.random.default_rng(seed)
    made = []
    for number in range(count):
        answered = number % 2 == 0
        covered = generator.normal(0.8 if answered else 0.4, 0.1)
        noise, lead = generator.random(), generator.random()
        support = Support(covered, noise, 0.1 if answered else 0.3, lead, 0.0)
        made.append(Example(f"q{number}", support, answered, True))
    return made


def figures_of(rows: Sequence[Example]) -> npt.NDArray[np.float64]:
    return np.array([row.support.values() for row in rows])


def test_the_fit_separates_what_can_be_separated() -> None:
    """What supports weighs in favour, the third figure against, noise little; answered ones come first."""
    rows = examples()
    model = train_refusal.fit(rows)
    asked, names, against, noise, *_ = model.weights
    assert asked > 0 > against
    assert max(abs(names), abs(noise)) < min(abs(asked), abs(against))
    odds = model.log_odds(figures_of(rows))
    yes = [value for value, row in zip(odds, rows, strict=True) if row.answered]
    no = [value for value, row in zip(odds, rows, strict=True) if not row.answered]
    assert min(yes) > max(no)
    assert min(yes) > 0 > max(no)


def test_the_fit_is_the_minimum_of_its_loss() -> None:
    """No small step in any direction lowers the penalised likelihood; the order of rows does not matter."""
    rows = examples(1)
    model = train_refusal.fit(rows)

    def loss(w: npt.NDArray[np.float64], b: float) -> float:
        odds = (figures_of(rows) - model.centres) / model.scales @ w + b
        signs = np.array([1.0 if row.answered else -1.0 for row in rows])
        return float(np.log1p(np.exp(-signs * odds)).sum() + PENALTY / 2 * (w**2).sum())

    best = loss(model.weights, model.bias)
    for at in range(len(model.weights)):
        for step in (-0.01, 0.01):
            moved = model.weights.copy()
            moved[at] += step
            assert loss(moved, model.bias) > best
    assert loss(model.weights, model.bias + 0.01) > best < loss(model.weights, model.bias - 0.01)
    assert train_refusal.fit(rows[::-1]).weights == pytest.approx(model.weights)


def test_held_out_figures_come_from_other_questions() -> None:
    """Every gold example is held out once; made ones only train."""
    rows = examples(2)
    made = [replace(row, gold=False, question=row.question) for row in examples(3, 20)]
    yes, no = train_refusal.cross_validated(rows + made)
    assert (len(yes), len(no)) == (30, 30)
    assert "area under ROC 1.00" in train_refusal.report(rows + made)
    assert not any(map(math.isnan, yes + no))


def test_the_table_is_what_the_judge_reads() -> None:
    """One line for each figure of `Support`, in order, then bias and threshold."""
    rows = examples()
    names = [line.split("\t")[0] for line in train_refusal.table(rows).splitlines()]
    assert names == ["name", *SUPPORT, "bias", "threshold"]
    assert train_refusal.table(rows) == train_refusal.table(examples())
