"""Times told by the question before: "before that", "the year after", "in the same period", "April?".

In: a follow-up, the period of the question before. Out: the follow-up with dates of its own in their place,
and whether it asks for any time at all. Where the question before names no date, they are left as they stand.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass

from index.model import Span
from index.tables import lists_of
from index.text.lexicon import MONTHS
from rag.question.dates import find_dates
from rag.question.model import Period

_WORDS = lists_of("rag", "question_words.tsv")
NUMBERS = {word: at for at, word in enumerate(("a", "two", "three", "four", "five"), 1)} | {"one": 1}
SAME = re.compile(
    r"(?:\b(?:in|at|for|during|over|on)\s)?\b(?:the|that)\s(?:very\s)?same\s(?:year|month|day|date|period|time|years)\b"
    r"|\b(?:in|during|over)\sthat\s(?:year|month|period|time)\b",
    re.IGNORECASE,
)
ANY_TIME = re.compile(
    r"\b(?:at|for|from|in)\sany\s(?:time|year|date|period)\b|\bany\stime\b|\bwhenever(?=\W*$)"
    r"|\bregardless\sof\s(?:the\s)?(?:date|year|time)\b|\b(?:in|of)\sall\syears\b",
    re.IGNORECASE,
)
STEP = re.compile(
    rf"(?:\b(?:in|during|for)\s)?\b(?P<count>the|{'|'.join(NUMBERS)}|\d)\s(?P<unit>year|month)s?\s"
    r"(?P<way>before|earlier|prior|after|later)(?:\s(?:that|then))?\b"
    r"|(?:\b(?:in|during|for)\s)?\bthe\s(?P<way2>previous|preceding|prior|following|next)\s(?P<unit2>year|month)\b",
    re.IGNORECASE,
)
WHOLE = re.compile(
    r"\b(?:(?:the|that)\s(?:whole|entire|full)|all)\s(?:of\s(?:the|that)\s)?year\b", re.IGNORECASE
)
TURN = re.compile(
    r"(?P<way>before|earlier\sthan|prior\sto|until|up\sto|after|later\sthan|since)\s(?:that|then|this|it)(?=\W*$)",
    re.IGNORECASE,
)
ALONE = re.compile(rf"\b(?P<way>{_WORDS['then_before']}|{_WORDS['then_after']})(?=\W*$)", re.IGNORECASE)
"""An adverb of time that ends the question."""
LED_UP_TO = re.compile(rf"\W*(?:\b(?:{_WORDS['led_up_to']})\b\W*)*$", re.IGNORECASE)
"""What may stand before it where nothing else is asked."""
EARLIER = re.compile(r"before|earlier|prior|previous|preceding|until|up\sto", re.IGNORECASE)
MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b(?!\s?(?:\d|,))")
FRAGMENT = 5
"""Words of a question in which the name of a month alone is a date, and "may" no verb."""


@dataclass(frozen=True, slots=True)
class Dated:
    """`any_time`: the dates of the question before no longer hold."""

    text: str
    any_time: bool = False


def with_own_dates(text: str, before: Period | None) -> Dated:
    """The text with its relative times told as dates."""
    if before is None or find_dates(text):
        return Dated(text)
    timeless = ANY_TIME.sub("", text)
    if timeless != text:
        return Dated(_tidy(timeless), any_time=True)
    told = _told(text, before)
    if told is None:
        return Dated(_tidy(SAME.sub("", _with_year(text, before))))
    span, date = told
    return Dated(_tidy(f"{text[: span.start]}{date}{text[span.end :]}"))


def _told(text: str, before: Period) -> tuple[Span, str] | None:
    """The first relative time of the text, and the date it means."""
    if found := STEP.search(text):
        return Span(*found.span()), _step(found, before)
    if found := WHOLE.search(text):
        return Span(*found.span()), f"in {(before.since or before.until or '')[:4]}"
    found = TURN.search(text) or ALONE.search(text)
    if found and (found.re is TURN or LED_UP_TO.fullmatch(text[: found.start()])):
        return Span(*found.span()), _turn(found["way"], before)
    return None


def _with_year(text: str, before: Period) -> str:
    year = (before.until or before.since or "")[:4]
    return MONTH.sub(rf"\g<0> {year}", text) if len(text.split()) <= FRAGMENT else text


def _step(found: re.Match[str], before: Period) -> str:
    """The year or month so many before or after."""
    earlier = EARLIER.fullmatch(found["way"] or found["way2"]) is not None
    count = (found["count"] or "the").lower()
    steps = NUMBERS.get(count, int(count) if count.isdigit() else 1) * (-1 if earlier else 1)
    edge = (before.since if earlier else before.until) or before.since or before.until or ""
    year, month = int(edge[:4]), int(edge[5:7])
    if (found["unit"] or found["unit2"]).lower() == "year":
        return f"in {year + steps}"
    at = year * 12 + month - 1 + steps
    return f"in {MONTHS[at % 12]} {at // 12}"


def _turn(way: str, before: Period) -> str:
    """Before the first day or after the last; nothing where that side is open."""
    if EARLIER.search(way):
        return f"before {_named(before.since)}" if before.since else ""
    if way.lower().startswith("since"):
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
