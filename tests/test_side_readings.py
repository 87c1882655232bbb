"""Sides told after as little careful reading as can tell them: as after reading everything with care."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from rag.position.side_readings import AGREES, APART, OPPOSES, SURELY, SideReadings, SidesAllowed, stances
from rag.reader.careful import CarefulReader
from rag.reader.reading import Reader, ReadPassage, Sided, Siding, alone
from rag.reader.words import WordReader

CLAIM, CONTRARY = "claim", "contrary"
THIRDS = st.sampled_from([0.0, 0.05, 0.2, 0.4, 0.6, 0.7, 0.75, 0.8, 0.9, 1.0]) | st.floats(0, 1)
SIDES = st.tuples(THIRDS, THIRDS).map(
    lambda two: Siding(two[0], (1 - two[0]) * two[1], (1 - two[0]) * (1 - two[1]))
)
READINGS = st.tuples(SIDES, SIDES, SIDES, SIDES)
"""Of one passage: the claim and its contrary by the first reader, both by the second."""


class Told(WordReader):
    """Reads what it was told to, and counts."""

    def __init__(self, claim: Sequence[Siding], contrary: Sequence[Siding]) -> None:
        self._told, self.read_for = {CLAIM: claim, CONTRARY: contrary}, list[tuple[str, str]]()

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.read_for += [(claim, one.text) for one in passages]
        return [Sided(self._told[claim][int(one.text)], ()) for one in passages]


def all_with_care(
    reader: Reader, may: dict[int, SidesAllowed], near: Sequence[int], contrary: str | None
) -> dict[int, str]:
    """The rules as they are, with nothing spared."""
    found: dict[int, str] = {}
    for at, (agree, oppose) in may.items():
        passage = [alone(str(at))]
        read = reader.stance if at in near else reader.leaning
        claim = read(CLAIM, passage)[0].whole
        other = reader.stance(contrary, passage)[0].whole if contrary else Siding(0.0, 0.0, 1.0)
        if oppose and claim.opposes >= OPPOSES and claim.opposes - other.opposes >= APART:
            found[at] = "opposes"
        surely = claim.supports >= (SURELY if contrary else AGREES)
        if agree and surely and claim.supports - other.supports >= APART:
            found[at] = "agrees"
    return found


@settings(max_examples=300)
@given(st.lists(st.tuples(READINGS, st.booleans(), st.booleans(), st.booleans()), max_size=6), st.booleans())
def test_nothing_is_told_otherwise(
    rows: list[tuple[tuple[Siding, Siding, Siding, Siding], bool, bool, bool]], single: bool
) -> None:
    """And nothing is read with care that was not, or for a second time."""
    first, second = (Told([row[0][at] for row in rows], [row[0][at + 1] for row in rows]) for at in (0, 2))
    reader = CarefulReader(first, second)
    passages = {at: alone(str(at)) for at in range(len(rows))}
    may = {at: SidesAllowed(agree, oppose) for at, (_, agree, oppose, _) in enumerate(rows)}
    near = [at for at, row in enumerate(rows) if row[3]]
    contrary = CONTRARY if single else None
    found = stances(
        SideReadings(reader, CLAIM, passages), SideReadings(reader, contrary, passages), may, near
    )
    spared = [list(one.read_for) for one in (first, second)]
    assert found == all_with_care(reader, may, near, contrary)
    for sparing, one in zip(spared, (first, second), strict=True):
        assert len(set(sparing)) == len(sparing)
        assert set(sparing) <= set(one.read_for)


def test_what_cannot_come_to_a_side_is_not_read_with_care() -> None:
    """Too low at first, or too much like the contrary; nor the contrary where it can change nothing."""
    low, high, near = Siding(0.3, 0.0, 0.7), Siding(0.95, 0.05, 0.0), Siding(0.5, 0.0, 0.5)
    none = Siding(0.0, 0.0, 1.0)
    first, second = Told([low, high, near], [none, none, high]), Told([high] * 3, [high] * 3)
    passages = {at: alone(str(at)) for at in range(3)}
    reader = CarefulReader(first, second)
    sides = [SideReadings(reader, words, passages) for words in (CLAIM, CONTRARY)]
    found = stances(sides[0], sides[1], dict.fromkeys(passages, SidesAllowed(True, True)), list(passages))
    assert found == {1: "agrees"}
    assert (CONTRARY, "0") not in first.read_for
    assert set(second.read_for) == {(CLAIM, "1")}
