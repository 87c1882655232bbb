"""The sides that passages take on a claim: read quickly, with care only where that can change what is told.

In: a reader, a claim, its contrary where it has one, passages by number. Out: the numbers of those that
surely take a side, and which. How far more care could move a chance is known beforehand, so what is told is
what reading all of them with care would tell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rag.position.model import Stance
from rag.reader.careful import at_least, at_most
from rag.reader.reading import Reader, ReadPassage, Sided, Siding

AGREES, OPPOSES = 0.6, 0.75
"""The reader's chance from which a sentence takes the same side, or the other."""
SURELY = 0.7
"""The chance from which a passage takes the same side as a claim of one sentence, which many come near."""
APART = 0.4
"""How much more a passage must take its side on a claim than on the contrary of the claim."""
NOBODY = Siding(0.0, 0.0, 1.0)


class SidesAllowed(NamedTuple):
    """Which sides may be told of a passage at all."""

    agree: bool
    oppose: bool


class SideReadings:
    """What is read of passages for one claim; where there is none, nobody supports or opposes it."""

    def __init__(self, reader: Reader, claim: str | None, passages: Mapping[int, ReadPassage]) -> None:
        self._reader, self.claim, self._passages = reader, claim, passages
        self._quick: dict[int, Sided] = {}
        self._careful: dict[int, Sided] = {}

    def look(self, numbers: Collection[int]) -> None:
        """Reads these quickly, unless it did."""
        new = [at for at in numbers if at not in self._quick]
        if self.claim is not None and new:
            read = self._reader.leaning(self.claim, [self._passages[at] for at in new])
            self._quick |= zip(new, read, strict=True)

    def read(self, numbers: Collection[int]) -> None:
        """Reads these, which were looked at, with care."""
        if self.claim is not None and numbers:
            known = [self._quick[at] for at in numbers]
            read = self._reader.stance(self.claim, [self._passages[at] for at in numbers], known)
            self._careful |= zip(numbers, read, strict=True)

    def told(self, at: int) -> Siding:
        """The chances by the most careful reading so far."""
        read = self._careful.get(at) or self._quick.get(at)
        return read.whole if read else NOBODY

    def most(self, at: int) -> Siding:
        """Chances that no further reading of this can exceed."""
        return at_most(self.told(at)) if at in self._quick and at not in self._careful else self.told(at)

    def least(self, at: int) -> Siding:
        """Chances below which none can fall."""
        return at_least(self.told(at)) if at in self._quick and at not in self._careful else self.told(at)


def stances(
    claim: SideReadings, contrary: SideReadings, may: Mapping[int, SidesAllowed], near: Sequence[int]
) -> dict[int, Stance]:
    """The sides told of those in `may`; only those `near` are read with care for the claim."""
    side = partial(_side, single=contrary.claim is not None)

    def still(numbers: Collection[int]) -> list[int]:
        """Those of which a side may be told as far as they are read."""
        reach = {at: claim.most(at) if at in near else claim.told(at) for at in numbers}
        return [at for at in numbers if side(may[at], reach[at], contrary.least(at))]

    claim.look(may)
    contrary.look(still(near))
    claim.read(still(near))
    contrary.look(still(may))
    told = still(may)
    contrary.read([at for at in told if not side(may[at], claim.told(at), contrary.most(at))])
    found = {at: side(may[at], claim.told(at), contrary.told(at)) for at in told}
    return {at: stance for at, stance in found.items() if stance}


def _side(may: SidesAllowed, claim: Siding, contrary: Siding, single: bool) -> Stance | None:
    """The side that these chances come to. A contrary read much like the claim tells the subject, not the
    side."""
    agrees = claim.supports >= (SURELY if single else AGREES)
    if may.agree and agrees and claim.supports - contrary.supports >= APART:
        return "agrees"
    if may.oppose and claim.opposes >= OPPOSES and claim.opposes - contrary.opposes >= APART:
        return "opposes"
    return None
