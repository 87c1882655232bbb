"""Times told by the question before: "before that", "the year after", "in the same period", "April?".

In: a follow-up, the period of the question before. Out: the follow-up with dates of its own in their place,
and whether it asks for any time at all. Where the question before names no date, they are left as they stand.
A run of words of time is told by which kinds of them it has, not by how they are put.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.model import Span
from index.text.lexicon import CARDINALS, MONTHS
from rag.question.dates import find_dates
from rag.question.model import Period
from rag.question.wordsets import words_of

BEFORE, AFTER = words_of("before_then"), words_of("after_then")
UNITS = frozenset(["year", "years", "month", "months"])
TIMES, LIMITS = words_of("times"), words_of("limits")
ANY, LEAVING = words_of("any_of"), words_of("leaving")
WHOLE = frozenset(["whole", "entire", "full", "all"])
POINTING = frozenset(["that", "then", "this", "it", "same"])
BETWEEN = words_of("between_times")
"""What may stand between words of time."""
OF_TIME = BEFORE | AFTER | TIMES | LIMITS | ANY | LEAVING | WHOLE | POINTING | BETWEEN | set(CARDINALS)
LED_UP_TO = words_of("joining") | words_of("led_up_to")
WORD = re.compile(r"[^\W\d_]+|\d+")
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b(?!\s?(?:\d|,))")
FRAGMENT = 5
"""Words of a question in which the name of a month alone is a date, and "may" is no verb."""


@dataclass(frozen=True, slots=True)
class Dated:
    """`any_time`: the dates of the question before no longer hold."""

    text: str
    any_time: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    """Words of time that stand together; `alone` where nothing else is said, `ends` where nothing follows."""

    words: tuple[str, ...]
    span: Span
    alone: bool
    ends: bool

    def has(self, words: frozenset[str]) -> bool:
        return not words.isdisjoint(self.words)

    @property
    def earlier(self) -> bool:
        return self.has(BEFORE)

    @property
    def turns(self) -> bool:
        return self.earlier or self.has(AFTER)

    @property
    def steps(self) -> int:
        """How many years or months."""
        named = (CARDINALS.get(word) or (int(word) if word.isdigit() else 0) for word in self.words)
        return next(filter(None, named), 1)


def with_own_dates(text: str, before: Period | None) -> Dated:
    """The text with its relative times told as dates."""
    if before is None or find_dates(text):
        return Dated(text)
    for run in _runs(text):
        if _of_any_time(run):
            return Dated(_tidy(f"{text[: run.span.start]}{text[run.span.end :]}"), any_time=True)
        date = _told(run, before)
        if date is not None:
            return Dated(_tidy(f"{text[: run.span.start]}{date}{text[run.span.end :]}"))
    return Dated(_tidy(_with_year(text, before)))


def _runs(text: str) -> Iterator[_Run]:
    words = [(found.group().lower(), found.span()) for found in WORD.finditer(text)]
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and (words[end][0] in OF_TIME or words[end][0].isdigit()):
            end += 1
        if end > at:
            told = tuple(word for word, _ in words[at:end])
            beside = [word for word, _ in words[:at]]
            alone = end == len(words) and all(word in LED_UP_TO for word in beside)
            yield _Run(told, Span(words[at][1][0], words[end - 1][1][1]), alone, end == len(words))
        at = max(end, at + 1)


def _of_any_time(run: _Run) -> bool:
    """ "At any time", "in all years", "drop the date"."""
    if run.turns or run.has(POINTING) or not run.has(TIMES):
        return "whenever" in run.words and run.ends
    plural = any(word in TIMES and word.endswith("s") for word in run.words)
    return run.has(ANY | LEAVING) or ("all" in run.words and plural)


def _told(run: _Run, before: Period) -> str | None:
    """The date that the words mean, "" for the same as before, None if they mean no time."""
    if run.turns:
        if run.has(UNITS):
            return _step(run, before)
        points = run.ends and run.has(POINTING)
        return _turn(run, before) if points or run.alone else None
    if run.has(WHOLE) and "year" in run.words:
        return f"in {(before.since or before.until or '')[:4]}"
    return "" if run.has(POINTING) and run.has(TIMES) else None


def _with_year(text: str, before: Period) -> str:
    year = (before.until or before.since or "")[:4]
    return MONTH.sub(rf"\g<0> {year}", text) if len(text.split()) <= FRAGMENT else text


def _step(run: _Run, before: Period) -> str:
    """The year or month so many before or after, or "the next two years" from the first to the last."""
    sign = -1 if run.earlier else 1
    edge = (before.since if run.earlier else before.until) or before.since or before.until or ""
    at = int(edge[:4]) * 12 + int(edge[5:7]) - 1
    size = 12 if run.has(frozenset(["year", "years"])) else 1
    last = _unit(at + sign * run.steps * size, size)
    if run.steps == 1 or "the" not in run.words:
        return f"in {last}"
    ends = [_unit(at + sign * size, size), last]
    return "from {} to {}".format(*ends[::sign])


def _unit(month: int, size: int) -> str:
    year = month // 12
    return str(year) if size == 12 else f"{MONTHS[month % 12]} {year}"


def _turn(run: _Run, before: Period) -> str:
    """Before the first day or after the last; nothing where that side is open."""
    if run.earlier:
        return f"before {_named(before.since)}" if before.since else ""
    if run.words[0] == "since" and run.has(POINTING):
        return f"since {_named(before.since)}" if before.since else ""
    return f"after {_named(before.until, last=True)}" if before.until else ""


def _named(day: str, last: bool = False) -> str:
    """A day that begins a year or month, or with `last` ends one, is named as that."""
    date = datetime.date.fromisoformat(day)
    edge = calendar.monthrange(date.year, date.month)[1] if last else 1
    if date.day != edge:
        return f"{date.day} {MONTHS[date.month - 1]} {date.year}"
    return str(date.year) if date.month == (12 if last else 1) else f"{MONTHS[date.month - 1]} {date.year}"


def _tidy(text: str) -> str:
    return " ".join(text.split())
