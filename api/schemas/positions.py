"""Similar positions and the matrix of issues and delegations, as they go out.

In: the service's own values, laid out by `api.present`. Out: JSON.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.answers import Hit
from api.schemas.base import Reply
from api.schemas.records import Citation, Delegation


class Evidence(Reply):
    """Of the hit of that rank: the sentences that speak to the point,
    words and runs of words in common, and words only here. `reported`: they give others' words."""

    rank: int
    citation: Citation
    stance: Literal["agrees", "opposes", "unclear"]
    reason: str
    shared: list[str]
    differing: list[str]
    common_runs: list[str]
    reported: bool


class Position(Reply):
    """`shared_text`: near-identical language, as `common_runs` of its evidence show."""

    delegation: Delegation | None
    hits: list[Hit]
    stance: Literal["agrees", "opposes", "unclear"]
    shared_text: bool
    evidence: list[Evidence]


class SimilarResult(Reply):
    """Positions, those who agree first and those who oppose last, each group best first; `delegation` is the
    point's own where it is known, `point`
    the passage of the record compared with, given by its id or named ("Kenya's point on climate change").
    `left_out` were not looked at: the point's own delegation and the one that asks."""

    positions: list[Position]
    delegation: Delegation | None
    left_out: list[Delegation]
    point: Citation | None
    took_ms: float


class MatrixCell(Reply):
    """`citation` where the delegation addressed the issue; else the nearest it came, and how much of what it
    said was looked at. `side` is the one its words take, `date` when it said so; null where it is silent."""

    delegation: Delegation
    addressed: bool
    side: Literal["for", "against", "conditional", "unclear"] | None
    date: str | None
    citation: Citation | None
    nearest: Citation | None
    statements: int
    passages: int


class MatrixRow(Reply):
    issue: str
    cells: list[MatrixCell]


class Matrix(Reply):
    """A row per issue, a cell per delegation in the order of `delegations`."""

    delegations: list[Delegation]
    rows: list[MatrixRow]
    index: str
    took_ms: float


class Change(Reply):
    """How a statement relates to the one before: `relation` is null where only the wording differs or nothing
    certain can be said, and `reason` says why. `before` and `after` are the sentences compared, `earlier` and
    `later` the words of each that decided it."""

    relation: Literal["same", "stronger", "weaker", "reversed", "new"] | None
    reason: str
    before: Citation
    after: Citation
    earlier: list[str]
    later: list[str]


class HistoryItem(Reply):
    """One or two sentences of a statement, and how it relates to the statement before; null for the first."""

    date: str | None
    meeting: str | None
    side: Literal["for", "against", "conditional", "unclear"]
    citations: list[Citation]
    change: Change | None


class History(Reply):
    """Oldest first; `statements` speak to the issue, of `searched` of the delegation under the filters.

    Not `certain` where more may speak to it; those that may are in `perhaps` on the last page, where `next`
    is null.
    """

    delegation: Delegation
    issue: str
    items: list[HistoryItem]
    statements: int
    searched: int
    certain: bool
    perhaps: list[Citation]
    notes: list[str] = Field(default=[], description="What is to be known of this page.")
    next: str | None
    index: str
    took_ms: float
