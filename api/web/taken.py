"""What a question was understood under, as chips that can each be taken away.

In: what was typed and the filters the answer ran under. Out: chips, each with the address of the same
question without it; where the words themselves said it, that address searches them, all else made explicit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api import schemas as wire
from api.web.forms import SEVERAL, Asked, Narrowed
from index.text.dates import spoken_date

LABELS = {
    "delegations": "Delegation",
    "speakers": "Speaker",
    "meetings": "Meeting",
    "organs": "Organ",
    "collections": "Collection",
    "since": "From",
    "until": "Until",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force; `address` is the page without it."""

    label: str
    value: str
    address: str
    read_out: bool


def chips(asked: Asked, interpreted: wire.Interpreted) -> tuple[Chip, ...]:
    """Every filter in force, those typed and those read out of the question."""
    applied = _applied(interpreted.filters)
    names = {delegation.code: delegation.name for delegation in interpreted.delegations}
    return tuple(_chips(asked, applied, names))


def _chips(asked: Asked, applied: Narrowed, names: Mapping[str, str]) -> Iterator[Chip]:
    for field, label in LABELS.items():
        typed = getattr(asked.narrowed, field)
        for value in _values(typed or getattr(applied, field)):
            under = asked.narrowed if typed else applied
            left = asked.under(under.without(field, value), asked.literally or not typed)
            shown = names.get(value) or (value if field in SEVERAL else spoken_date(value) or value)
            yield Chip(label, shown, left.address, not typed)


def _applied(filters: wire.AppliedFilters) -> Narrowed:
    several = {field: tuple(getattr(filters, field)) for field in SEVERAL}
    return Narrowed(**several, since=filters.since or "", until=filters.until or "")


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
