"""Who else holds this? A point in, what other delegations said on it out: grouped, with the way they point.

In: a passage's id or a pasted text, filters, how many hits. Out: `SimilarResult`: per delegation its hits,
best first, each with the sentence that speaks to the point, what is shared and what differs. The point's own
statement and delegation are left out, as are courtesies and copies. "Agrees" and "opposes" are said only
where the reader is sure, never because words are near; what a speaker merely reports is never a position.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from rag.discourse.shared_text import likeness
from rag.model import Citation
from rag.position.grouping import LOOKED_FOR_OPPOSED, grouped, in_turn, key_of
from rag.position.judging import judge
from rag.position.model import DelegationPosition
from rag.position.neighbours import READ, NeighbourFinder, Places
from rag.position.passage_reader import Neighbour, addresses
from rag.position.pointer import Pointed
from rag.position.query_encoder import EncodedQuery, QueryEncoder
from rag.question.own import voiced
from rag.reader.reading import Reader

COPY = 0.8
"""Share of words in common from which two passages of one delegation are the same text."""
ONE_DELEGATION = 50
"""Passages read of a delegation when it is the only one asked for."""


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """Positions, those who agree first and those who oppose last, each group best evidence first;
    `delegation` is the point's own, and `point` the passage compared with where it was one of the record.
    `left_out` are those whose statements were not looked at: the point's own, the one that asks."""

    positions: tuple[DelegationPosition, ...]
    delegation: Delegation | None
    took_ms: float
    point: Citation | None = None
    left_out: tuple[Delegation, ...] = ()


class Positions:
    """Compares a point with the record."""

    def __init__(
        self,
        finder: NeighbourFinder,
        encoder: QueryEncoder,
        places: Places,
        pointed: Callable[[str], Pointed | None],
        reader: Reader,
    ) -> None:
        self._finder, self._encoder, self._reader = finder, encoder, reader
        self._places, self._pointed = places, pointed

    def similar(
        self,
        text: str | None,
        passage_id: str | None,
        filters: Filters,
        limit: int,
        include_own: bool = False,
        by_date: bool = False,
        own: Delegation | None = None,
    ) -> SimilarResult:
        """What others said on the point of a passage or a text; by date for one delegation over time.

        The point's own delegation, and `own`, the one that asks, are left out unless `include_own` or the
        filters name them.
        """
        began = time.perf_counter()
        encoded, point = self._compared(self._in_name_of(own, text or ""), passage_id)
        snapshot = self._finder.snapshot()
        left_out = () if include_own else _left_out(encoded, filters, own)
        allowed = _allowed(snapshot, encoded, filters, left_out)
        alone = len(filters.delegations) == 1
        neighbours = self._finder.nearest(snapshot, encoded, allowed, ONE_DELEGATION if alone else READ)
        first = in_turn(without_copies(neighbours, by_date))[: LOOKED_FOR_OPPOSED * limit]
        judged = judge(self._reader, encoded, first, limit, self._places)
        positions = grouped(judged, encoded.text, limit, by_date)
        took = (time.perf_counter() - began) * 1000
        return SimilarResult(positions, encoded.delegation or own, round(took, 1), point, left_out)

    def _in_name_of(self, own: Delegation | None, text: str) -> str:
        """ "Our point on X" as the point of who asks; a text that is a point itself as it stands."""
        named = voiced(text, own).text
        return named if named != text and self._pointed(named) is not None else text

    def _compared(self, text: str, passage_id: str | None) -> tuple[EncodedQuery, Citation | None]:
        """What is compared with: a passage, the passage a request names, or the text itself."""
        if passage_id is not None:
            return self._encoder.encode_passage(passage_id)
        encoded = self._encoder.encode_text(text, known=True)
        pointed = self._pointed(text) if encoded.own is None else None
        if pointed is None:
            return encoded, None
        snapshot = self._finder.snapshot()
        neighbours = self._finder.on_topic(
            snapshot,
            self._encoder.encode_text(pointed.topic),
            snapshot.once(snapshot.mask(Filters(delegations=(pointed.delegation.code,)))),
            ONE_DELEGATION,
        )
        chosen = next((item for item in neighbours if addresses(item)), None)
        if chosen is None:
            raise InvalidInput(
                f"{pointed.delegation.name} is not found to speak to {pointed.topic!r}; "
                "give the point in its words."
            )
        return self._encoder.encode_passage(chosen.passage.id)


def _left_out(encoded: EncodedQuery, filters: Filters, asking: Delegation | None) -> tuple[Delegation, ...]:
    """The point's own delegation and the one that asks, unless the filters name them; each once."""
    known = {one.code: one for one in (encoded.delegation, asking) if one is not None}
    return tuple(one for code, one in known.items() if code not in filters.delegations)


def _allowed(
    snapshot: Snapshot, encoded: EncodedQuery, filters: Filters, left_out: Iterable[Delegation]
) -> Flags:
    """The filters' passages without the point's own statement and those left out."""
    mask = snapshot.mask(filters)
    if encoded.own is not None:
        mask = mask & ~snapshot.one_with(encoded.own.id)
    for one in left_out:
        mask = mask & ~snapshot.mask(Filters(delegations=(one.code,), procedural=True))
    return snapshot.once(mask)


def without_copies(neighbours: Iterable[Neighbour], dated: bool = False) -> list[Neighbour]:
    """The same words of the same delegation once; `dated`: once for each date, as repeating is news."""
    kept: list[Neighbour] = []
    quotes: dict[str, list[str]] = {}
    for item in neighbours:
        said = quotes.setdefault(f"{key_of(item)} {item.statement.ref.date}" if dated else key_of(item), [])
        if all(likeness(item.quote, other) < COPY for other in said):
            said.append(item.quote)
            kept.append(item)
    return kept
