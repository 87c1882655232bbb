"""Periods that dates name: days, months, parts of years, decades, sessions of the General Assembly.

In: the parts of a date as written. Out: the first and last day. A date of the record may be reduced to its
month or year ("2003-03").
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Sequence
from typing import Literal

from index.text.lexicon import MONTH_NUMBERS
from rag.question.model import Period

Precision = Literal["day", "month", "year"]
MONTHS = MONTH_NUMBERS
DECADES = {
    word: 1900 + 10 * at
    for at, word in enumerate(
        ("forties", "fifties", "sixties", "seventies", "eighties", "nineties", "noughties"), 4
    )
}
TENS = ("", "", "twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")
UNITS = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
ORDINALS = {
    f"{TENS[number // 10]}y-{UNITS[number % 10]}" if number % 10 else f"{TENS[number // 10]}ieth": number
    for number in range(20, 100)
}
THIRDS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "latter": (9, 12),
    "start": (1, 3),
    "beginning": (1, 4),
    "end": (10, 12),
    "middle": (4, 9),
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "last quarter": (10, 12),
    "second quarter": (4, 6),
    "third quarter": (7, 9),
    "q1": (1, 3),
    "q2": (4, 6),
    "q3": (7, 9),
    "q4": (10, 12),
    "h1": (1, 6),
    "h2": (7, 12),
    "fourth quarter": (10, 12),
    "spring": (3, 5),
    "summer": (6, 8),
    "autumn": (9, 11),
    "fall": (9, 11),
    "winter": (1, 12),
}
DAYS = {
    "early": (1, 15),
    "mid": (8, 23),
    "late": (16, 31),
    "latter": (16, 31),
    "start": (1, 10),
    "beginning": (1, 10),
    "end": (20, 31),
    "middle": (8, 23),
    "first half": (1, 15),
    "second half": (15, 31),
    "first week": (1, 7),
    "second week": (8, 14),
    "third week": (15, 21),
    "fourth week": (22, 28),
    "last week": (24, 31),
}
OPEN = frozenset(
    ["since", "ever since", "starting", "as from", "not before", "no earlier than", "not earlier than"]
)
CLOSED = frozenset(
    [
        "until",
        "till",
        "up to",
        "up until",
        "up to and including",
        "by",
        "not after",
        "no later than",
        "not later than",
    ]
)
FIRST_SESSION = 1945
"""Regular sessions of the General Assembly open in the year 1945 + their number."""


def period_of(date: str) -> Period:
    """The days a possibly reduced ISO date may fall on: "2003-03" is 1 to 31 March."""
    if len(date) == 4:
        return Period(f"{date}-01-01", f"{date}-12-31")
    if len(date) == 7:
        return _month(int(date[:4]), int(date[5:]))
    return Period(date, date)


def overlaps(date: str, period: Period) -> bool:
    """Can a statement with this date have been made in the period?"""
    own = period_of(date)
    return (period.until is None or (own.since or "") <= period.until) and (
        period.since is None or (own.until or "") >= period.since
    )


def shared(periods: Sequence[Period]) -> Period | None:
    """The days that are in all of them, None where there are none."""
    since = max((one.since for one in periods if one.since), default=None)
    until = min((one.until for one in periods if one.until), default=None)
    return None if since and until and since > until else Period(since, until)


def within(date: str, period: Period) -> bool:
    """Must a statement with this date have been made in the period? One of which only the year is known need
    not have been made on a day of it."""
    own = period_of(date)
    return (period.since is None or (own.since or "") >= period.since) and (
        period.until is None or (own.until or "9999") <= period.until
    )


def period_named(name: str, given: dict[str, str]) -> tuple[Period, Precision]:
    if "n" in given or "nth" in given:
        return _session(int(given["n"]) if "n" in given else ORDINALS[given["nth"].lower()]), "year"
    part = re.sub(r"^the |(?: part)? of$| in$", "", given.get("part", "").lower())
    if "tens" in given:
        return _decade(1900 + 10 * int(given["tens"]), part), "year"
    if "word" in given:
        return _decade(DECADES[given["word"].lower()], part), "year"
    year = int(given["y"])
    month = (
        int(given["m"])
        if "m" in given
        else MONTHS[given["mon"].lower().rstrip(".\u200b")]
        if "mon" in given
        else 0
    )
    if name == "spans":
        return _days_between(year, month, given), "day"
    if "d" in given:
        first, last = _number(given["d"]), _number(given.get("d2", given["d"]))
        return Period(_day(year, month, first), _day(year, month, last)), "day"
    if "mon2" in given:
        until = _month(year, MONTHS[given["mon2"].lower().rstrip(".\u200b")]).until
        return Period(_month(year, month).since, until), "month"
    if month:
        first, last = DAYS.get(part, (1, 31))
        return Period(_day(year, month, first), _day(year, month, last)), "month"
    if name == "decade":
        return _decade(year, part), "year"
    if "y2" in given:
        end = int(given["y2"] if len(given["y2"]) == 4 else str(year)[:2] + given["y2"])
        if name == "winter":
            return Period(f"{year}-12-01", _day(end, 2, 31)), "month"
        return Period(f"{year}-01-01", f"{end}-12-31"), "year"
    first, last = THIRDS.get(part, (1, 12))
    return Period(_day(year, first, 1), _day(year, last, 31)), "month" if part else "year"


def _days_between(year: int, month: int, given: dict[str, str]) -> Period:
    """From a day of one month to a day of another, the year named once."""
    last = MONTHS[given["mon2"].lower().rstrip(".\u200b")]
    first_year = year if month <= last else year - 1
    return Period(_day(first_year, month, _number(given["d"])), _day(year, last, _number(given["d2"])))


def _session(number: int) -> Period:
    """A regular session of the Assembly: it opens on a Tuesday of September and ends before the next."""
    return Period(_opening(number), _next(_opening(number + 1), -1))


def _opening(number: int) -> str:
    """The Tuesday of the third week of September, from 2023 of the second (rule 1 of the rules of procedure),
    counted from the first week with a working day."""
    year = FIRST_SESSION + number
    first = datetime.date(year, 9, 1)
    monday = first - datetime.timedelta(first.weekday()) if first.weekday() < 5 else first
    monday += datetime.timedelta(-monday.weekday() % 7)
    weeks = 1 if year >= 2023 else 2
    return (monday + datetime.timedelta(7 * weeks + 1)).isoformat()


def _decade(year: int, part: str) -> Period:
    first, last = {
        "early": (0, 3),
        "mid": (3, 7),
        "late": (5, 9),
        "first half": (0, 4),
        "second half": (5, 9),
    }.get(part, (0, 9))
    return Period(f"{year + first}-01-01", f"{year + last}-12-31")


def opened(word: str, period: Period) -> Period:
    """The connector applied: "since 2014" has no end, "before 2014" ends with the day before it."""
    if word in OPEN:
        return Period(period.since, None)
    if word in ("after", "later than", "post"):
        return Period(_next(period.until, 1), None)
    if word in CLOSED:
        return Period(None, period.until)
    if word in ("before", "prior to", "earlier than", "pre"):
        return Period(None, _next(period.since, -1))
    if word.endswith("week of"):
        return Period(period.since, _next(period.since, 6))
    return period


def _next(day: str | None, days: int) -> str | None:
    return None if day is None else (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{min(day, calendar.monthrange(year, month)[1]):02d}"


def _month(year: int, month: int) -> Period:
    return Period(_day(year, month, 1), _day(year, month, 31))
