"""Positions laid out for a page: by the way they point, and as a matrix whose silence is counted.

In: replies of the backend. Out: what the templates walk through, in the order shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from api import schemas as wire
from api.present import HEADINGS
from api.web.forms import Narrowed
from api.web.views import who
from index.text.amounts import many
from index.text.dates import spoken_date
from rag.briefing.export.matrix import NOBODY as NOBODY


def by_stance(similar: wire.SimilarResult) -> Iterator[tuple[str, str, list[wire.Position]]]:
    """Stance, its heading and its positions, those that were found."""
    for stance, heading in HEADINGS.items():
        chosen = [position for position in similar.positions if position.stance == stance]
        if chosen:
            yield stance, heading, chosen


def matrix_lines(
    matrix: wire.Matrix,
) -> list[tuple[wire.Delegation, list[tuple[str, wire.MatrixCell]]]]:
    """A line for each delegation that addressed an issue, a cell for each issue."""
    return [
        (delegation, [(row.issue, row.cells[at]) for row in matrix.rows])
        for at, delegation in enumerate(matrix.delegations)
        if any(row.cells[at].addressed for row in matrix.rows)
    ]


def silent(matrix: wire.Matrix) -> list[tuple[str, int]]:
    """Delegations that spoke and addressed none of the issues, with their statements that were looked at."""
    return [(name, statements) for name, statements in _unheard(matrix) if statements]


def absent(matrix: wire.Matrix) -> list[str]:
    """Delegations of which there is no statement to look at: they left nothing aside."""
    return [name for name, statements in _unheard(matrix) if not statements]


def _unheard(matrix: wire.Matrix) -> Iterator[tuple[str, int]]:
    for at, delegation in enumerate(matrix.delegations):
        if not any(row.cells[at].addressed for row in matrix.rows):
            yield delegation.name, matrix.rows[0].cells[at].statements


def restricted(narrowed: Narrowed) -> str:
    """What restricts but for delegations, for paper, where the form that says so is left out."""
    lists = (
        ("Meetings", narrowed.meetings),
        ("Speakers", narrowed.speakers),
        ("Organs", narrowed.organs),
        ("Collections", narrowed.collections),
    )
    days = (("First day", narrowed.since), ("Last day", narrowed.until))
    named = [f"{label}: {', '.join(values)}." for label, values in lists if values]
    return " ".join([*named, *(f"{label}: {spoken_date(day) or day}." for label, day in days if day)])


def silence(cell: wire.MatrixCell) -> str:
    """How much was looked at before it is said that an issue was not addressed."""
    if not cell.statements:
        return "It made no statement here."
    return f"Did not address it ({many(cell.statements, 'statement')} read)."


def holder(position: wire.Position) -> str:
    return position.delegation.name if position.delegation else who(position.hits[0].statement)
