"""Filters as SQL.

In: filters of `index.model`. Out: conditions over statements `s` and sources `f`, and their values.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from index.model import Filters
from index.store.queries import marks
from index.store.rows import days_of


def conditions(filters: Filters, speakers: Sequence[str]) -> tuple[list[str], list[object]]:
    """The filters as SQL conditions over statements `s` and sources `f`, and their values; `speakers` are the
    speakers of the record that the filters mean."""
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
        spoken_for = " OR ".join("s.groups <> replace(s.groups, ?, '')" for _ in filters.delegations)
        where.append(f"(s.delegation IN {marks(filters.delegations)} OR {spoken_for})")
        values.extend([*filters.delegations, *map(_as_group, filters.delegations)])
    if filters.speakers:
        where.append(f"s.speaker IN {marks(speakers)}" if speakers else "false")
        values.extend(speakers)
    if filters.since:
        where.append("s.last_day >= ?")
        values.append(days_of(filters.since)[0])
    if filters.until:
        where.append("s.first_day BETWEEN 1 AND ?")
        values.append(days_of(filters.until)[1])
    if not filters.procedural:
        where.append("s.procedural = 0")
    return where, values


def _as_group(code: str) -> str:
    """How a group of this code begins among the groups of a statement; quotation marks within a name are
    escaped there, so that nothing else can look like it."""
    return f"[{json.dumps(code, ensure_ascii=False)},"
