"""The way neighbours point: neighbours in turn and a text in, each with "agrees", "opposes" or neither out.

A side is told only where the reader is sure. A neighbour is read only as far as that can change what is told
of it: not where it gives others' words or speaks of another country, with most care only where its side hangs
on that, and beyond those shown only where it may oppose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.position.grouping import Judged
from rag.position.model import Stance
from rag.position.neighbours import Places
from rag.position.passage_reader import Neighbour
from rag.position.query_encoder import EncodedQuery
from rag.position.side_readings import SideReadings, SidesAllowed, stances
from rag.position.twin import contrary, turned_twice
from rag.reader.reading import Reader, ReadPassage, alone

ON_POINT = 0.605
"""Late interaction that a sentence needs before its contradiction is believed to be of this point."""
WITH_CARE = 24
"""Neighbours read by both readers, so that an answer does not wait for long."""
REASONS: dict[str, str] = {
    "agrees": "takes the same side",
    "opposes": "takes the other side",
    "open": "comes near the point without a clear side",
    "elsewhere": "speaks of another country",
    "reported": "gives others' words",
}


def judge(
    reader: Reader, encoded: EncodedQuery, neighbours: Sequence[Neighbour], shown: int, places: Places
) -> list[Judged]:
    """The way each one's nearest sentences point on what a text says. Of those behind the first `shown` only
    who opposes matters. Those on the point are read with most care, for only they can oppose it."""
    unread = [_unread(encoded, one, places) for one in neighbours]
    on_point = [at for at, one in enumerate(neighbours) if _on_point(one)]
    near = sorted(on_point, key=lambda at: -neighbours[at].scored.score)[:WITH_CARE]
    passages = {
        at: alone(one.own_words)
        for at, one in enumerate(neighbours)
        if unread[at] is None and (at < shown or at in on_point)
    }
    may = {at: SidesAllowed(at < shown, at in on_point) for at in passages}
    told = _stances(reader, encoded, passages, may, [at for at in near if at in passages])
    return [
        unread[at] or Judged(one, told.get(at, "unclear"), REASONS[told.get(at, "open")])
        for at, one in enumerate(neighbours)
    ]


def _stances(
    reader: Reader,
    encoded: EncodedQuery,
    passages: Mapping[int, ReadPassage],
    may: Mapping[int, SidesAllowed],
    near: Sequence[int],
) -> dict[int, Stance]:
    """The sides told on a text. A passage of the record is no single claim, so its contrary is not asked."""
    pasted = encoded.own is None
    if pasted and turned_twice(encoded.text):
        return {}
    against = contrary(encoded.text) if pasted else None
    claim, other = (SideReadings(reader, words, passages) for words in (encoded.text, against))
    return stances(claim, other, may, near)


def _unread(encoded: EncodedQuery, neighbour: Neighbour, places: Places) -> Judged | None:
    """What is said of it whatever the reader would find; None if that has to be read."""
    if neighbour.run.reported:
        return Judged(neighbour, "unclear", REASONS["reported"])
    if _elsewhere(encoded, neighbour, places):
        return Judged(neighbour, "unclear", REASONS["elsewhere"])
    return None


def _on_point(neighbour: Neighbour) -> bool:
    return neighbour.run.score >= ON_POINT


def _elsewhere(encoded: EncodedQuery, neighbour: Neighbour, places: Places) -> bool:
    """Do both name countries, the speakers' own aside, none in common? Lifting one embargo lifts no other.
    A sentence that names none is of the country that its meeting is about; who speaks of itself need not name
    itself."""
    ref = neighbour.statement.ref
    own = ref.delegation.code if ref.delegation else ""
    ours = places(encoded.text) - {encoded.delegation.code if encoded.delegation else ""}
    theirs = (places(neighbour.quote) or places(ref.topic or "")) - {own}
    return bool(ours and theirs) and ours.isdisjoint({*theirs, own})
