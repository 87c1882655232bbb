"""Who else holds this? A point in, what other delegations said on it out: grouped, with the way they point.

In: a passage's id or a pasted text, filters, how many hits. Out: `SimilarResult`: per delegation its hits,
best first, each with the sentence that speaks to the point, what is shared and what differs. The point's own
statement and delegation are left out, as are courtesies and copies. "Agrees" and "opposes" are said only
where the reader is sure, never because words are near; what a speaker merely reports is never a position.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from rag.discourse.shared_text import likeness
from rag.model import Citation
from rag.position.grouping import Judged, grouped, key_of
from rag.position.model import DelegationPosition
from rag.position.neighbours import READ, NeighbourFinder, Places
from rag.position.passage_reader import Neighbour, addresses
from rag.position.pointer import Pointed
from rag.position.query_encoder import EncodedQuery, QueryEncoder
from rag.question.own import voiced
from rag.reader.reading import Reader, Siding, alone

COPY = 0.8
"""Share of words in common from which two passages of one delegation are the same text."""
AGREES, OPPOSES = 0.6, 0.75
"""The reader's chance from which a sentence takes the same side, or the other."""
ON_POINT = 0.605
"""Late interaction that a sentence needs before its contradiction is believed to be of this point."""
WITH_CARE = 24
"""Neighbours read by both readers, so that an answer does not wait for long."""
ONE_DELEGATION = 50
"""Passages read of a delegation when it is the only one asked for."""
REASONS: dict[str, str] = {
    "agrees": "takes the same side",
    "opposes": "takes the other side",
    "open": "comes near the point without a clear side",
    "elsewhere": "speaks of another country",
    "reported": "gives others' words",
}


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """Positions, those who agree first and those who oppose last, each group best evidence first;
    `delegation` is the point's own, and `point` the passage compared with where it was one of the record."""

    positions: tuple[DelegationPosition, ...]
    delegation: Delegation | None
    took_ms: float
    point: Citation | None = None


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
        allowed = _allowed(snapshot, encoded, filters, include_own, own)
        alone = len(filters.delegations) == 1
        neighbours = self._finder.nearest(snapshot, encoded, allowed, ONE_DELEGATION if alone else READ)
        judged = judge(self._reader, encoded, without_copies(neighbours, by_date), self._places)
        positions = grouped(judged, encoded.text, limit, by_date)
        took = (time.perf_counter() - began) * 1000
        return SimilarResult(positions, encoded.delegation or own, round(took, 1), point)

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


def judge(
    reader: Reader, encoded: EncodedQuery, neighbours: Sequence[Neighbour], places: Places
) -> list[Judged]:
    """The way the nearest sentences of each passage point on what a text says; the first of those on its
    point are read with most care, for only they can oppose it."""
    passages = [alone(one.own_words) for one in neighbours]
    sided = reader.leaning(encoded.text, passages)
    near = [at for at, one in enumerate(neighbours) if one.run.score >= ON_POINT][:WITH_CARE]
    again = reader.stance(encoded.text, [passages[at] for at in near], [sided[at] for at in near])
    for at, one in zip(near, again, strict=True):
        sided[at] = one
    return [_judged(encoded, one, of.whole, places) for one, of in zip(neighbours, sided, strict=True)]


def _judged(encoded: EncodedQuery, neighbour: Neighbour, siding: Siding, places: Places) -> Judged:
    if neighbour.run.reported:
        return Judged(neighbour, "unclear", REASONS["reported"])
    if _elsewhere(encoded, neighbour, places):
        return Judged(neighbour, "unclear", REASONS["elsewhere"])
    if siding.opposes >= OPPOSES and neighbour.run.score >= ON_POINT:
        return Judged(neighbour, "opposes", REASONS["opposes"])
    if siding.supports >= AGREES:
        return Judged(neighbour, "agrees", REASONS["agrees"])
    return Judged(neighbour, "unclear", REASONS["open"])


def _elsewhere(encoded: EncodedQuery, neighbour: Neighbour, places: Places) -> bool:
    """Do both name countries, the speakers' own aside, none in common? Lifting one embargo lifts no other.
    A sentence that names none is of the country that its meeting is about; who speaks of itself need not name
    itself."""
    ref = neighbour.statement.ref
    own = ref.delegation.code if ref.delegation else ""
    ours = places(encoded.text) - {encoded.delegation.code if encoded.delegation else ""}
    theirs = (places(neighbour.quote) or places(ref.topic or "")) - {own}
    return bool(ours and theirs) and ours.isdisjoint({*theirs, own})


def _allowed(
    snapshot: Snapshot, encoded: EncodedQuery, filters: Filters, include_own: bool, asking: Delegation | None
) -> Flags:
    """The filters' passages without the point's own statement and, unless asked for, its delegation and the
    one that asks."""
    mask = snapshot.mask(filters)
    if encoded.own is not None:
        mask = mask & ~snapshot.one_with(encoded.own.id)
    for own in (encoded.own.delegation if encoded.own else None, asking):
        if own is not None and not include_own and own.code not in filters.delegations:
            mask = mask & ~snapshot.mask(Filters(delegations=(own.code,), procedural=True))
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
