"""Who the members of a group were, in the years asked about or else in those of the record.

In: a group's code and the `Setting` that names are resolved against. Out: codes of delegations; none for
what is no group.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from index.speakers.delegations import Delegations
from rag.question.model import Period, RecordFacts

VARYING = 1.5


@dataclass(frozen=True, slots=True)
class Setting:
    """What names are resolved against; `periods` are those that the question and its filters name."""

    question: str
    facts: RecordFacts
    table: Delegations
    periods: tuple[Period, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the record inside all the periods; none where none is named."""
        limits = [(int((one.since or "0001")[:4]), int((one.until or "9999")[:4])) for one in self.periods]
        held = held_years(self.facts) if limits else ()
        return tuple(year for year in held if all(first <= year <= last for first, last in limits))

    def holds(self, code: str | None) -> bool:
        """Does the record hold statements of the delegation? Assumed if the record does not say."""
        return code is not None and (not self.facts.delegations or code in self.facts.delegations)

    def name(self, code: str) -> str:
        one = self.table.by_code(code)
        return one.name if one else code


def varies(group: str | None, members: tuple[str, ...], setting: Setting) -> bool:
    """Are the members over all years of the record far more than those of any one year?"""
    each = [len(_members(group, (year,), setting.table)) for year in held_years(setting.facts)]
    return len(members) > VARYING * max(each, default=len(members))


def members_in(group: str | None, setting: Setting) -> tuple[str, ...]:
    """Codes of the members of a group in any of the years named, else of the record's years."""
    return _members(group, setting.years or held_years(setting.facts) or (None,), setting.table)


def _members(group: str | None, years: Sequence[int | None], table: Delegations) -> tuple[str, ...]:
    known = {one.code for one in table.groups}
    if group not in known:
        return ()
    return tuple(dict.fromkeys(code for year in years for code in table.members_of(group, year)))


def held_years(facts: RecordFacts) -> tuple[int, ...]:
    """The years of the record's statements."""
    return tuple(sorted({int(date[:4]) for date in facts.dates}))
