"""Who spoke in the same meetings and did not address the topic.

In: a snapshot, an encoded topic and those who did. Out: the others, with how many statements of each were
looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.model import Delegation, Filters
from index.search.snapshot import Snapshot
from rag.briefing.brief import Silent
from rag.position.matrix import spoke
from rag.position.neighbours import NeighbourFinder
from rag.position.passage_reader import Neighbour, addresses
from rag.position.query_encoder import EncodedQuery


class Silences:
    """Looks for silence."""

    def __init__(self, finder: NeighbourFinder, named: Callable[[str], Delegation]) -> None:
        self._finder, self._named = finder, named

    def silent(
        self, snapshot: Snapshot, encoded: EncodedQuery, neighbours: Sequence[Neighbour], filters: Filters
    ) -> tuple[Silent, ...]:
        """Those who spoke in the meetings quoted, under the filters, and did not address the topic."""
        meetings = tuple({m for item in neighbours if (m := item.statement.ref.meeting)})
        if not meetings:
            return ()
        mask = snapshot.mask(filters) & snapshot.mask(Filters(meetings=meetings))
        spoken = {item.scored.delegation for item in neighbours}
        codes = [code for code in spoke(snapshot, mask) if code not in spoken]
        said = {code: mask & snapshot.mask(Filters(delegations=(code,))) for code in codes}
        counted = self._finder.looked_at(snapshot, encoded, list(said.values()))
        return tuple(
            Silent(self._named(code), statements)
            for code, (statements, best) in zip(codes, counted, strict=True)
            if not any(addresses(item) for item in best)
        )
