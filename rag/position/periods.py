"""Years, months and days as the periods of a timeline: numbers, their names, and those that lie between.

In: days of statements, and what a period is. Out: the period of each, in order of time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import get_args

import numpy as np
import numpy.typing as npt

from index.errors import InvalidInput
from index.search.snapshot import Snapshot
from rag.model import Per

UNDATED = "undated"
"""How the statements without a date are asked for."""
MOST_PERIODS = 150
"""More cannot be read beside each other."""
LONG = {"year": 3, "month": 3}
"""So many years after the first statement, or more, they are counted by year, and so many months by month."""

Numbers = npt.NDArray[np.int64]
"""A period as a number: `yyyymmdd`, where what is not told is 0."""


def suiting(snapshot: Snapshot, statements: Numbers) -> Per:
    """Years, or months or days where few are spanned."""
    days = snapshot.columns.first_day[statements]
    dated = days[days > 0]
    if not len(dated):
        return "year"
    first, last = _day(int(dated.min())), _day(int(dated.max()))
    if last.year - first.year >= LONG["year"]:
        return "year"
    months = (last.year - first.year) * 12 + last.month - first.month
    return "month" if months >= LONG["month"] else "day"


def periods_in(snapshot: Snapshot, by: Per) -> Numbers:
    """Per statement its period, or the longer one that is all its date tells."""
    first, last = snapshot.columns.first_day.astype(np.int64), snapshot.columns.last_day.astype(np.int64)
    year, month = first // 10_000 * 10_000, first // 100 * 100
    if by == "year":
        return year
    in_month = np.where(first // 100 == last // 100, month, year)
    return in_month if by == "month" else np.where(first == last, first, in_month)


def filled(held: Sequence[int], by: Per) -> list[int]:
    """With the periods between the first and the last in which nothing was said of it. A year misread by
    centuries draws no hundreds of empty ones."""
    exact = [one for one in held if one and _exactness(one) == by]
    many = _count(exact[0], exact[-1], by) if exact else 0
    if by == "year" and many > MOST_PERIODS:
        exact, many = [], len(exact)
    many += sum(one == 0 or _exactness(one) != by for one in held)
    if many > MOST_PERIODS:
        raise InvalidInput(
            f"The timeline would have {many} {by}s, more than {MOST_PERIODS}: narrow the dates, or "
            "count by year."
        )
    between = set(_between(exact[0], exact[-1], by)) if exact else set()
    return sorted(between | set(held), key=lambda one: (one == 0, one))


def _exactness(number: int) -> Per:
    return "day" if number % 100 else "month" if number % 10_000 else "year"


def _count(first: int, last: int, by: Per) -> int:
    """How many periods there are from one to the other; records may tell any year from 1 to 9999."""
    if by == "day":
        return (_day(last) - _day(first)).days + 1
    years = last // 10_000 - first // 10_000
    return years + 1 if by == "year" else years * 12 + last // 100 % 100 - first // 100 % 100 + 1


def _between(first: int, last: int, by: Per) -> Iterator[int]:
    """Every period from one to the other."""
    if by == "year":
        yield from range(first, last + 1, 10_000)
    elif by == "month":
        yield from (
            year + month
            for year in range(first // 10_000 * 10_000, last + 1, 10_000)
            for month in range(100, 1_300, 100)
            if first <= year + month <= last
        )
    else:
        day, end = _day(first), _day(last)
        yield from (int(f"{day + timedelta(ahead):%Y%m%d}") for ahead in range((end - day).days + 1))


def name_of(number: int) -> str | None:
    if not number:
        return None
    digits = f"{number:08}"
    kept = get_args(Per).index(_exactness(number)) + 1
    return "-".join((digits[:4], digits[4:6], digits[6:])[:kept])


def number_of(name: str) -> int:
    """The period of a name; raises InvalidInput if it is none."""
    if name == UNDATED:
        return 0
    digits = name.replace("-", "").ljust(8, "0")
    if not (digits.isascii() and digits.isdecimal()) or name_of(int(digits)) != name:
        raise InvalidInput(f"{name!r} is no period; give one of the timeline's, or {UNDATED}.")
    return int(digits)


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)
