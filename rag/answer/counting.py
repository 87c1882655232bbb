"""Who is counted as a speaker, and how many spoke, in words.

In: numbers, or the statement spoken. Out: text.
"""

from __future__ import annotations

from index.model import StatementRef
from index.text.amounts import many


def speakers(delegations: int, others: int) -> str:
    """ "12 delegations and 2 other speakers"."""
    parts = [many(delegations, "delegation")] if delegations or not others else []
    other = "other speaker" if delegations else "speaker"
    return " and ".join([*parts, *([many(others, other)] if others else [])])


def who(ref: StatementRef) -> str:
    """The delegation, or who spoke where the record names none."""
    return (
        ref.delegation.name if ref.delegation else ref.speaker.name or ref.speaker.role or "Unnamed speaker"
    )
