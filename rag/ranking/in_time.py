"""What was said, in the order of its dates.

In: items, and of each its date or its statement. Out: the same items by date, those without one last. Dates
are compared as they are written, so that a year stands before its own days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from index.model import StatementRef

Item = TypeVar("Item")


def in_time(some: Iterable[Item], date: Callable[[Item], str | None], *, latest: bool) -> list[Item]:
    """The earliest first, or the latest; those of one date, and the undated, in the order given."""
    dated = sorted(some, key=lambda one: date(one) or "", reverse=latest)
    return sorted(dated, key=lambda one: not date(one))


def as_spoken(some: Iterable[Item], ref: Callable[[Item], StatementRef], *, latest: bool) -> list[Item]:
    """The same, those of one date in the order of their meeting, or against it where the latest is first."""
    spoken = sorted(some, key=lambda one: (ref(one).meeting or "", ref(one).order or 0), reverse=latest)
    return in_time(spoken, lambda one: ref(one).date, latest=latest)
