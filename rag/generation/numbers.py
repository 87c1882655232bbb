"""Numbers of a text: their value, what they count, in what unit, and how exactly they are given.

In: a text. Out: `Number`s that compare across ways of writing: "4,500" and "4.5 thousand", "three" and "3",
"a quarter" and "25 per cent", "two decades" and "20 years". What counts nothing ("one another") is loose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import chain
from typing import Literal

from index.text.lexicon import CARDINALS, ORDINAL_ENDING, SCALES
from index.text.terms import content_terms
from rag.generation.words import listed, phrases, values_of, words_of

_ORDINALS = {word: at for at, word in enumerate(listed("ordinal"), 1)} | {
    word: 10 * at for at, word in enumerate(listed("ordinal_ten"), 2)
}
_TIMES = values_of("times")
_PLACES = {word: at for at, word in enumerate(listed("place"), 1)}
_PARTIES = values_of("parties")
_LOOSE = (frozenset(_TIMES) | frozenset(_PLACES) | frozenset(_PARTIES)) - words_of("times_exact")
_VALUES = CARDINALS | _ORDINALS | _TIMES | _PLACES | _PARTIES
_TOKEN = re.compile(
    r"(?<![\w.])\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)(?:\.\d+)?"
    r"|(?<![^\W\d_]-)(?<![\d.])\d+(?:\.\d+)?(?=\D|$)|[^\W\d_]+"
)
_ORDINAL = re.compile(rf"(?:{ORDINAL_ENDING})\b")
_ROMAN = re.compile(r"\b(?=[IVX])(?!I\b)X{0,3}(?:IX|IV|V?I{0,3})\b")
_VAGUE = words_of("vague_number")
_PARTS, _TOPS = values_of("part"), values_of("numerator")
_SHARE = re.compile(
    rf"\b(?P<how>{'|'.join(_TOPS)})[ -](?P<of>{'|'.join(_PARTS)})s?(?=\s(?:of|more|less)\b)", re.IGNORECASE
)
NEAR = 4
"""How many words behind a number what it counts may be named."""

_BREAK = re.compile(r"[,;:()]")
Bound = Literal["", "above", "under", "near", "about", "cap", "exact"]
_AFTERWARDS: Sequence[tuple[Bound, int]] = (("above", 3), ("about", 2), ("cap", 2))
"""The bounds that are told behind a number, and the words that may stand between."""
_BEFORE = 32
"""How far before a number the words stand that say how exact it is, in characters."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value with the terms that follow it, what it counts; `loose` where it may count nothing ("both")."""

    value: Decimal | str
    shown: str
    counted: tuple[str, ...] = ()
    loose: bool = False
    bound: Bound = ""
    unit: str = ""
    ordinal: bool = False


def numbers_in(text: str) -> Iterator[Number]:
    """Every number; shares come first."""
    for found in _SHARE.finditer(text):
        top, part = _TOPS[found["how"].lower()], _PARTS[found["of"].lower()]
        yield Number(f"{top}/{part}", found.group(), bound=_bound(text, found.start(), found.end()), unit="%")
        text = text[: found.start()] + " " * len(found.group()) + text[found.end() :]
    tokens = list(_TOKEN.finditer(text))
    at = 0
    while at < len(tokens):
        end, value = _read(tokens, at)
        if value is None:
            at += 1
            continue
        yield _number(text, tokens, at, end, value)
        at = end
    for found in _ROMAN.finditer(text):
        if found.group():
            yield Number(found.group(), found.group())


def percent_of(share: str) -> Decimal:
    """ "1/4" as 25."""
    top, part = share.split("/")
    return Decimal(100) * int(top) / int(part)


def _number(text: str, tokens: Sequence[re.Match[str]], at: int, end: int, value: Decimal | str) -> Number:
    first, last, word = tokens[at].start(), tokens[end - 1].end(), tokens[at].group().lower()
    ends = _BREAK.search(text, last)
    behind = [t.group() for t in tokens[end : end + NEAR] if ends is None or t.start() < ends.start()]
    behind = [word for word in behind if word.isalpha() and len(word) > 1]
    ordinal = tokens[end - 1].group().lower() in _ORDINALS or bool(_ORDINAL.match(text, last))
    unit = "%" if value == "half" else unit_of(text[:first], text[last:])
    return Number(
        value,
        text[first:last],
        tuple(content_terms(" ".join(behind))),
        word in _LOOSE or word == "half" or (word in _ORDINALS and _only_lists(text, first, last)),
        _bound(text, first, last),
        unit,
        ordinal,
    )


def _only_lists(text: str, first: int, last: int) -> bool:
    """ "First, ..." at the head of a clause; "first of all"."""
    opens = not text[:first].strip() or text[:first].rstrip()[-1] in ".;:,—–-"
    return (opens and text[last : last + 1] in (",", "")) or text[last:].lower().startswith(" of all")


def unit_of(before: str, behind: str) -> str:
    """The unit a number is given in, "" for none: per cent, a currency, a length, a time."""
    sign = re.search(r"([$€£])\s?$", before)
    if sign:
        return {"$": "dollar", "€": "euro", "£": "pound"}[sign[1]]
    words = re.findall(r"%|[^\W\d_]+", behind.lower())[:3]
    if words[:2] == ["per", "cent"] or words[:1] in (["%"], ["percent"], ["percentage"]):
        return "%"
    skipped = [word for word in words if word not in SCALES][:2]
    return next((_measures()[word] for word in skipped if word in _measures()), "")


_LASTING = re.compile(
    rf"\b(?:{'|'.join(phrases('counting'))}|\d[\d,.]*|[a-z]+ty(?:-[a-z]+)?)\s(?P<unit>[a-z]+)\b",
    re.IGNORECASE,
)


def lengths_of_time(text: str) -> dict[str, str]:
    """Units of time of which the text counts some or many, with the words."""
    found = {_measures().get(one["unit"].lower(), ""): one.group() for one in _LASTING.finditer(text)}
    return {unit: words for unit, words in found.items() if unit in words_of("time_unit")}


@cache
def _measures() -> dict[str, str]:
    """Every form of a unit, mapped to the unit."""
    rows = (row.split() for row in phrases("measure"))
    return {form: forms[0] for forms in rows for form in forms}


def _bound(text: str, first: int, last: int) -> Bound:
    before = text[max(0, first - _BEFORE) : first].lower()
    if text[last : last + 1] == "-":
        return ""  # "a two-State solution" is no amount
    told = (bound for pattern, bound in _bounds() if pattern.search(before))
    behind = (bound for pattern, bound in _bounds_behind() if pattern.match(text[last : last + 40]))
    return next(chain(told, behind), "")


@cache
def _bounds() -> tuple[tuple[re.Pattern[str], Bound], ...]:
    kinds: tuple[Bound, ...] = ("cap", "above", "under", "near", "about", "exact")
    return tuple(
        (re.compile(rf"\b(?:{'|'.join(phrases(f'bound_{kind}'))})\s[$€£]?$"), kind) for kind in kinds
    )


@cache
def _bounds_behind() -> tuple[tuple[re.Pattern[str], Bound], ...]:
    return tuple((_behind(kind, between), kind) for kind, between in _AFTERWARDS)


def _behind(kind: Bound, between: int) -> re.Pattern[str]:
    words = "|".join(phrases(f"bound_behind_{kind}"))
    return re.compile(rf"\s{{0,4}}(?:\S{{1,20}}\s){{0,{between}}}?or (?:{words})\b", re.IGNORECASE)


def _read(tokens: Sequence[re.Match[str]], at: int) -> tuple[int, Decimal | str | None]:
    """The number that begins at a token: where it ends and its value."""
    word = tokens[at].group().lower()
    if word in _VAGUE:
        return at + 1, word
    if not word[0].isdigit() and word not in _VALUES:
        return at + 1, None
    digits = word[0].isdigit()
    value = Decimal(re.sub(r"[^\d.]", "", word)) if digits else Decimal(_VALUES[word])
    end = at + 1
    while end < len(tokens):
        following = tokens[end].group().lower()
        if following in SCALES:
            value *= SCALES[following]
        elif not digits and following in _VALUES and _adds(value, _VALUES[following]):
            value += _VALUES[following]
        elif digits or following != "and" or value < 100 or not _goes_on(tokens, end + 1):
            break
        end += 1
    return end, value.normalize()


def _goes_on(tokens: Sequence[re.Match[str]], at: int) -> bool:
    """Does a number word follow the "and" of "two hundred and five"?"""
    return at < len(tokens) and tokens[at].group().lower() in _VALUES


def _adds(value: Decimal, unit: int) -> bool:
    """ "twenty-five", "two hundred and five"."""
    return (20 <= value < 100 and value % 10 == 0 and unit < 10) or (value >= 100 and unit < 100)
