"""Where a query is spoken about: statements that hold its words by delegation, year, meeting, organ,
capacity.

In: a snapshot, the passages that a filter allows, the query's terms. Out: `Facets`. Every passage that holds
the words is counted, from the postings in memory, not only the passages ranked: so a count is what a search
under that value counts, whatever the limit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from index.search.parts import Flags
from index.search.snapshot import Snapshot
from index.store.columns import StatementColumn
from rag.model import Facet, Facets

FEW = 3
"""Up to this many words must all be there."""
SHARE = 0.75
"""The share of the words that must be there if there are more."""
VALUES: dict[str, Callable[[StatementColumn], str | None]] = {
    "delegations": lambda one: one.delegation,
    "years": lambda one: f"{one.first_day // 10000:04}" if one.first_day else None,
    "meetings": lambda one: one.meeting,
    "organs": lambda one: one.organ,
    "capacities": lambda one: one.capacity,
}


def holding(snapshot: Snapshot, mask: Flags, terms: Sequence[int | None]) -> Flags:
    """The masked passages that hold the terms, given by number (None for a term that no passage holds): all
    of up to three terms, three quarters of more; every passage if there are no terms."""
    held = np.zeros(snapshot.size, np.int16)
    for term in terms:
        if term is not None:
            held[snapshot.lexical.holding(term)] += 1
    return mask & (held >= needed(len(terms)))


def needed(terms: int) -> int:
    """How many of the terms a passage must hold."""
    return terms if terms <= FEW else int(np.ceil(SHARE * terms))


def count_facets(
    snapshot: Snapshot, flags: Flags, words: Sequence[str], name: Callable[[str], str]
) -> Facets:
    """The flagged passages and their statements by each value, most statements first."""
    owners, passages = np.unique(snapshot.owner[flags], return_counts=True)
    counted = [(snapshot.statements[at], int(many)) for at, many in zip(owners, passages, strict=True)]
    facets = {
        field: _facet(counted, value, name if field == "delegations" else str)
        for field, value in VALUES.items()
    }
    return Facets(words=tuple(words), statements=len(owners), passages=int(flags.sum()), **facets)


def _facet(
    counted: Sequence[tuple[StatementColumn, int]],
    value: Callable[[StatementColumn], str | None],
    name: Callable[[str], str],
) -> tuple[Facet, ...]:
    statements, passages = Counter[str](), Counter[str]()
    for statement, many in counted:
        found = value(statement)
        if found is not None:
            statements[found] += 1
            passages[found] += many
    ordered = sorted(statements, key=lambda one: (-statements[one], one))
    return tuple(Facet(one, name(one), statements[one], passages[one]) for one in ordered)
