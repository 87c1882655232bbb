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
from rag.position.twin import contrary, turned_twice
from rag.reader.careful import may_become
from rag.reader.reading import Reader, ReadPassage, Sided, Siding, alone

AGREES, OPPOSES = 0.6, 0.75
"""The reader's chance from which a sentence takes the same side, or the other."""
SURELY = 0.7
"""The chance from which a passage takes the same side as a claim of one sentence, which many come near."""
APART = 0.4
"""How much more a passage must take its side on a claim than on the contrary of the claim."""
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
    passages = {
        at: alone(one.own_words)
        for at, one in enumerate(neighbours)
        if unread[at] is None and (at < shown or _on_point(one))
    }
    sided = dict(zip(passages, reader.leaning(encoded.text, list(passages.values())), strict=True))
    on_point = [at for at, one in enumerate(neighbours) if _on_point(one)]
    near = sorted(on_point, key=lambda at: -neighbours[at].scored.score)[:WITH_CARE]
    careful = [at for at in near if at in sided and _hangs_on_care(sided[at].whole, at < shown)]
    again = reader.stance(encoded.text, [passages[at] for at in careful], [sided[at] for at in careful])
    sided |= zip(careful, again, strict=True)
    judged = [
        unread[at] or _judged(one, sided[at].whole if at in sided else None)
        for at, one in enumerate(neighbours)
    ]
    if encoded.own is not None:
        return judged
    if turned_twice(encoded.text):
        return [_open(one) for one in judged]
    return _unlike_contrary(reader, contrary(encoded.text), judged, sided, passages)


def _unlike_contrary(
    reader: Reader,
    contrary: str | None,
    judged: Sequence[Judged],
    sided: Mapping[int, Sided],
    passages: Mapping[int, ReadPassage],
) -> list[Judged]:
    """Without a side where the contrary of the claim is read much like the claim: that tells the subject,
    not the side."""
    told = [at for at, one in enumerate(judged) if contrary and one.stance != "unclear"]
    read = reader.stance(contrary or "", [passages[at] for at in told])
    turned = dict(zip(told, read, strict=True))
    return [
        _open(one) if at in turned and not _differs(one.stance, sided[at].whole, turned[at].whole) else one
        for at, one in enumerate(judged)
    ]


def _differs(stance: Stance, claim: Siding, contrary: Siding) -> bool:
    if stance == "agrees":
        return claim.supports >= SURELY and claim.supports - contrary.supports >= APART
    return claim.opposes - contrary.opposes >= APART


def _open(judged: Judged) -> Judged:
    """The neighbour without a side; what was not to be read stays unread."""
    return judged if judged.stance == "unclear" else Judged(judged.neighbour, "unclear", REASONS["open"])


def _unread(encoded: EncodedQuery, neighbour: Neighbour, places: Places) -> Judged | None:
    """What is said of it whatever the reader would find; None if that has to be read."""
    if neighbour.run.reported:
        return Judged(neighbour, "unclear", REASONS["reported"])
    if _elsewhere(encoded, neighbour, places):
        return Judged(neighbour, "unclear", REASONS["elsewhere"])
    return None


def _on_point(neighbour: Neighbour) -> bool:
    return neighbour.run.score >= ON_POINT


def _hangs_on_care(quick: Siding, shown: bool) -> bool:
    """Could careful reading still give it a side that is told?"""
    agrees = shown and may_become(quick.supports) >= AGREES
    return agrees or may_become(quick.opposes) >= OPPOSES


def _judged(neighbour: Neighbour, siding: Siding | None) -> Judged:
    """Judged by what was read of it; unclear if nothing was."""
    if siding and siding.opposes >= OPPOSES and _on_point(neighbour):
        return Judged(neighbour, "opposes", REASONS["opposes"])
    if siding and siding.supports >= AGREES:
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
