"""Which neighbours of a point are read for their side: those shown, and those that may oppose it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.wiring import assemble
from index.model import Delegation, Filters
from rag.position.grouping import LOOKED_FOR_OPPOSED
from rag.position.similar import SimilarResult
from rag.reader.careful import at_least, at_most, together
from rag.reader.reading import ReadPassage, Sided, Siding
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft, open_store
from tests.exact_vectors import ExactVectors
from tests.small_stores import EMBEDDER, tell

POINT = "Keep the arms embargo on Somalia in force, for the forces there do not control weapons."
REPORTED = "The representative of Kenya said that the arms embargo on Somalia must be maintained until then."
ELSEWHERE = "We believe in the arms embargo on Libya being maintained until forces there control weapons."
SPEAKERS = (KAZAKHSTAN, ESTONIA, *(Delegation(code, code) for code in ("FRA", "CHN", "TUN", "NER", "PER")))


class Hearing(WordReader):
    """Keeps what it is given to read."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        self.given.extend(passage.text for passage in passages)
        return super().leaning(claim, passages)


@pytest.fixture(scope="module")
def reader() -> Hearing:
    return Hearing()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, reader: Hearing) -> Iterator[OnRecord]:
    """Seven delegations for the point and against it, one that reports it, and one that speaks of another
    country."""
    store = open_store(tmp_path_factory.mktemp("house"), EMBEDDER)
    vectors = ExactVectors(store.path, EMBEDDER.dim)
    with closing(assemble(store, vectors, EMBEDDER, reader)) as opened:
        for number, delegation in enumerate(SPEAKERS):
            verb = "We reject" if number % 2 else "We believe in"
            text = f"{verb} the arms embargo on Somalia being maintained until forces control weapons."
            tell(opened, a_draft(text, delegation=delegation), path=f"{number}.txt")
        tell(opened, a_draft(REPORTED, delegation=Delegation("IND", "India")), path="reported.txt")
        tell(opened, a_draft(ELSEWHERE, delegation=Delegation("BRA", "Brazil")), path="elsewhere.txt")
        yield opened


def stances(result: SimilarResult) -> dict[tuple[str, str], str]:
    """By whose words are shown."""
    shown = (one for position in result.positions for one in position.evidence)
    return {(one.citation.statement.source.path, one.citation.quote): one.stance for one in shown}


def test_what_takes_no_side_anyway_is_not_read(service: OnRecord, reader: Hearing) -> None:
    """Others' words, and what is said of another country."""
    reader.given.clear()
    shown = stances(service.similar(POINT, None, Filters(), 20))
    words = {quote for _, quote in shown}
    assert {REPORTED, ELSEWHERE} <= words
    assert set(reader.given) == words - {REPORTED, ELSEWHERE}


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_whoever_is_not_shown_is_read_only_to_find_who_opposes(
    service: OnRecord, reader: Hearing, limit: int
) -> None:
    """Fewer are read for a shorter answer, and what it shows is told as in a longer one."""
    whole = stances(service.similar(POINT, None, Filters(), 20))
    reader.given.clear()
    few = stances(service.similar(POINT, None, Filters(), limit))
    assert len(few) == limit
    assert len(reader.given) <= LOOKED_FOR_OPPOSED * limit
    assert few.items() <= whole.items()


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_no_chance_comes_to_more_or_less_than_it_may(
    one: float, share: float, other: float, another: float
) -> None:
    """Whatever the larger reader says, or if it is not asked."""
    first = Siding(one, (1 - one) * share, (1 - one) * (1 - share))
    second = Siding(other, (1 - other) * another, (1 - other) * (1 - another))
    most, least = at_most(first), at_least(first)
    for told in (first, together(Sided(first, ()), Sided(second, ())).whole):
        for low, chance, high in zip(astuple(least), astuple(told), astuple(most), strict=True):
            assert low <= chance <= high
