"""Small multinomial logistic models: named features in, calibrated probabilities out.

In: features. Out: a probability for each class. Fitted in `rag.evaluation.fit_softmax`, read by numpy here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Softmax:
    """Weights of shape (features, classes)."""

    classes: tuple[str, ...]
    columns: dict[str, int]
    weights: Floats

    def probabilities(self, features: Sequence[str]) -> dict[str, float]:
        """The probability of each class; features that the model never saw count nothing."""
        held = [at for name in features if (at := self.columns.get(name)) is not None]
        scores = self.weights[held].sum(axis=0)
        scores = np.exp(scores - scores.max())
        return dict(zip(self.classes, (scores / scores.sum()).tolist(), strict=True))
