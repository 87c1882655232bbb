"""Gold positions through the real comparison: one row per position, aggregates derived from the rows.

A delegation counts as found when it is among those of the first points. "Opposes" counts as right only for a
delegation the gold has as opposed: the gold's lists are open, so the strict precision is a lower bound; how
many of the wrong ones the gold contradicts is told besides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Delegation
from rag.evaluation.gold import GoldAnswer, data_path, json_lines
from rag.evaluation.measures import Estimate, estimate
from rag.position.similar import SimilarResult

POINTS = 20
Resolve = Callable[[str], Delegation | None]


@dataclass(frozen=True, slots=True)
class GoldPosition:
    """A point, the file it was taken from where it was, and who holds it or the contrary."""

    id: str
    text: str
    file: str | None
    similar: tuple[GoldAnswer, ...]
    opposed: tuple[GoldAnswer, ...]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """What came of one point; shares are of delegations, `leaked` counts hits of the point's own."""

    id: str
    recall: float
    opposed_recall: float | None
    leaked: int
    labelled: int
    labelled_right: int
    labelled_contrary: int
    points: int
    missed: tuple[str, ...]
    took_ms: float


def read_positions(path: Path) -> tuple[GoldPosition, ...]:
    """The rows of `positions.jsonl`."""
    return tuple(_position(row) for row in json_lines(path))


def position_row(gold: GoldPosition, result: SimilarResult, own: str | None, resolve: Resolve) -> PositionRow:
    """One point's outcome; `own` is the code of the delegation it was taken from."""
    found = {p.delegation.code for p in result.positions if p.delegation}
    labelled = {p.delegation.code for p in result.positions if p.delegation and p.stance == "opposes"}
    similar, opposed = _codes(gold.similar, resolve), _codes(gold.opposed, resolve)
    hits = [hit for position in result.positions for hit in position.hits]
    return PositionRow(
        id=gold.id,
        recall=len(similar & found) / max(len(similar), 1),
        opposed_recall=len(opposed & labelled) / len(opposed) if opposed else None,
        leaked=sum(h.statement.delegation is not None and h.statement.delegation.code == own for h in hits),
        labelled=len(labelled),
        labelled_right=len(labelled & opposed),
        labelled_contrary=len(labelled & (similar - opposed)),
        points=len(hits),
        missed=tuple(sorted(similar - found)),
        took_ms=result.took_ms,
    )


def position_measures(rows: Sequence[PositionRow]) -> dict[str, Estimate]:
    """The table's figures about positions, each with its interval."""
    verdicts = [1.0] * sum(row.labelled_right for row in rows)
    verdicts += [0.0] * sum(row.labelled - row.labelled_right for row in rows)
    agreed = [row.opposed_recall for row in rows if row.opposed_recall is not None]
    return {
        f"gold delegations in {POINTS} points": estimate([row.recall for row in rows]),
        "own delegation's hits": estimate([float(row.leaked) for row in rows]),
        "opposed found apart": estimate(agreed),
        "precision of opposed (strict)": estimate(verdicts),
        "opposed where the gold agrees": estimate([float(row.labelled_contrary) for row in rows]),
    }


def _position(row: dict[str, object]) -> GoldPosition:
    source = row["source"]
    return GoldPosition(
        str(row["id"]),
        str(row["text"]),
        data_path(str(source["file"])) if isinstance(source, dict) else None,
        tuple(_answers(row["similar"])),
        tuple(_answers(row["opposed"])),
    )


def _answers(rows: object) -> Iterable[GoldAnswer]:
    for row in rows if isinstance(rows, list) else ():
        yield GoldAnswer(data_path(row["file"]), row["country"], None, row["quote"])


def _codes(answers: Sequence[GoldAnswer], resolve: Resolve) -> set[str]:
    found = (resolve(answer.country) for answer in answers if answer.country)
    return {delegation.code for delegation in found if delegation}
