"""What is said of one State and what of another, kept apart in a briefing.

In: quotations, and what tells of which State each speaks. Out: each quotation with its State, and parts: one
for each State that several spoke of, and one for all else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import partial

from index.model import Statement
from rag.answer.objects import Objects
from rag.briefing.brief import Part, Said
from rag.model import Citation

SPOKEN_OF = 2
"""Delegations that must speak of a State before it is a part of its own."""


def spoken_of(
    objects: Objects, citations: Iterable[Citation], statement: Callable[[str], Statement]
) -> tuple[list[Said], int]:
    """The quotations that speak of what is asked about, and how many speak of other States only."""
    every = list(citations)
    kept = [
        Said(one, objects.about(one), objects.named(one))
        for one in every
        if objects.of_asked(one, partial(statement, one.statement.id))
    ]
    return kept, len(every) - len(kept)


def by_object(said: Sequence[Said]) -> tuple[Part, ...]:
    """A part for each State that several spoke of, most first; what is left stands together, last. What only
    names such a State is of it too: it is no matter of other States."""
    spoken = {one.about for one in said if one.about is not None and _by_several(said, one.about)}
    every = [replace(one, about=one.named) if _only_names(one, spoken) else one for one in said]
    several = {code: [one for one in every if one.about == code] for code in spoken}
    rest = tuple(one for one in every if one.about not in several)
    if len(several) + bool(rest) <= 1:
        return (Part(None, tuple(said)),) if said else ()
    ordered = sorted(several, key=lambda code: (-len(several[code]), code))
    parts = [Part(code, tuple(several[code])) for code in ordered]
    return (*parts, *((Part(None, rest),) if rest else ()))


def _by_several(said: Sequence[Said], code: str) -> bool:
    return len({one.party for one in said if one.about == code}) >= SPOKEN_OF


def _only_names(one: Said, spoken: Collection[str]) -> bool:
    return one.about is None and one.named in spoken
