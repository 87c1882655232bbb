"""Numbers, dates and symbols of a sentence, each of which must stand in what it cites.

In: a text. Out: `Figures`, values that compare across ways of writing: "4,500" and "4.5 thousand", "three"
and "3", "27 May 2020" and "2020-05-27". What only counts nothing ("one another", "first of all") is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from index.model import StatementRef
from index.text.dates import dates_in
from index.text.lexicon import MONTHS
from index.text.terms import content_terms
from rag.generation.model import Check, Cited
from rag.generation.words import listed

_SYMBOL = re.compile(r"\b(?:[SAE]|[A-Z]{2,5})/(?:[A-Z0-9][\w.-]*/?)*\d[\w.]*(?:/\d+)*")
_MONTH_DAY = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?)?(?P<month>{'|'.join(MONTHS)})\b(?:\s(?P<after>\d{{1,2}})(?!\d|,\d))?"
)
_ROMAN = re.compile(r"\b(?=[IVX])(?!I\b)X{0,3}(?:IX|IV|V?I{0,3})\b")
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_UNITS = listed("unit")
_TENS = listed("ten")
_ORDINALS = {
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "twice": 2, "thrice": 3, "dozen": 12, "both": 2,
    "secondly": 2, "thirdly": 3, "fourthly": 4, "decade": 10, "quarter": 4, "double": 2, "triple": 3,
}  # fmt: skip
_VALUES = (
    {word: at for at, word in enumerate(_UNITS)}
    | {word: 10 * at for at, word in enumerate(_TENS, 2)}
    | _ORDINALS
)
_TOKEN = re.compile(
    r"(?<![\w.])\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?"
    r"|(?<![^\W\d_]-)(?<![\d.])\d+(?:\.\d+)?(?=\D|$)|[^\W\d_]+"
)
_UNCOUNTED = frozenset((Decimal(1), Decimal(0)))
"""What need not stand in the record in words: "one of them", "no one"."""
_VAGUE = frozenset(("hundreds", "thousands", "millions", "billions", "dozens", "half"))
NEAR = 4
"""Words behind a number within which what it counts is named."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the terms that follow it, what it counts; `loose` where it may count nothing ("both")."""

    value: Decimal | str
    shown: str
    counted: tuple[str, ...] = ()
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """`days` are ISO dates and, where no year is given, "-05" or "-05-27"."""

    days: tuple[str, ...]
    symbols: tuple[str, ...]
    numbers: tuple[Number, ...]


def figures_in(text: str) -> Figures:
    """Every figure of the text."""
    symbols = tuple(found.group().rstrip(".").upper() for found in _SYMBOL.finditer(text))
    rest = _SYMBOL.sub(lambda found: " " * len(found.group()), text)
    days: list[str] = []
    for span, iso in dates_in(rest):
        days.append(iso)
        rest = rest[: span.start] + " " * len(span) + rest[span.end :]
    for found in _MONTH_DAY.finditer(rest):
        if found["month"] not in ("May", "March") or found["day"] or found["after"] or _in_month(rest, found):
            day = found["day"] or found["after"]
            days.append(f"-{MONTHS.index(found['month']) + 1:02d}" + (f"-{int(day):02d}" if day else ""))
            rest = rest[: found.start()] + " " * len(found.group()) + rest[found.end() :]
    return Figures(tuple(days), symbols, tuple(_numbers(rest)))


def check_figures(claim: str, cited: Sequence[Cited]) -> Check:
    """Every figure of the claim is one of the cited sentences' or of where they were said."""
    said, known = figures_in(claim), figures_in(" ".join(one.text for one in cited))
    refs = [one.ref for one in cited]
    wrong = [
        *(day for day in said.days if not _is_day(day, known, refs)),
        *(symbol for symbol in said.symbols if not _is_symbol(symbol, known, refs)),
        *(number.shown for number in said.numbers if not _is_number(number, known, refs)),
    ]
    if wrong:
        return Check("figures", False, f"{_listed(wrong)} is not in what is cited", "altered")
    return Check("figures", True)


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


def _numbers(text: str) -> Iterator[Number]:
    tokens = list(_TOKEN.finditer(text))
    at = 0
    while at < len(tokens):
        end, value, loose = _read(tokens, at)
        if value is None:
            at += 1
            continue
        counted = tuple(content_terms(" ".join(t.group() for t in tokens[end : end + NEAR])))
        yield Number(value, text[tokens[at].start() : tokens[end - 1].end()], counted, loose)
        at = end
    for found in _ROMAN.finditer(text):
        if found.group():
            yield Number(found.group(), found.group())


def _read(tokens: Sequence[re.Match[str]], at: int) -> tuple[int, Decimal | str | None, bool]:
    """The number that begins at a token: where it ends, its value, and whether it may count nothing."""
    word = tokens[at].group().lower()
    if word in _VAGUE:
        return at + 1, word, word == "half"
    if not word[0].isdigit() and word not in _VALUES:
        return at + 1, None, False
    digits = word[0].isdigit()
    value = Decimal(re.sub(r"[^\d.]", "", word)) if digits else Decimal(_VALUES[word])
    end = at + 1
    while end < len(tokens):
        following = tokens[end].group().lower()
        if following in _SCALES:
            value *= _SCALES[following]
        elif not digits and following in _VALUES and _adds(value, _VALUES[following]):
            value += _VALUES[following]
        elif digits or following != "and" or value < 100 or not _goes_on(tokens, end + 1):
            break
        end += 1
    loose = word in _ORDINALS and word != "dozen" and not word.endswith("th")
    return end, value.normalize(), loose


def _goes_on(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Does a number word follow the "and" of "two hundred and five"?"""
    return at < len(tokens) and tokens[at].group().lower() in _VALUES


def _adds(value: Decimal, unit: int) -> bool:
    """ "twenty-five", "two hundred and five"."""
    return (20 <= value < 100 and value % 10 == 0 and unit < 10) or (value >= 100 and unit < 100)


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
    if number.value in _UNCOUNTED:
        return True
    same = [other for other in known.numbers if other.value == number.value]
    if same:
        return not _counts_another(number, same, known)
    years = {day[:4] for day in (*known.days, *(ref.date or "" for ref in refs))}
    inside = {
        part.lstrip("0") for text in (*known.symbols, *known.days) for part in re.split(r"[^\d]+", text)
    }
    if (
        str(number.value) in years or f"{number.value:f}" in years
        if isinstance(number.value, Decimal)
        else False
    ):
        return True
    if isinstance(number.value, Decimal) and f"{number.value:f}" in inside:
        return True
    return number.loose or _as_share(number, known)


def _as_share(number: Number, known: Figures) -> bool:
    """ "half" for "50 per cent", "hundreds" for "400"."""
    values = {other.value for other in known.numbers}
    if number.value == "half":
        return bool(values & {Decimal(50), Decimal("0.5")})
    return False


def _counts_another(number: Number, same: Sequence[Number], known: Figures) -> bool:
    """The number stands in the record, but what the claim counts with it is counted by another there."""
    first = number.counted[:1]
    if not first or any(set(number.counted) & set(other.counted) for other in same):
        return False
    others = [other for other in known.numbers if other.value != number.value]
    return any(first[0] in other.counted[:1] for other in others)


def _listed(words: Sequence[str]) -> str:
    return ", ".join(dict.fromkeys(words))
