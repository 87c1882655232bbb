"""What a question was understood as, as chips that can each be taken away.

In: what was typed and what the question was taken to mean. Out: chips, each with the address of the same
question without it; what was taken away already is a chip that brings it back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api import schemas as wire
from api.web.forms import SEVERAL, Asked
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
SURE = ((0.9, "sure"), (0.7, "likely"), (0.0, "a guess"))
"""Confidence in words, each from this share on."""
SCOPES = {"all": "everyone who spoke"}
SIDES = {
    "for": "who speaks for it",
    "against": "who speaks against it",
    "abstained": "who abstained",
    "silent": "who says nothing of it",
}
ORDERS = {
    "latest": "the latest words",
    "earliest": "the earliest words",
    "change": "what changed",
}
UNDONE = {
    "scope": "everyone who spoke",
    "side": "a side",
    "order": "an order in time",
    "dates": "when it was said",
    "meetings": "where it was said",
    "organs": "which organ",
}
"""What can be taken back; all else is the name of a speaker."""


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing in force; `address` is the page without it. `sure` says how sure it was read out of the
    question, "" for what was typed; `undone` is one taken away before, whose address brings it back."""

    label: str
    value: str
    address: str
    sure: str = ""
    undone: bool = False


def chips(asked: Asked, interpreted: wire.Interpreted) -> tuple[Chip, ...]:
    """All that is in force: what was typed, what was read out of the question, what was taken back."""
    return (*_typed(asked, interpreted), *_read(asked, interpreted), *_undone(asked))


def sure(confidence: float) -> str:
    """How sure that is, in a word."""
    return next(word for least, word in SURE if confidence >= least)


def meant(interpreted: wire.Interpreted) -> list[tuple[str, str]]:
    """Words of the question and what they were taken for, where no chip says so."""
    chipped = {name.words for name in interpreted.holders}
    return [
        (part.words, part.meaning)
        for part in interpreted.recognised
        if part.words not in chipped and not part.meaning.startswith("said ")
    ]


def _typed(asked: Asked, interpreted: wire.Interpreted) -> Iterator[Chip]:
    names = {delegation.code: delegation.name for delegation in interpreted.delegations}
    for field, label in LABELS.items():
        for value in _values(getattr(asked.narrowed, field)):
            left = asked.under(asked.narrowed.without(field, value), asked.literally)
            shown = names.get(value) or (value if field in SEVERAL else spoken_date(value) or value)
            yield Chip(label, shown, left.address)
    if asked.own:
        shown = interpreted.own.name if interpreted.own else asked.own
        yield Chip("My delegation", shown, replace(asked, own="", cursor="").address)


def _read(asked: Asked, interpreted: wire.Interpreted) -> Iterator[Chip]:
    for holder in interpreted.holders:
        yield _back(asked, "As speaker", holder.name, holder.words, sure(holder.confidence))
    applied, typed = interpreted.filters, asked.narrowed
    if not (typed.since or typed.until) and (applied.since or applied.until):
        yield _back(asked, "Said", _period(applied.since, applied.until), "dates")
    for field in ("meetings", "organs"):
        if not getattr(typed, field):
            for value in getattr(applied, field):
                yield _back(asked, LABELS[field], value, field)
    for field, told in (("scope", SCOPES), ("side", SIDES), ("order", ORDERS)):
        words = told.get(getattr(interpreted, field) or "")
        if words:
            yield _back(asked, "Asking", words, field, sure(interpreted.confidences.get(field, 1.0)))


def _back(asked: Asked, label: str, value: str, part: str, how_sure: str = SURE[0][1]) -> Chip:
    return Chip(label, value, asked.meaning((*asked.undo, part)).address, how_sure)


def _undone(asked: Asked) -> Iterator[Chip]:
    for part in asked.undo:
        left = asked.meaning(other for other in asked.undo if other != part)
        yield Chip("Not meant", UNDONE.get(part, f"{part} as speaker"), left.address, undone=True)


def _period(since: str | None, until: str | None) -> str:
    """A whole year by its number, one day once, all else from day to day."""
    if since and until and since == f"{until[:4]}-01-01" and until.endswith("-12-31"):
        return until[:4]
    first, last = spoken_date(since), spoken_date(until)
    if first and last:
        return first if first == last else f"{first} to {last}"
    return f"since {first}" if first else f"until {last}"


def _values(value: str | tuple[str, ...]) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if value else ()
