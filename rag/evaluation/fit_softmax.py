"""Fits a multinomial logistic model on named features.

In: features, labels, a penalty, weights of rows. Out: a `Softmax`. L-BFGS from zero: the same rows give the
same weights.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy import optimize, sparse

from rag.question.softmax import Softmax


def fit(
    rows: Sequence[Sequence[str]],
    labels: Sequence[str],
    penalty: float = 1.0,
    least: int = 2,
    weights: Sequence[float] | None = None,
) -> Softmax:
    """The model by L-BFGS; features seen in fewer than `least` rows are left out."""
    counts = Counter(name for row in rows for name in set(row))
    names = sorted(name for name, count in counts.items() if count >= least)
    columns = {name: at for at, name in enumerate(names)}
    classes = tuple(sorted(set(labels)))
    wanted = np.array([classes.index(label) for label in labels])
    pairs = [(at, columns[name]) for at, row in enumerate(rows) for name in set(row) if name in columns]
    lines, cols = np.array([p[0] for p in pairs]), np.array([p[1] for p in pairs])
    matrix = sparse.csr_matrix((np.ones(len(pairs)), (lines, cols)), shape=(len(rows), len(names)))
    strength = np.full(len(names), penalty)[:, None]
    strength[columns["bias"]] = 0.0 if "bias" in columns else penalty
    one_hot = np.eye(len(classes))[wanted]
    row_weights = np.ones(len(rows)) if weights is None else np.asarray(weights, float)

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        beta = flat.reshape(-1, len(classes))
        scores = matrix @ beta
        scores -= scores.max(axis=1, keepdims=True)
        chance = np.exp(scores)
        chance /= chance.sum(axis=1, keepdims=True)
        error = (chance - one_hot) * row_weights[:, None]
        gradient = matrix.T @ error
        value = -(row_weights * np.log(np.maximum(chance[np.arange(len(rows)), wanted], 1e-12))).sum()
        return value + 0.5 * (strength * beta**2).sum(), (gradient + strength * beta).ravel()

    start = np.zeros(len(names) * len(classes))
    best = optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    beta = best.reshape(-1, len(classes)).astype(np.float32)
    return Softmax(classes, columns, beta)
