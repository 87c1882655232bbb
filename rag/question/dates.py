"""Dates in a question: "27 May 2020", "in early 2020", "between 2015 and 2017", "the 75th session".

In: the question. Out: each expression with its span (its preposition included) and the period it
names. Years inside resolution numbers, symbols and counts are refused. Whether a date says when
something was *said* is decided in `question_said`.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from index.model import Span
from index.tables import word_set
from rag.question.model import Period

Precision = Literal["day", "month", "year"]

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul",
            "august aug", "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
PART = (
    r"(?:early|mid|late|(?:the )?(?:start|beginning|end|middle|first half|second half|first quarter|"
    r"last quarter) of|spring|summer|autumn|winter)"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
FORMS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])"),
    ("slashed", rf"(?P<d>{DAY})[/.](?P<m>0?[1-9]|1[0-2])[/.](?P<y>{YEAR})"),
    ("days", rf"(?P<d>{DAY})\s*(?:-|–|and|to)\s*(?P<d2>{DAY})\s+(?P<mon>{MONTH}),?\s+(?P<y>{YEAR})"),
    ("day", rf"(?P<d>{DAY})(?:\s+of)?\s+(?P<mon>{MONTH}),?\s+(?P<y>{YEAR})"),
    ("us", rf"(?P<mon>{MONTH})\s+(?P<d>{DAY}),?\s+(?P<y>{YEAR})"),
    ("months", rf"(?P<mon>{MONTH})\s*(?:-|–|and|to|through|until)\s*(?P<mon2>{MONTH}),?\s+(?P<y>{YEAR})"),
    ("month", rf"(?:(?P<part>{PART})[\s-]+)?(?P<mon>{MONTH})(?:,|\s+of)?\s+(?P<y>{YEAR})"),
    ("years", rf"(?P<y>{YEAR})\s*[-–/]\s*(?P<y2>{YEAR}|(?:1[3-9]|[2-9]\d))(?![\d-])"),
    ("decade", rf"(?:(?P<part>early|mid|late)[\s-]+)?(?:the\s+)?(?P<y>{YEAR})['’]?s"),
    ("session", r"(?P<n>\d{1,2})(?:st|nd|rd|th) session"),
    ("unga", r"(?:UNGA|GA)[\s-]?(?P<n>\d{2})"),
    ("year", rf"(?:(?P<part>{PART})[\s-]+)?(?P<y>{YEAR})"),
)
ATOM = re.compile(
    "|".join(
        rf"(?P<{name}>(?<![\w/.-]){form.replace('(?P<', f'(?P<{name}_')}(?![\w/]))" for name, form in FORMS
    ),
    re.IGNORECASE,
)
NOT_DATES = re.compile(
    r"\bresolutions?\s+\d+(?:\s*\(\d{4}\))?(?:(?:,| and|,? and)\s+\d+\s*\(\d{4}\))*|\b\d{3,4}\s*\(\d{4}\)|"
    r"\b[SA]/[\w./]+(?:\s*\(Resumption[^)]*\))?|\b(?:agenda|vision|goals?)\s+20\d\d\b|\b20\d\d\s+agenda\b|"
    r"(?:over|about|some|nearly|than|around|almost|approximately|[$€£])\s*(?:19|20)\d\d\b(?=\s+[a-z]+s\b)",
    re.IGNORECASE,
)
COUNT = re.compile(
    r"(?P<before>(?<![\w'’.])[\w'’.]{1,40})?\s{0,5}\b(?:19|20)\d\d(?=\s+(?:troops|soldiers|people|civilians|deaths|men|women|"
    r"children|refugees|"
    r"euros|dollars|personnel|peacekeepers|cases|incidents|attacks|victims)\b)",
    re.IGNORECASE,
)
DATING = word_set("in the of since during by from its their until late early mid end start after before this")
CONNECTOR = re.compile(
    r"(?P<word>\b(?:ever since|since|after|from|until|till|up to|before|by|prior to|between|during|in|on|at|"
    r"of|"
    r"dated|as of|for|through(?:out)?|held on|held in|delivered on|delivered in|"
    r"starting)\s+)?(?P<the>the\s+)?$",
    re.IGNORECASE,
)
JOIN = re.compile(r"\s*(?:and|to|until|through|till|-|–)\s*(?:the\s+)?", re.IGNORECASE)
RELATIVE = re.compile(
    r"\b(?:(?:last|this|next) (?:year|month|week|session)|yesterday|today|recently|(?:a|two|three) years? "
    r"ago|"
    r"in recent years|nowadays|currently)\b",
    re.IGNORECASE,
)
THIRDS = {
    "early": (1, 4),
    "mid": (5, 8),
    "late": (9, 12),
    "start": (1, 3),
    "beginning": (1, 4),
    "end": (10, 12),
    "middle": (4, 9),
    "first half": (1, 6),
    "second half": (7, 12),
    "first quarter": (1, 3),
    "last quarter": (10, 12),
    "spring": (3, 6),
    "summer": (6, 9),
    "autumn": (9, 12),
    "winter": (1, 12),
}
DAYS = {
    "early": (1, 15),
    "mid": (8, 23),
    "late": (16, 31),
    "start": (1, 10),
    "beginning": (1, 10),
    "end": (20, 31),
    "middle": (8, 23),
    "first half": (1, 15),
    "second half": (15, 31),
}
MOST = 8
FIRST_SESSION = 1945
"""Regular sessions of the General Assembly open in the year 1945 + their number."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: `span` takes in its preposition, `atom` is the date itself.

    `named` is the period the date names, `period` the one meant ("since 2014" has no end).
    """

    span: Span
    atom: Span
    named: Period
    period: Period
    precision: Precision
    connector: str


def find_dates(question: str) -> tuple[DateMention, ...]:
    """Every date expression of the question, in order, ranges joined."""
    masked = NOT_DATES.sub(lambda found: "_" * len(found.group()), question)
    masked = COUNT.sub(_hide_count, masked)
    mentions: list[DateMention] = []
    for found in islice(ATOM.finditer(masked), MOST):
        mention = _mention(masked, found)
        if mentions and (joined := _joined(masked, mentions[-1], mention)):
            mentions[-1] = joined
        else:
            mentions.append(mention)
    return tuple(mentions)


def _hide_count(found: re.Match[str]) -> str:
    """ "2000 soldiers" is a count unless a date word stands before it ("the May 2020 civilians debate")."""
    before = (found["before"] or "").lower().rstrip(".")
    dated = before in DATING or before in MONTHS or before.endswith(("'s", "’s"))
    return found.group() if dated else re.sub(r"\d{4}$", "____", found.group())


def relative_dates(question: str) -> tuple[str, ...]:
    """Expressions such as "last year", whose year only the asker knows."""
    return tuple(found.group() for found in RELATIVE.finditer(question))


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


def _mention(masked: str, found: re.Match[str]) -> DateMention:
    name = found.lastgroup or ""
    name = next(form for form, _ in FORMS if found.group(form))
    given = {
        key[len(name) + 1 :]: value for key, value in found.groupdict().items() if key.startswith(name + "_")
    }
    period, precision = _period(name, {key: value for key, value in given.items() if value})
    before = CONNECTOR.search(masked[: found.start()])
    start = before.start() if before else found.start()
    word = (before["word"] or "").strip().lower() if before else ""
    onwards = re.compile(r"\s+on(?:wards?)?\b").match(masked, found.end())
    meant = Period(period.since, None) if onwards and word == "from" else _open(word, period)
    atom = Span(found.start(), found.end())
    return DateMention(
        Span(start, onwards.end() if onwards else found.end()), atom, period, meant, precision, word
    )


def _period(name: str, given: dict[str, str]) -> tuple[Period, Precision]:
    if "n" in given:
        year = FIRST_SESSION + int(given["n"])
        return Period(f"{year}-01-01", f"{year}-12-31"), "year"
    year = int(given["y"])
    month = (
        int(given["m"]) if "m" in given else MONTHS[given["mon"].lower().rstrip(".")] if "mon" in given else 0
    )
    if "d" in given:
        first, last = _number(given["d"]), _number(given.get("d2", given["d"]))
        return Period(_day(year, month, first), _day(year, month, last)), "day"
    if "mon2" in given:
        until = _month(year, MONTHS[given["mon2"].lower().rstrip(".")]).until
        return Period(_month(year, month).since, until), "month"
    part = re.sub(r"^the | of$", "", given.get("part", "").lower())
    if month:
        first, last = DAYS.get(part, (1, 31))
        return Period(_day(year, month, first), _day(year, month, last)), "month"
    if name == "decade":
        return _decade(year, part), "year"
    if "y2" in given:
        end = given["y2"]
        return Period(f"{year}-01-01", f"{end if len(end) == 4 else str(year)[:2] + end}-12-31"), "year"
    first, last = THIRDS.get(part, (1, 12))
    return Period(_day(year, first, 1), _day(year, last, 31)), "month" if part else "year"


def _decade(year: int, part: str) -> Period:
    first, last = {"early": (0, 4), "mid": (3, 7), "late": (5, 9)}.get(part, (0, 9))
    return Period(f"{year + first}-01-01", f"{year + last}-12-31")


def _open(word: str, period: Period) -> Period:
    """The connector applied: "since 2014" has no end, "before 2014" ends with the day before it."""
    if word in ("since", "ever since", "starting"):
        return Period(period.since, None)
    if word == "after":
        return Period(_next(period.until, 1), None)
    if word in ("until", "till", "up to", "by"):
        return Period(None, period.until)
    if word in ("before", "prior to"):
        return Period(None, _next(period.since, -1))
    return period


def _next(day: str | None, days: int) -> str | None:
    return None if day is None else (datetime.date.fromisoformat(day) + datetime.timedelta(days)).isoformat()


def _joined(masked: str, first: DateMention, second: DateMention) -> DateMention | None:
    """Two dates as one range: "between 2015 and 2017", "from May to June 2020", "2014 and 2016"."""
    between = masked[first.atom.end : second.atom.start]
    if not JOIN.fullmatch(between) or (
        between.strip() == "and" and first.connector not in ("between", "from")
    ):
        return None
    period = Period(first.named.since, second.named.until)
    atom = Span(first.atom.start, second.atom.end)
    return DateMention(
        Span(first.span.start, atom.end), atom, period, period, second.precision, first.connector
    )


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _day(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{min(day, calendar.monthrange(year, month)[1]):02d}"


def _month(year: int, month: int) -> Period:
    return Period(_day(year, month, 1), _day(year, month, 31))
