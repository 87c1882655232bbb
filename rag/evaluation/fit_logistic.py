"""Fits a logistic model over named figures, and writes it as the lines of a table.

In: figures, what is right, weights of the rows. Out: a `Logistic`. Newton's method on the penalised
likelihood from zero: the same rows, the same weights.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from rag.answer.logistic import Floats, Logistic

PENALTY = 10.0
"""Ridge penalty on standardised weights."""
STEPS, ENOUGH = 100, 1e-9
ALIKE = 1e-6
"""A figure that varies less is the same in every row; it is left as it is."""


def fit_logistic(figures: Floats, right: Floats, counts: Floats | None = None) -> Logistic:
    """The model of `figures`, shape (rows, figures), for `right`, shape (rows,), 0 or 1; `counts` weigh
    rows."""
    centres, spread = figures.mean(axis=0), figures.std(axis=0)
    scales = np.where(spread > ALIKE, spread, 1.0)
    data = np.c_[np.ones(len(figures)), (figures - centres) / scales]
    weigh = np.ones(len(figures)) if counts is None else counts
    penalty = PENALTY * np.diag([1e-9] + [1.0] * figures.shape[1])
    found = np.zeros(data.shape[1])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-data @ found))
        slope = data.T @ (weigh * (chance - right)) + penalty @ found
        bend = (data * (weigh * chance * (1 - chance))[:, None]).T @ data + penalty
        step = np.linalg.solve(bend, slope)
        found -= step
        if np.abs(step).max() < ENOUGH:
            break
    return Logistic(centres, scales, found[1:], float(found[0]))


def lines_of(model: Logistic, names: Sequence[str]) -> Iterator[str]:
    """The rows name, centre, scale, weight, the bias last."""
    for name, centre, scale, weight in zip(names, model.centres, model.scales, model.weights, strict=True):
        yield f"{name}\t{centre:.5f}\t{scale:.5f}\t{weight:.5f}"
    yield f"bias\t0\t1\t{model.bias:.5f}"


def folds(groups: Sequence[str], count: int, seed: int = 0) -> list[frozenset[str]]:
    """The groups dealt out at random into so many folds."""
    dealt = np.random.default_rng(seed).permutation(sorted(set(groups)))
    return [frozenset(dealt[fold::count].tolist()) for fold in range(count)]
