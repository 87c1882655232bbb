"""Who said nothing on a topic: in the same meetings, among those asked for, and who never spoke at all.

In: a topic, filters, and who did speak to it. Out: `Gaps`. "Spoke and did not address it" is told only where
neither the list nor a look at the nearest passages found anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from index.model import Delegation, Filters, StatementRef
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from rag.answer.objects import StatesIn
from rag.briefing.brief import Gaps, Silent
from rag.model import Citation, Counts
from rag.position.matrix import spoke
from rag.position.neighbours import NeighbourFinder
from rag.position.passage_reader import addresses
from rag.position.query_encoder import EncodedQuery, QueryEncoder


class Silences:
    """Looks for silence."""

    def __init__(
        self,
        finder: NeighbourFinder,
        encoder: QueryEncoder,
        named: Callable[[str], Delegation],
        states: StatesIn,
    ) -> None:
        self._finder, self._encoder, self._named, self._states = finder, encoder, named, states

    def gaps(
        self,
        topic: str,
        filters: Filters,
        found: Sequence[Citation],
        meetings: Sequence[str],
        own: Delegation | None,
    ) -> Gaps:
        """Who spoke in the meetings counted, under the filters, and which delegations asked for are not among
        those found, nor named by a speaker who spoke for them; the one that asks is left out."""
        snapshot, encoded = self._finder.snapshot(), self._encoder.encode_text(topic)
        spoken = {code for one in found for code in states_spoken_for(one.statement, self._states)}
        aside = spoken | ({own.code} if own else set())
        missing = [code for code in dict.fromkeys(filters.delegations) if code not in aside]
        everyone = snapshot.once(snapshot.mask(replace(filters, delegations=())))
        absent = [code for code in missing if not statements_of(snapshot, everyone, code)]
        mask = snapshot.once(snapshot.mask(filters) & _met(snapshot, meetings))
        others = [code for code in spoke(snapshot, mask) if code not in aside.union(missing)]
        return Gaps(
            silent=self._silent(snapshot, encoded, mask, others),
            asked_silent=self._silent(
                snapshot, encoded, everyone, [code for code in missing if code not in absent]
            ),
            absent=tuple(map(self._named, absent)),
            narrowed=bool(filters.delegations or filters.speakers),
        )

    def is_silent(self, topic: str, filters: Filters, one: Delegation) -> bool:
        """Has a delegation, which spoke, no passage that speaks to it under the filters, its own name
        aside?"""
        snapshot = self._finder.snapshot()
        mask = snapshot.once(snapshot.mask(replace(filters, delegations=())))
        return bool(self._silent(snapshot, self._encoder.encode_text(topic), mask, [one.code]))

    def searched(self, filters: Filters) -> Counts:
        """How many statements there are under the filters, where nobody is surely on the list."""
        snapshot = self._finder.snapshot()
        held = snapshot.owner[snapshot.once(snapshot.mask(filters))]
        return Counts(0, 0, 0, len(np.unique(held)), snapshot.copies.number, False)

    def statements(self, filters: Filters, code: str) -> int:
        """How many statements of a delegation there are under the filters, its own name aside."""
        snapshot = self._finder.snapshot()
        everyone = snapshot.once(snapshot.mask(replace(filters, delegations=())))
        return statements_of(snapshot, everyone, code)

    def _silent(
        self, snapshot: Snapshot, encoded: EncodedQuery, mask: Flags, codes: Sequence[str]
    ) -> tuple[Silent, ...]:
        said = [mask & snapshot.mask(Filters(delegations=(code,))) for code in codes]
        counted = self._finder.looked_at(snapshot, encoded, said)
        return tuple(
            Silent(self._named(code), statements)
            for code, (statements, best) in zip(codes, counted, strict=True)
            if not any(addresses(item) for item in best)
        )


def states_spoken_for(made: StatementRef, states: StatesIn) -> frozenset[str]:
    """The delegation whose statement it is, and the States that it names as those it speaks for."""
    own = {made.delegation.code} if made.delegation else set[str]()
    return frozenset(own.union(code for code, _ in states(made.on_behalf_of or "")))


def statements_of(snapshot: Snapshot, mask: Flags, code: str) -> int:
    """How many statements of a delegation have a passage under the mask."""
    return len(np.unique(snapshot.owner[mask & snapshot.mask(Filters(delegations=(code,)))]))


def _met(snapshot: Snapshot, meetings: Sequence[str]) -> Flags:
    """The passages of the meetings; none where no meeting is known."""
    if not meetings:
        return np.zeros(snapshot.size, bool)
    return snapshot.mask(Filters(meetings=tuple(meetings)))
