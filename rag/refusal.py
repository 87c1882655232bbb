"""Does the record answer? The evidence of a ranking in, a probability and a reason out.

A threshold on similarity alone is near chance. What tells is whether the chosen words cover what the
question asks: its weakest-matched tokens, its rare words and names, and a figure where one is asked for.
The weights are fitted by `rag/evaluation/train_refusal.py`; docs/quality.md has the curve.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from rag.extract import Draft
from rag.model import RefusalReason
from rag.question_model import Query
from rag.retrieval import Ranking

NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|half|third|quarter|majority|most|none|twice)\b",
    re.IGNORECASE,
)
THRESHOLD = 0.5
WEIGHTS: Mapping[str, float] = {
    "bias": -5.0, "late": 6.0, "dense": 1.5, "coverage": 3.0, "lead": 4.0, "lacks_number": -1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """`confidence` that the record answers; `reason` and `message` are set when it is refused."""

    confidence: float
    reason: RefusalReason | None = None
    message: str = ""


class Judge:
    """Weighs features of the ranking with a logistic model."""

    def __init__(self, weights: Mapping[str, float] = WEIGHTS, threshold: float = THRESHOLD) -> None:
        self._weights, self._threshold = weights, threshold

    def judge(self, query: Query, ranking: Ranking, draft: Draft) -> Verdict:
        """Answer or refuse; what the question named and the record lacks is refused by name."""
        confidence = self._confidence(features(query, ranking, draft))
        if query.problems:
            problem = query.problems[0]
            return Verdict(0.0, problem.reason, problem.message)
        if not ranking.passages:
            return Verdict(
                0.0, "empty_index", "Nothing is indexed under these filters; add records or widen them."
            )
        if confidence < self._threshold:
            return Verdict(confidence, *_reason(query))
        return Verdict(confidence)

    def _confidence(self, values: Mapping[str, float]) -> float:
        total = self._weights.get("bias", 0.0) + sum(
            self._weights.get(name, 0.0) * value for name, value in values.items()
        )
        return 1 / (1 + math.exp(-total))


def features(query: Query, ranking: Ranking, draft: Draft) -> dict[str, float]:
    """What the judge weighs, by name; every value is between -1 and a few."""
    if not ranking.scored:
        return {}
    first = ranking.scored[0]
    lates = [item.late for item in ranking.scored[:10]]
    quotes = " ".join(citation.quote for citation in draft.citations[:3])
    return {
        "late": first.late,
        "dense": max(item.dense for item in ranking.scored[:5]),
        "coverage": max(item.coverage for item in ranking.scored[:5]),
        "lead": lates[0] - float(np.mean(lates)),
        "lacks_number": float(query.asks.wants == "number" and not NUMBER.search(quotes)),
    }


def _reason(query: Query) -> tuple[RefusalReason, str]:
    names = " or ".join(delegation.name for delegation in query.interpreted.delegations[:3])
    if names:
        return (
            "not_addressed",
            f"Nothing found in the statements of {names} answers this; the nearest passages follow.",
        )
    return "not_in_record", "Nothing found in the record answers this; the nearest passages follow."
