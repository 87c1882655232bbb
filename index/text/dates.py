"""Dates as records write them -> ISO 8601, reduced where the record gives less ("2020-05", "2003").

In: a cell or a line. Out: an ISO date that exists in the calendar, or None; never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.model import Span
from index.text.lexicon import MONTH_NUMBERS, MONTHS, ORDINAL_ENDING

_NAME = rf"(?P<month>{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\.?"
_FORMS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>\d{4})-(?P<number>\d{2})-(?P<day>\d{2})(?!\d)",
        rf"\b(?P<day>\d{{1,2}})(?:{ORDINAL_ENDING})?\s{{1,3}}(?:of\s)?{_NAME},?\s{{1,3}}(?P<year>\d{{4}})\b",
        rf"\b{_NAME}\s{{1,3}}(?P<day>\d{{1,2}})(?:{ORDINAL_ENDING})?,?\s{{1,3}}(?P<year>\d{{4}})\b",
        r"\b(?P<day>\d{1,2})/(?P<number>\d{2})/(?P<year>\d{4})\b",
        r"\b(?P<year>\d{4})-(?P<number>\d{2})(?![-\d])",
        rf"(?<!\d\s)(?<!\d[a-z]{{2}}\s)\b{_NAME},?\s{{1,3}}(?P<year>\d{{4}})\b",
    )
)
_YEAR = re.compile(r"\s*((?:19|20)\d\d)\s*")


def parse_date(text: str) -> str | None:
    """The ISO date that `text` is, with or without a weekday and an hour around it; a bare year is a year."""
    year = _YEAR.fullmatch(text)
    return year.group(1) if year else find_date(text[:200])


def find_date(text: str) -> str | None:
    """The first date in `text` ("Wednesday, 8 January 2020, 10 a.m."), day before month before year.

    Slashed dates are read day first, as the United Nations prints them.
    """
    for form in _FORMS:
        for match in form.finditer(text):
            found = _iso(match.groupdict())
            if found:
                return found
    return None


def dates_in(text: str) -> Iterator[tuple[Span, str]]:
    """Every date of a text with its place; the fullest reading of each, in the order of the forms."""
    taken: list[Span] = []
    for form in _FORMS:
        for match in form.finditer(text):
            span, found = Span(*match.span()), _iso(match.groupdict())
            if found and all(span.end <= one.start or one.end <= span.start for one in taken):
                taken.append(span)
                yield span, found


def iso_date(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """ISO form of the parts known, or None when they are not a date."""
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if month is None:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}" + (f"-{day:02d}" if day else "")


def _iso(parts: dict[str, str | None]) -> str | None:
    month = (
        int(parts["number"] or 0)
        if parts.get("number")
        else MONTH_NUMBERS.get((parts.get("month") or "").casefold(), 0)
    )
    day = parts.get("day")
    if not month:
        return None
    return iso_date(int(parts["year"] or 0), month, int(day) if day else None)


def spoken_date(iso: str | None) -> str | None:
    """ "2019-05-23" -> "23 May 2019", "2003-03" -> "March 2003", "2003" -> "2003"."""
    if not iso:
        return None
    parts = iso.split("-")
    day = [str(int(parts[2]))] if len(parts) > 2 else []
    month = [MONTHS[int(parts[1]) - 1]] if len(parts) > 1 else []
    return " ".join([*day, *month, parts[0]])
