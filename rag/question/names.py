"""Every name and date that the record holds, as pages and tools show them.

In: what of each statement counts, from sealed references. Out: `Names`: a byte that changed on disk makes no
name and takes none away that another statement has.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.model import Delegation
from index.store.rows import days_of
from rag.question.facts import StatementFacts


@dataclass(frozen=True, slots=True)
class Names:
    """Each of them once, in order; `speakers` with the code of whom they speak for."""

    delegations: tuple[Delegation, ...]
    speakers: tuple[tuple[str, str | None], ...]
    meetings: tuple[str, ...]
    organs: tuple[str, ...]
    collections: tuple[str, ...]
    dates: tuple[str, ...]
    topics: tuple[str, ...]


def names_of(every: Iterable[StatementFacts]) -> Names:
    """The names of all statements, procedural ones too; each delegation by its latest."""
    every = tuple(every)
    speakers = {(one.speaker, one.own) for one in every if one.speaker is not None}
    return Names(
        _latest(every),
        tuple(sorted(speakers, key=lambda pair: (pair[0], pair[1] or ""))),
        _once(one.meeting for one in every),
        _once(one.organ for one in every),
        _once(one.collection for one in every),
        _once(one.date for one in every),
        _once(one.topic for one in every),
    )


def _latest(every: Iterable[StatementFacts]) -> tuple[Delegation, ...]:
    called = {(one.own, one.name, one.date) for one in every}
    dated = sorted((code, days_of(date)[1], name) for code, name, date in called if code and name)
    return tuple(Delegation(code, name) for code, name in {code: name for code, _, name in dated}.items())


def _once(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value is not None}))
