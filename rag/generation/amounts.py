"""Whether two numbers give the same amount: the same value in the same unit, and equally exact.

In: a number of a claim and one of the record. Out: whether they agree in value, and whether the claim's fits
where they do. "Some 4,500" is not "4,500", nor "nearly 500" "more than 500"; "two decades" is "20 years".
"""

from __future__ import annotations

from decimal import Decimal

from rag.generation.numbers import Bound, Number, percent_of
from rag.generation.words import words_of

_DAYS = {
    "second": Decimal(1) / 86_400, "minute": Decimal(1) / 1_440, "hour": Decimal(1) / 24, "day": Decimal(1),
    "week": Decimal(7), "month": Decimal("30.4"), "year": Decimal(365), "decade": Decimal(3_650),
    "century": Decimal(36_500),
}  # fmt: skip
_ALIKE = Decimal("0.06")
"""Lengths of time that differ by less than this share are the same ("12 months", "a year")."""
_CLOSE = Decimal(2)
"""Points of a per cent by which a share in words may differ ("a third", "34 per cent")."""
_FITS: dict[Bound, tuple[Bound, ...]] = {
    "": ("", "exact"),
    "exact": ("", "exact"),
    "about": ("", "about", "near", "above", "under", "exact", "cap"),
    "near": ("near",),
    "above": ("above",),
    "under": ("under", "near"),
    "cap": ("cap",),
}
"""For each way a claim may qualify a number, the ways in which the record may qualify it."""


def agree(said: Number, held: Number) -> bool:
    """Do they have the same value, also in different units of one kind?"""
    if isinstance(said.value, str) or isinstance(held.value, str):
        return said.value == held.value or _same_share(said, held) or _same_share(held, said)
    if said.unit in _DAYS and held.unit in _DAYS and said.unit != held.unit:
        return _same_time(said.value * _DAYS[said.unit], held.value * _DAYS[held.unit])
    return said.value == held.value and said.ordinal == held.ordinal


def fits(said: Number, held: Number) -> bool:
    """Do two numbers of the same value agree in unit and exactness?"""
    if said.unit != held.unit and not _units_alike(said.unit, held.unit):
        return False
    span_of_time = said.unit in words_of("time_unit") and "above" in (said.bound, held.bound)
    return held.bound in _FITS[said.bound] or span_of_time or bool(said.loose)


def _units_alike(one: str, other: str) -> bool:
    """Percentages and sums of money match only their own unit; times were compared before."""
    exact = words_of("money") | {"%"}
    return not (one in exact or other in exact) and (not one or not other or one in _DAYS)


def _same_time(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _ALIKE * max(one, other)


def _same_share(share: Number, other: Number) -> bool:
    """ "half" and "50 per cent", "a quarter" and "25 per cent"."""
    if not isinstance(share.value, str) or not isinstance(other.value, Decimal):
        return False
    if share.value == "half":
        return other.value in (Decimal(50), Decimal("0.5"))
    if "/" not in share.value:
        return False
    return abs(percent_of(share.value) - other.value) <= _CLOSE
