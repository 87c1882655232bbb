"""How the record is spread: coverage by delegation, an issue over time, facets of a search, as they go out.

In: the service's own values, attribute by attribute. Out: JSON.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from api.schemas.base import Reply
from api.schemas.records import Citation, Delegation


class CoverageCell(Reply):
    """What one delegation said in one column; only where it said anything."""

    column: str | None
    statements: int
    passages: int


class CoverageColumn(Reply):
    """A year or a meeting; `name` is null for statements that name none. `date` is the first known, as the
    record has it."""

    name: str | None
    date: str | None
    statements: int
    passages: int


class CoverageRow(Reply):
    """One delegation, null for those who speak for none. `gaps` are columns between its first and its last in
    which others spoke and it did not."""

    delegation: Delegation | None
    statements: int
    passages: int
    cells: list[CoverageCell]
    gaps: list[str]


class CoverageGaps(Reply):
    """Years between the first and the last in which nobody spoke; delegations of the filter without a
    statement."""

    columns: list[str]
    delegations: list[Delegation]


class Coverage(Reply):
    """Columns in order of time, rows by name; `statements` and `passages` are those of all rows. What only
    conducts the meeting is left out."""

    by: Literal["year", "meeting"]
    columns: list[CoverageColumn]
    rows: list[CoverageRow]
    gaps: CoverageGaps
    statements: int
    passages: int
    index: str


class TimelinePeriod(Reply):
    """A year, month or day, shorter where a date is no more exact, null for statements without a date.
    `searched` counts all statements of it under the filters, whatever they speak of."""

    name: str | None
    statements: int
    delegations: int
    passages: int
    searched: int


class Timeline(Reply):
    """Periods in order of time, from the first to the last in which a passage holds the words of the issue
    (of more than three, three quarters of them) in one of its `wordings`, acronym or written out.

    `citations` are of the statements behind the counts, or behind the period `at`, oldest first: of `listed`
    statements, each with the sentence that holds most of the words. `next` is null on the last page.
    """

    issue: str
    wordings: list[str]
    by: Literal["year", "month", "day"]
    periods: list[TimelinePeriod]
    statements: int
    delegations: int
    passages: int
    searched: int
    at: str | None
    listed: int
    citations: list[Citation]
    notes: list[str] = Field(default=[], description="What is to be known of this page.")
    next: str | None
    index: str
    took_ms: float


class Facet(Reply):
    """A value to narrow by, and the statements and passages that would be left; `name` is how it is shown."""

    value: str
    name: str
    statements: int
    passages: int


class Facets(Reply):
    """Everything that holds the query's `words` (of more than three, three quarters of them) under its
    filters, whatever the limit, and how it is spread; most statements first."""

    words: list[str]
    statements: int
    passages: int
    delegations: list[Facet]
    years: list[Facet]
    meetings: list[Facet]
    organs: list[Facet]
    capacities: list[Facet]
