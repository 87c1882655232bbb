"""Filters as SQL.

In: filters of `index.model`. Out: conditions over statements `s` and sources `f`, and their values.
"""

from __future__ import annotations

from collections.abc import Mapping

from index.model import Filters
from index.store.queries import marks
from index.store.rows import days_of


def conditions(filters: Filters) -> tuple[list[str], list[object]]:
    """The filters as SQL conditions over statements `s` and sources `f`, and their values."""
    where: list[str] = []
    values: list[object] = []
    lists: Mapping[str, tuple[str, ...]] = {
        "s.meeting": filters.meetings,
        "s.organ": filters.organs,
        "f.collection": filters.collections,
        "s.id": filters.statements,
    }
    for column, wanted in lists.items():
        if wanted:
            where.append(f"{column} IN {marks(wanted)}")
            values.extend(wanted)
    if filters.delegations:
        some = marks(filters.delegations)
        spoken_for = (
            "EXISTS (SELECT 1 FROM json_each(iif(json_valid(s.groups), s.groups, '[]')) g "
            f"WHERE json_extract(g.value, '$[0]') IN {some})"
        )
        where.append(f"(s.delegation IN {some} OR {spoken_for})")
        values.extend(filters.delegations * 2)
    if filters.speakers:
        where.append(
            "(" + " OR ".join("spoken_by(CAST(s.speaker AS BLOB), ?)" for _ in filters.speakers) + ")"
        )
        values.extend(filters.speakers)
    if filters.since:
        where.append("s.last_day >= ?")
        values.append(days_of(filters.since)[0])
    if filters.until:
        where.append("s.first_day BETWEEN 1 AND ?")
        values.append(days_of(filters.until)[1])
    if not filters.procedural:
        where.append("NOT s.procedural")
    return where, values
