"""Dates in a question: "27 May 2020", "in early 2020", "between 2015 and 2017", "the 75th session".

In: the question. Out: each expression with its span (preposition included) and the period it names. Years
inside resolution numbers, symbols and counts are refused. Whether a date says when something was *said* is
decided in `reading.py`. Words before, behind and in place of dates are lists of `data/question_words.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.model import Span
from index.tables import lists_of
from index.text.lexicon import ORDINAL_ENDING
from rag.question.model import Period
from rag.question.periods import (
    DECADES,
    MONTHS,
    ORDINALS,
    Precision,
    opened,
    overlaps,
    period_named,
    period_of,
)
from rag.question.senses import shape
from rag.question.wordsets import words_of

__all__ = ["DateMention", "date_span", "find_dates", "overlaps", "period_of", "relative_dates"]


_WORDS = lists_of("rag", "question_words.tsv")
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?\u200b*"
YEAR = r"(?:19[4-9]\d|20[0-4]\d)"
PART = rf"(?:{_WORDS['part']})"
TENTHS = rf"(?:{_WORDS['part_of_decade']})"
IN_YEAR = r"(?:0?[1-9]|1[0-2])"
DAY = rf"(?:[12]\d|3[01]|0?[1-9])(?:{ORDINAL_ENDING})?"
TO_DAY = rf"\s*(?:{_WORDS['to_date']}|&|or)\s*(?:the\s+)?"
ASSEMBLY = rf"(?:{_WORDS['assembly']})"
"""Sessions of other bodies ("the 46th session of the Council") are counted differently."""
FORMS: tuple[tuple[str, str], ...] = (
    ("iso", rf"(?P<y>{YEAR})[-/](?P<m>0[1-9]|1[0-2])[-/](?P<d>0[1-9]|[12]\d|3[01])"),
    ("isomonth", rf"(?P<y>{YEAR})-(?P<m>0[1-9])(?![-\d])"),
    ("slashed", rf"(?P<d>{DAY})[-/.](?P<m>{IN_YEAR})[-/.](?P<y>{YEAR})"),
    (
        "spans",
        rf"(?P<d>{DAY})\s+(?P<mon>{MONTH})\s*(?:{_WORDS['to_date']})\s*"
        rf"(?P<d2>{DAY})\s+(?P<mon2>{MONTH}),?\s+(?P<y>{YEAR})",
    ),
    ("days", rf"(?P<d>{DAY}){TO_DAY}(?P<d2>{DAY})(?:\s+of)?\s+(?P<mon>{MONTH}),?\s+(?P<y>{YEAR})"),
    ("usdays", rf"(?P<mon>{MONTH})\s+(?P<d>{DAY}){TO_DAY}(?P<d2>{DAY}),?\s+(?P<y>{YEAR})"),
    ("yearday", rf"(?P<y>{YEAR}),?\s+(?P<d>{DAY})\s+(?P<mon>{MONTH})(?!,?\s+{YEAR})"),
    ("yearus", rf"(?P<y>{YEAR}),?\s+(?P<mon>{MONTH})\s+(?P<d>{DAY})(?!,?\s+{YEAR})"),
    ("day", rf"(?P<d>{DAY})(?:\s+of)?\s+(?P<mon>{MONTH}),?\s+(?P<y>{YEAR})"),
    ("us", rf"(?P<mon>{MONTH})\s+(?P<d>{DAY}),?\s+(?P<y>{YEAR})"),
    (
        "months",
        rf"(?P<mon>{MONTH})\s*(?:{_WORDS['to_date']}|/|or)\s*(?:the end of\s+)?"
        rf"(?P<mon2>{MONTH}),?\s+(?P<y>{YEAR})",
    ),
    ("month", rf"(?:(?P<part>{PART})[\s-]+)?(?P<mon>{MONTH})(?:,|\s+of)?\s+(?P<y>{YEAR})"),
    ("numbered", rf"(?P<m>{IN_YEAR})[/.](?P<y>{YEAR})"),
    ("winter", rf"winter(?: of)?\s+(?P<y>{YEAR})\s*[-–/]\s*(?P<y2>{YEAR}|\d\d)(?![\d-])"),
    ("years", rf"(?P<y>{YEAR})\s*[-–/]\s*(?P<y2>{YEAR}|(?:1[3-9]|[2-9]\d))(?![\d-])"),
    ("decade", rf"(?:(?P<part>{TENTHS})[\s-]+)?(?:the\s+)?(?P<y>(?:19[4-9]|20[0-4])0)['’]?s"),
    ("sixties", rf"(?:(?P<part>{TENTHS})[\s-]+)?(?:the\s+)?(?P<word>{'|'.join(DECADES)})"),
    (
        "nineties",
        rf"(?:(?P<part>{_WORDS['early_or_late']})[\s-]+|the\s+)(?:the\s+)?['’]?(?P<tens>[4-9])0['’]?s",
    ),
    ("session", rf"(?:(?P<n>\d{{1,2}})(?:{ORDINAL_ENDING})|(?P<nth>{'|'.join(ORDINALS)})) {ASSEMBLY}"),
    ("unga", r"(?:(?:UN)?GA|session)[\s-]?(?P<n>\d{2})"),
    ("year", rf"(?:(?P<part>{PART})[\s-]+)?(?P<y>{YEAR})"),
)
STARTS = r"(?:(?<![\w/.-])|(?<=\bpre-)|(?<=\bpost-))"
ATOM = re.compile(
    "|".join(rf"(?P<{name}>{STARTS}{form.replace('(?P<', f'(?P<{name}_')}(?![\w/]))" for name, form in FORMS),
    re.IGNORECASE,
)
DATED = re.compile(rf"\d|(?:{_WORDS['tens']})(?:{_WORDS['tens_ending']})", re.IGNORECASE)
"""Every form has a figure, or a word for tens or for nought; a question with neither has no date."""
NOT_DATES = re.compile(
    rf"{_WORDS['no_date']}|(?:{_WORDS['about_as_many']})\s*(?:19|20)\d\d\b(?=\s+[a-z]+s\b)",
    re.IGNORECASE,
)
COUNT = re.compile(
    r"(?P<before>(?<![\w'’.])[\w'’.]{1,40})?\s{0,5}\b(?:19|20)\d\d"
    rf"(?=\s+(?:{_WORDS['counted']})\b)",
    re.IGNORECASE,
)
DATING = words_of("dating")
CONNECTOR = re.compile(rf"(?P<word>\b(?:{_WORDS['connector']})(?:\s+|-))?(?P<the>the\s+)?$", re.IGNORECASE)
AND_NOW = re.compile(rf"(?:\s+(?:{_WORDS['up_to']})\s+|\s*[-–]\s*)(?:{_WORDS['now']})\b", re.IGNORECASE)
ONWARDS = re.compile(rf"\s+(?:{_WORDS['onwards']})", re.IGNORECASE)
BACKWARDS = re.compile(rf"\s+(?:and|or) (?:{_WORDS['backwards']})\b", re.IGNORECASE)
JOIN = re.compile(rf"\s*(?:{_WORDS['to_date']}|{_WORDS['to_date_too']})\s*(?:the\s+)?", re.IGNORECASE)
BOUNDED = re.compile(rf",?\s*(?:{_WORDS['but']})?\s*", re.IGNORECASE)
RELATIVE = re.compile(rf"\b(?:{_WORDS['relative']})\b", re.IGNORECASE)
WORD = re.compile(r"\b[^\W\d_]{4,10}(?=,?\s+(?:19|20)\d\d\b)")
"""What stands in the place of a month."""
LONG_MONTHS = tuple(month for month in MONTHS if len(month) > 4)
CLAUSE = re.compile(r"\bthat\b", re.IGNORECASE)
MOST = 8


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression: `span` includes its preposition, `atom` is the date alone.

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
    if not DATED.search(question):
        return ()
    masked = NOT_DATES.sub(lambda found: "_" * len(found.group()), question)
    masked = COUNT.sub(_hide_count, masked)
    masked = WORD.sub(_month_spelt, masked)
    mentions: list[DateMention] = []
    for found in islice(ATOM.finditer(masked), MOST):
        mention = _mention(masked, found)
        if mentions and (joined := _joined(masked, mentions[-1], mention)):
            mentions[-1] = joined
        else:
            mentions.append(mention)
    return tuple(mentions)


def date_span(question: str, date: DateMention) -> Span:
    """What to take out: "in March 2014" whole, but only "May 2020" of "in the May 2020 debate"."""
    before = question[date.span.start : date.atom.start].lower()
    return date.atom if before == "" or before.endswith("the ") else date.span


def says_a_clause(question: str, verb: int, end: int) -> bool:
    """Does the verb that begins there, before a date, say or hold something ("Who held on 5 May 2020 that
    ..."): stands it behind who is asked, and a clause behind the date?"""
    before = question[:verb].lower().split()[-1:]
    asked = any(word == "who" or shape(word) == "PARTY" for word in before)
    return asked and CLAUSE.search(question, end) is not None


def _month_spelt(found: re.Match[str]) -> str:
    """A misspelt month before a year, corrected within as many letters ("septmber" is "septembe")."""
    word = found.group().lower()
    if word in MONTHS:
        return found.group()
    near = process.extractOne(word, LONG_MONTHS, scorer=OSA.distance, score_cutoff=2 if len(word) > 6 else 1)
    return near[0][:3].ljust(len(word), "\u200b") if near and near[0][0] == word[0] else found.group()


def _hide_count(found: re.Match[str]) -> str:
    """ "2000 soldiers" is a count unless a date word stands before it ("the May 2020 civilians debate")."""
    before = (found["before"] or "").lower().rstrip(".\u200b")
    dated = before in DATING or before in MONTHS or before.endswith(("'s", "’s"))
    return found.group() if dated else re.sub(r"\d{4}$", "____", found.group())


def relative_dates(question: str) -> tuple[str, ...]:
    """Expressions such as "last year", whose year only the asker knows."""
    return tuple(found.group() for found in RELATIVE.finditer(question))


def _mention(masked: str, found: re.Match[str]) -> DateMention:
    name = found.lastgroup or ""
    name = next(form for form, _ in FORMS if found.group(form))
    given = {
        key[len(name) + 1 :]: value for key, value in found.groupdict().items() if key.startswith(name + "_")
    }
    period, precision = period_named(name, {key: value for key, value in given.items() if value})
    before = CONNECTOR.search(masked[: found.start()])
    start = before.start() if before else found.start()
    word = (before["word"] or "").strip(" -").lower() if before else ""
    if word.startswith("held ") and says_a_clause(masked, start, found.end()):
        start, word = start + len("held "), word.removeprefix("held ")
    onwards = ONWARDS.match(masked, found.end())
    now = AND_NOW.match(masked, found.end())
    backwards = BACKWARDS.match(masked, found.end())
    meant = Period(period.since, None) if now or onwards else opened("until" if backwards else word, period)
    atom, behind = Span(found.start(), found.end()), onwards or backwards
    return DateMention(
        Span(start, behind.end() if behind else found.end()), atom, period, meant, precision, word
    )


def _joined(masked: str, first: DateMention, second: DateMention) -> DateMention | None:
    """Two dates as one range: "between 2015 and 2017", "from May to June 2020", "2014 and 2016"."""
    between = masked[first.atom.end : second.atom.start]
    if first.period.until is None and second.period.since is None:
        return _bounded(masked, first, second)
    if not JOIN.fullmatch(between) or (
        between.strip() == "and" and first.connector not in ("between", "from")
    ):
        return None
    period = Period(first.named.since, second.named.until)
    atom = Span(first.atom.start, second.atom.end)
    return DateMention(
        Span(first.span.start, atom.end), atom, period, period, second.precision, first.connector
    )


def _bounded(masked: str, first: DateMention, second: DateMention) -> DateMention | None:
    """A date that opens and one that closes: "after 2010 but before 2015"."""
    if not BOUNDED.fullmatch(masked[first.atom.end : second.span.start]):
        return None
    period, span = Period(first.period.since, second.period.until), Span(first.span.start, second.span.end)
    return DateMention(span, Span(first.atom.start, second.atom.end), period, period, second.precision, "")
