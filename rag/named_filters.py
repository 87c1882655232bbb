"""Filters as people give them: delegations by any name, meetings as typed, dates unchecked.

In: names and dates. Out: `Filters` of codes, symbols and days. A name that is not known is
refused with the nearest that are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day

from index.errors import InvalidInput, UnknownDelegation
from index.model import Delegation, Filters
from index.speakers.delegations import Delegations
from index.store.rows import days_of
from index.text.symbols import meeting_number, symbol_number

FULL_DATE = 10
"""Characters of a date given to the day."""


@dataclass(frozen=True, slots=True)
class RawFilters:
    """Filters as a user gives them: delegations by any name, dates unchecked."""

    delegations: Sequence[str] = ()
    speakers: Sequence[str] = ()
    meetings: Sequence[str] = ()
    organs: Sequence[str] = ()
    collections: Sequence[str] = ()
    statements: Sequence[str] = ()
    since: str | None = None
    until: str | None = None


class FilterResolver:
    """Makes names codes; `meetings` gives the symbols that the index holds."""

    def __init__(self, delegations: Delegations, meetings: Callable[[], Sequence[str]]) -> None:
        self._delegations, self._held_meetings = delegations, meetings

    def resolve(self, raw: RawFilters) -> Filters:
        """Names to codes and dates checked, each value once, though it was given under two names; raises
        InvalidInput naming what is not known."""
        return Filters(
            delegations=_once(self.delegation(name).code for name in raw.delegations),
            speakers=_once(raw.speakers),
            meetings=_once(symbol for name in raw.meetings for symbol in self._meetings(name)),
            organs=_once(raw.organs),
            collections=_once(raw.collections),
            statements=_once(raw.statements),
            since=_checked(raw.since, "since"),
            until=_checked(raw.until, "until"),
        )

    def held(self, raw: RawFilters) -> Filters:
        """The filters that an earlier answer shows: codes and names as they are, names made codes where
        they are known."""
        codes = tuple(found.code if (found := self._known(name)) else name for name in raw.delegations)
        return replace(
            self.resolve(replace(raw, delegations=(), meetings=())),
            delegations=codes,
            meetings=tuple(raw.meetings),
        )

    def delegation(self, name: str) -> Delegation:
        """The delegation of any name or code; raises InvalidInput with the nearest names."""
        found = self._known(name)
        if found is None:
            raise UnknownDelegation(name, self._delegations.nearest(name))
        return found

    def _meetings(self, name: str) -> tuple[str, ...]:
        """The symbols meant by one as people type it: "8699" and "PV8699" are those of that number held."""
        number = meeting_number(name)
        if number is None:
            return (name,)
        held = tuple(symbol for symbol in self._held_meetings() if symbol_number(symbol) == number)
        if not held:
            raise InvalidInput(f"The index holds no meeting {number}; {name!r} would find S/PV.{number}.")
        return held

    def _known(self, name: str) -> Delegation | None:
        group = self._delegations.group(name)
        return self._delegations.resolve(name) or (self._delegations.spoken_as(group) if group else None)


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _checked(date: str | None, name: str) -> str | None:
    if date is not None and not _is_day(date):
        raise InvalidInput(f"{name} is {date!r}; give a date as YYYY-MM-DD.")
    return date


def _is_day(date: str) -> bool:
    """Is it a day of the calendar, written in full?"""
    try:
        Day.fromisoformat(date)
    except ValueError:
        return False
    return len(date) == FULL_DATE and days_of(date) != (0, 0)
