"""A logistic model over named figures, read from a table of the package.

In: figures, one row for each thing judged. Out: log odds and chances. Fitted by
`rag.evaluation.fit_logistic`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.tables import rows_of

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Logistic:
    """Each figure is centred and scaled, then weighed; shapes (figures,)."""

    centres: Floats
    scales: Floats
    weights: Floats
    bias: float

    def log_odds(self, figures: Floats) -> Floats:
        """Shape (rows,) for figures of shape (rows, figures)."""
        return np.asarray((figures - self.centres) / self.scales @ self.weights + self.bias)

    def chances(self, figures: Floats) -> Floats:
        """The same as chances between 0 and 1."""
        return 1 / (1 + np.exp(-self.log_odds(figures)))


def read_logistic(table: str, names: Sequence[str], model: str = "") -> Logistic:
    """The packaged model of a table with the columns name, centre, scale and weight; `model` chooses among
    several by a column of that name. Raises KeyError where a figure is missing."""
    rows = {row["name"]: row for row in rows_of("rag", table) if row.get("model", "") == model}
    centres, scales, weights = (
        np.array([float(rows[name][column]) for name in names]) for column in ("centre", "scale", "weight")
    )
    return Logistic(centres, scales, weights, float(rows["bias"]["weight"]))
