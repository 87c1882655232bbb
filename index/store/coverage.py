"""How much each delegation said when, or where: counts by delegation and year or meeting.

In: filters. Out: a row for each pair that has statements. One query; no statement is read. Who presides
speaks for no State here, as in searches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.model import Filters
from index.store.conditions import conditions
from index.store.lists import ListQueries

By = Literal["year", "meeting"]
COLUMNS: dict[By, str] = {
    "year": "CASE WHEN s.first_day > 0 THEN s.first_day / 10000 END",
    "meeting": "s.meeting",
}


@dataclass(frozen=True, slots=True)
class Counted:
    """Statements and passages of one delegation in one year or meeting; `date` is the earliest of them, as
    the record has it, `first_day` the first day it may mean (`yyyymmdd`, 0 where none is dated)."""

    delegation: str | None
    name: str | None
    column: str | None
    first_day: int
    date: str | None
    statements: int
    passages: int


class CoverageQueries(ListQueries):
    """Counts over all statements under a filter."""

    def counted(self, by: By, filters: Filters) -> tuple[Counted, ...]:
        """A row for each delegation and year or meeting that has statements under the filters."""
        where, values = conditions(filters, self._speakers_meant(filters))
        rows = self._all(
            "SELECT CASE s.capacity WHEN 'president' THEN NULL ELSE s.delegation END AS who, "
            f"max(s.delegation_name), {COLUMNS[by]} AS across, "
            "coalesce(min(nullif(s.first_day, 0)), 0), min(CASE WHEN s.first_day > 0 THEN s.date END), "
            "count(*), CAST(sum((SELECT count(*) FROM passages p WHERE p.statement = s.number)) AS BIGINT) "
            "FROM statements s LEFT JOIN sources f ON f.number = s.source "
            f"WHERE {' AND '.join(where) or 'true'} GROUP BY who, across",
            values,
        )
        return tuple(
            Counted(who, name, f"{across:04d}" if isinstance(across, int) else across, *rest)
            for who, name, across, *rest in rows
        )
