"""QMSum: are the turns retrieved for a query the relevant ones? Ranks of turns in, per-query rows out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rag.evaluation.documents import TurnQuestion
from rag.evaluation.measures import Estimate, estimate

DEPTH = 5


@dataclass(frozen=True, slots=True)
class TurnRow:
    """Share of the first passages that stand in a relevant turn, and whether any does."""

    id: str
    precision: float
    hit: bool


def turn_row(question: TurnQuestion, retrieved: Sequence[int]) -> TurnRow:
    """One query's figures over the turns of its first `DEPTH` passages."""
    right = [turn in question.turns for turn in retrieved[:DEPTH]]
    return TurnRow(question.id, sum(right) / DEPTH, any(right))


def turn_measures(rows: Sequence[TurnRow]) -> dict[str, Estimate]:
    """Means with intervals."""
    return {
        f"relevant among {DEPTH} passages": estimate([row.precision for row in rows]),
        f"a relevant passage in {DEPTH}": estimate([float(row.hit) for row in rows]),
    }
