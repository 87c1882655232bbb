"""Of which State a quotation speaks, so that sanctions on one are not counted as sanctions on another.

In: quotations with their sides, and the States that the topic names. Out: parts, one for each State that
several spoke of, and one for all else; or, where the topic names States, those that speak of no other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rag.briefing.brief import Part, Said
from rag.model import Citation

SPOKEN_OF = 2
"""Delegations that must speak of a State before it is a part of its own."""
States = Callable[[str], frozenset[str]]
"""Codes of the States that a text names."""


def about(citation: Citation, states: States) -> frozenset[str]:
    """The States its words name, the speaker's own aside, else those of the item on the agenda."""
    ref = citation.statement
    named = states(f"{citation.leads or ''} {citation.quote}")
    own = {ref.delegation.code} if ref.delegation else set()
    return frozenset(named - own) or states(ref.topic or "")


def spoken_of(citations: Iterable[Citation], asked: frozenset[str], states: States) -> tuple[list[Said], int]:
    """The quotations that speak of what is asked about, and how many speak of other States only."""
    kept: list[Said] = []
    elsewhere = 0
    for citation in citations:
        named = about(citation, states)
        if asked and named and named.isdisjoint(asked):
            elsewhere += 1
        else:
            one = next(iter(named)) if len(named) == 1 and not asked else None
            kept.append(Said(citation, one))
    return kept, elsewhere


def parts_of(said: Sequence[Said]) -> tuple[Part, ...]:
    """A part for each State that several spoke of, most first; what is left stands together, last."""
    held: dict[str, list[Said]] = {}
    for one in said:
        if one.about is not None:
            held.setdefault(one.about, []).append(one)
    several = {code: some for code, some in held.items() if len({one.who for one in some}) >= SPOKEN_OF}
    rest = tuple(one for one in said if one.about not in several)
    if len(several) + bool(rest) <= 1:
        return (Part(None, tuple(said)),) if said else ()
    ordered = sorted(several, key=lambda code: (-len(several[code]), code))
    parts = [Part(code, tuple(several[code])) for code in ordered]
    return (*parts, *((Part(None, rest),) if rest else ()))
