"""Does the record answer? What the question named and the record lacks, and how well it is supported.

A threshold on similarity is near chance here. The judge weighs `support.py` with a logistic model fitted
by `rag/evaluation/train_refusal.py` on questions with and without an answer (`data/refusal.tsv`), and
what the question named but the record does not hold is refused by name. docs/quality.md has the curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache

from index.tables import rows_of
from rag.answer.focus import Focus
from rag.answer.support import Assessor, Support
from rag.model import RefusalReason
from rag.question.language import in_english
from rag.question.model import Query
from rag.ranking.retrieval import Ranking

NAMED = 3
"""Speakers or delegations named in a refusal."""
SIDES = {
    "silent": "Quotations show who spoke to something, not who did not; the nearest passages follow.",
    "abstained": "No sentence found tells of an abstention on this; the nearest passages follow.",
    "against": "No sentence found opposes this in so many words; the nearest passages follow.",
}
"""What is said where nobody is found on the side asked for."""


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over the figures of `Support`, each centred and scaled first.

    Questions about every delegation have a threshold of their own: their evidence is spread.
    """

    centres: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float
    threshold_all: float

    def probability(self, support: Support) -> float:
        """That the record answers, between 0 and 1."""
        parts = zip(support.values(), self.centres, self.scales, self.weights, strict=True)
        total = self.bias + sum(weight * (value - centre) / scale for value, centre, scale, weight in parts)
        return 1 / (1 + math.exp(-total))


@dataclass(frozen=True, slots=True)
class Verdict:
    """`confidence` that the record answers; `reason` and `message` are set when it is refused."""

    confidence: float
    reason: RefusalReason | None = None
    message: str = ""


class Judge:
    """Answers or refuses, and says why."""

    def __init__(self, assessor: Assessor, model: Logistic | None = None) -> None:
        self._assessor, self._model = assessor, model or fitted()

    def judge(self, query: Query, ranking: Ranking, focus: Focus) -> Verdict:
        """What the question named and the record lacks comes first, then what the passages support."""
        if not ranking.snapshot.size:
            return Verdict(0.0, "empty_index", "The index is empty; add records with `onrecord add PATH`.")
        if query.problems:
            return Verdict(0.0, query.problems[0].reason, query.problems[0].message)
        if not ranking.passages:
            return Verdict(0.0, "empty_index", "No statement is indexed under these filters; widen them.")
        if query.asks.side is not None and query.asks.side.name == "silent":
            return Verdict(0.0, *nothing_found(query))
        if query.overview:
            return Verdict(1.0)
        confidence = self._model.probability(self._assessor.assess(query, ranking, focus))
        asked_of_all = query.asks.scope == "all"
        threshold = self._model.threshold_all if asked_of_all else self._model.threshold
        if confidence < threshold:
            return Verdict(confidence, *nothing_found(query))
        return Verdict(confidence)


@cache
def fitted() -> Logistic:
    """The packaged model."""
    rows = {row["name"]: row for row in rows_of("rag", "refusal.tsv")}
    names = [name for name in rows if name not in ("bias", "threshold", "threshold_all")]
    return Logistic(
        tuple(float(rows[name]["centre"]) for name in names),
        tuple(float(rows[name]["scale"]) for name in names),
        tuple(float(rows[name]["weight"]) for name in names),
        float(rows["bias"]["weight"]),
        float(rows["threshold"]["weight"]),
        float(rows["threshold_all"]["weight"]),
    )


def nothing_found(query: Query) -> tuple[RefusalReason, str]:
    """Reason and sentence for a question whose words the passages do not answer."""
    if not in_english(query.question):
        return "not_in_record", "Only questions in English are understood; the nearest passages follow."
    if query.asks.side is not None and query.asks.side.name != "for":
        return "not_in_record", SIDES[query.asks.side.name]
    delegations = tuple(delegation.name for delegation in query.interpreted.delegations)
    names = " or ".join((query.filters.speakers or delegations)[:NAMED])
    if names:
        return (
            "not_addressed",
            f"Nothing found in the statements of {names} answers this; the nearest passages follow.",
        )
    return "not_in_record", "Nothing found in the record answers this; the nearest passages follow."
