"""Where a query is spoken about: statements that hold its words by delegation, year, meeting, organ,
capacity.

In: a snapshot, the passages that a filter allows, the query's terms. Out: `Facets`. Every passage that holds
the words is counted, from the postings in memory, not only the passages ranked: so a count is what a search
under that value counts, whatever the limit. A search under a value may find another copy of a statement than
one under none (only it tells the organ, say), so copies are chosen among anew for each value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

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
    snapshot: Snapshot, allowed: Flags, flags: Flags, words: Sequence[str], name: Callable[[str], str]
) -> Facets:
    """How many flagged passages and statements among the allowed ones have each value, most statements
    first."""
    owners, passages = np.unique(snapshot.owner[flags], return_counts=True)
    counted = dict(zip(owners.tolist(), passages.tolist(), strict=True))
    held = snapshot.holders(allowed)
    facets = {
        field: _facet(snapshot, held, counted, value, name if field == "delegations" else str)
        for field, value in VALUES.items()
    }
    once = snapshot.once(allowed) & flags
    statements = int(snapshot.holders(once).sum())
    return Facets(words=tuple(words), statements=statements, passages=int(once.sum()), **facets)


def _facet(
    snapshot: Snapshot,
    held: Flags,
    counted: Mapping[int, int],
    value: Callable[[StatementColumn], str | None],
    name: Callable[[str], str],
) -> tuple[Facet, ...]:
    values = [value(snapshot.statements[at]) for at in snapshot.copies.twice]
    spare = set(snapshot.copies.spare(held, values).tolist())
    statements, passages = Counter[str](), Counter[str]()
    for at, many in counted.items():
        found = value(snapshot.statements[at])
        if found is not None and at not in spare:
            statements[found] += 1
            passages[found] += many
    ordered = sorted(statements, key=lambda one: (-statements[one], one))
    return tuple(Facet(one, name(one), statements[one], passages[one]) for one in ordered)
