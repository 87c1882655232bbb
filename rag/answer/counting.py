"""Who is counted as a speaker, and how many spoke, in words.

In: numbers, or statements spoken. Out: text.
"""

from __future__ import annotations

from collections.abc import Iterable

from index.model import StatementRef
from index.text.amounts import many
from rag.ranking.in_time import as_spoken


def speakers(delegations: int, others: int) -> str:
    """ "12 delegations and 2 other speakers"."""
    parts = [many(delegations, "delegation")] if delegations or not others else []
    other = "other speaker" if delegations else "speaker"
    return " and ".join([*parts, *([many(others, other)] if others else [])])


def covered(delegations: Iterable[object | None]) -> str:
    """ "2 delegations and speakers for none": whoever speaks for no delegation is none."""
    told = list(delegations)
    nameless = told.count(None)
    if nameless and len(told) == nameless:
        return "speakers for no delegation"
    return many(len(told) - nameless, "delegation") + (" and speakers for none" if nameless else "")


def who(ref: StatementRef) -> str:
    """The delegation, or who spoke where the record names none."""
    return (
        ref.delegation.name if ref.delegation else ref.speaker.name or ref.speaker.role or "Unnamed speaker"
    )


def party(ref: StatementRef) -> str:
    """Who is spoken for, whatever it was called on that day: the code, or who spoke."""
    return ref.delegation.code if ref.delegation else who(ref)


def latest_names(refs: Iterable[StatementRef]) -> dict[str, str]:
    """For each party the name that the latest of its statements has, so that it is shown under one."""
    return {party(ref): who(ref) for ref in as_spoken(refs, lambda ref: ref, latest=True)[::-1]}
