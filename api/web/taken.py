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


SURE = ((0.9, "surely"), (0.7, "probably"), (0.0, "perhaps"))
"""Confidence as people say it, from each share on."""
SCOPES = {"all": "a question to everyone who spoke"}
SIDES = {
    "for": "asking who speaks for it",
    "against": "asking who speaks against it",
    "abstained": "asking who abstained",
    "silent": "asking who keeps silent",
}
ORDERS = {
    "latest": "asking for the latest words",
    "earliest": "asking for the earliest words",
    "change": "asking what changed",
}


def sure(confidence: float) -> str:
    """How sure that is, in a word."""
    return next(word for least, word in SURE if confidence >= least)


def meant(interpreted: wire.Interpreted) -> list[tuple[str, str]]:
    """The question's words and what they were taken for, then, under no words, how the whole was read; each
    with how sure that is, where it is known."""
    held = {name.words: name.confidence for name in (*interpreted.holders, *interpreted.mentions)}
    named = [
        (part.words, f"{part.meaning}, {sure(held[part.words])}" if part.words in held else part.meaning)
        for part in interpreted.recognised
    ]
    read = (
        ("scope", SCOPES.get(interpreted.scope)),
        ("side", SIDES.get(interpreted.side or "")),
        ("order", ORDERS.get(interpreted.order or "")),
    )
    return named + [
        ("", f"{words}, {sure(interpreted.confidences.get(field, 1.0))}") for field, words in read if words
    ]


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
