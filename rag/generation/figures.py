"""Numbers, dates and symbols of a sentence, each of which must stand in what it cites.

In: a text. Out: `Figures`, values that compare across ways of writing: "4,500" and "4.5 thousand", "three"
and "3", "27 May 2020" and "2020-05-27". Words that count nothing ("one another", "first of all") are left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import StatementRef
from index.text.dates import dates_in
from index.text.lexicon import MONTHS, ORDINAL_ENDING
from index.text.terms import content_terms
from rag.generation.amounts import agree, fits
from rag.generation.model import Check, Cited
from rag.generation.numbers import Number, lengths_of_time, numbers_in
from rag.generation.thesaurus import related
from rag.generation.words import phrases, words_of

_SYMBOL = re.compile(r"\b(?:[SAE]|[A-Z]{2,5})/(?:[A-Z0-9][\w.-]*/?)*\d[\w.]*(?:/\d+)*")
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:{ORDINAL_ENDING})?\s(?:of\s)?)?(?P<month>{'|'.join(MONTHS)})\b"
    r"(?:\s(?P<after>\d{1,2})(?!\d|,\d))?"
)
_ROMAN = re.compile(r"\b(?=[IVX])(?!I\b)X{0,3}(?:IX|IV|V?I{0,3})\b")
_DAYS_IN_A_ROW = re.compile(
    rf"\b(?P<first>\d{{1,2}})(?P<between>\s?[-–]\s?|\s(?:{'|'.join(phrases('days_between'))})\s)"
    rf"(?=\d{{1,2}}\s(?P<month>{'|'.join(MONTHS)})\b)"
)
_LABEL = re.compile(r"\d{4}")
"""A year, or the number of a resolution: it counts nothing."""
_SINGLE = re.compile(rf"\b(?:{'|'.join(phrases('single'))})\s(?P<noun>[a-z]+(?<!s))\b", re.IGNORECASE)
_UNCOUNTED = frozenset((Decimal(1), Decimal(0)))
"""Words that need not stand in the record: "one of them", "no one"."""


@dataclass(frozen=True, slots=True)
class Figures:
    """`days` are ISO dates and, where no year is given, "-05" or "-05-27"."""

    days: tuple[str, ...]
    symbols: tuple[str, ...]
    numbers: tuple[Number, ...]
    words: frozenset[str] = frozenset()


def figures_in(text: str) -> Figures:
    """Every figure of the text."""
    symbols = tuple(found.group().rstrip(".").upper() for found in _SYMBOL.finditer(text))
    rest = _SYMBOL.sub(lambda found: " " * len(found.group()), text)
    rest = _DAYS_IN_A_ROW.sub(r"\g<first> \g<month>\g<between>", rest)
    days: list[str] = []
    for span, iso in dates_in(rest):
        days.append(iso)
        rest = rest[: span.start] + " " * len(span) + rest[span.end :]
    for found in _MONTH_DAY.finditer(rest):
        if found["month"] not in ("May", "March") or found["day"] or found["after"] or _in_month(rest, found):
            day = found["day"] or found["after"]
            days.append(f"-{MONTHS.index(found['month']) + 1:02d}" + (f"-{int(day):02d}" if day else ""))
            rest = rest[: found.start()] + " " * len(found.group()) + rest[found.end() :]
    return Figures(tuple(days), symbols, tuple(numbers_in(rest)), frozenset(content_terms(text)))


def check_figures(claim: str, cited: Sequence[Cited]) -> Check:
    """Does every figure of the claim stand in the cited sentences, or belong to where they were said?"""
    said, known = figures_in(claim), figures_in(" ".join(one.text for one in cited))
    refs = [one.ref for one in cited]
    near = " ".join(part for one in cited for part in (one.text, one.before))
    numbers = [number for number in said.numbers if not _is_number(number, known, refs)]
    turned = [one.shown for one in numbers if any(agree(one, other) for other in known.numbers)]
    lacking = [
        *(day for day in said.days if not _is_day(day, known, refs)),
        *(symbol for symbol in said.symbols if not _is_symbol(symbol, known, refs)),
        *(one.shown for one in numbers if one.shown not in turned),
        *_other_times(claim, near, said, known),
        *_alone(claim, near, known),
    ]
    if lacking:
        return Check("figures", False, f"{_listed(lacking)} is not in what is cited", "altered")
    if turned:
        detail = f"{_listed(turned)} stands there more or less exactly, or of another thing"
        return Check("figures", False, detail, "altered")
    return Check("figures", True)


def _other_times(claim: str, record: str, said: Figures, known: Figures) -> Iterator[str]:
    """Lengths of time in a unit that the record does not use, and seasons that it does not name."""
    held = lengths_of_time(record)
    alike = {number.unit for number in said.numbers if any(agree(number, other) for other in known.numbers)}
    words = re.findall(r"[a-z]+", f"{record.lower()}")
    for unit, shown in lengths_of_time(claim).items():
        if held and unit not in held and unit not in alike and not any(unit in word for word in words):
            yield shown
    yield from (
        word for word in re.findall(r"[a-z]+", claim.lower()) if word in words_of("season") - set(words)
    )


def _alone(claim: str, record: str, known: Figures) -> Iterator[str]:
    """ "A soldier", if the record counts several and speaks of no single one."""
    counted = {number.counted[0] for number in known.numbers if number.counted and _several(number)}
    single = set(_singles(record))
    yield from (shown for stem, shown in _singles(claim).items() if stem in counted and stem not in single)


def _several(number: Number) -> bool:
    return isinstance(number.value, Decimal) and number.value >= 2 and not (number.unit or number.ordinal)


def _singles(text: str) -> dict[str, str]:
    """Terms of the words behind "a", "one", "another", "each" that are no plurals, with the words."""
    found = _SINGLE.finditer(text)
    return {term: one.group() for one in found for term in content_terms(one["noun"])[:1]}


def _in_month(text: str, found: re.Match[str]) -> bool:
    before = text[: found.start()].split()[-1:]
    return bool(before) and before[0].lower() in (
        "in",
        "of",
        "since",
        "until",
        "last",
        "during",
        "by",
        "early",
        "late",
    )


def _is_day(day: str, known: Figures, refs: Sequence[StatementRef]) -> bool:
    spoken = [ref.date for ref in refs if ref.date]
    if day.startswith("-"):
        return any(other == day or other.startswith(day) or day in other for other in (*known.days, *spoken))
    numbers = {str(number.value) for number in known.numbers}
    if any(
        other.startswith(day) or (len(other) >= 7 and day.startswith(other))
        for other in (*known.days, *spoken)
    ):
        return True
    return any(other == day[4:] for other in known.days) or (len(day) == 4 and day in numbers)


def _is_symbol(symbol: str, known: Figures, refs: Sequence[StatementRef]) -> bool:
    places = [ref.meeting.upper() for ref in refs if ref.meeting]
    return any(symbol in other or other in symbol for other in (*known.symbols, *places))


def _is_number(number: Number, known: Figures, refs: Sequence[StatementRef]) -> bool:
    same = [other for other in known.numbers if agree(number, other)]
    if same:
        return any(fits(number, other) for other in same) and not _counts_another(number, same, known)
    if number.value in _UNCOUNTED:
        return not _counts_another(number, (), known)
    if number.ordinal and any(other.ordinal for other in known.numbers):
        return False
    return number.loose or (isinstance(number.value, Decimal) and _in_dates(number.value, known, refs))


def _in_dates(value: Decimal, known: Figures, refs: Sequence[StatementRef]) -> bool:
    """Is it a year, or a part of a date or symbol?"""
    years = {day[:4] for day in (*known.days, *(ref.date or "" for ref in refs))}
    inside = {
        part.lstrip("0") for text in (*known.symbols, *known.days) for part in re.split(r"[^\d]+", text)
    }
    return f"{value:f}" in years | inside


def _counts_another(number: Number, same: Sequence[Number], known: Figures) -> bool:
    """The number stands in the record, or counts nothing, but what the claim counts with it is counted by
    another there."""
    first = number.counted[:1]
    if same and _counts_nothing_known(number, known):
        return True
    if not first or any(set(number.counted) & set(other.counted) for other in same):
        return False
    others = [other for other in known.numbers if other not in same and other.ordinal == number.ordinal]
    return any(first[0] in other.counted[:1] for other in others)


def _counts_nothing_known(number: Number, known: Figures) -> bool:
    """Is what the number counts nowhere in the record, in that word or a like one?"""
    counted = number.counted[:2]
    if (
        not counted
        or number.loose
        or number.value in _UNCOUNTED
        or number.unit
        or _LABEL.fullmatch(number.shown)
    ):
        return False
    if any(stem in words_of("generic_count") for stem in counted):
        return False
    return not any(related(stem, other) for stem in counted for other in known.words)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(words))
