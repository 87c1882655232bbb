"""Who voted how, and the side of a sentence: told where the reader is sure, unclear otherwise."""

from __future__ import annotations

import pytest

from rag.answer.sides import TOLD, SideTeller, fits
from rag.question.model import Side
from rag.reader.reading import Sided, Siding
from rag.reader.words import WordReader

AGAINST, FOR = Side("against"), Side("for")


class Certain(WordReader):
    """Reads a side with a given chance."""

    def __init__(self, siding: Siding) -> None:
        self._siding = siding

    def stance(self, claim: str, passages: object) -> list[Sided]:
        return [Sided(self._siding, (self._siding,))]


@pytest.mark.parametrize(
    ("siding", "side"),
    [
        (Siding(TOLD, 1 - TOLD, 0.0), "for"),
        (Siding(0.1, TOLD, 0.9 - TOLD), "against"),
        (Siding(TOLD - 0.01, 0.0, 1.01 - TOLD), "unclear"),
        (Siding(0.4, 0.4, 0.2), "unclear"),
        (Siding(0.0, 0.0, 1.0), "unclear"),
    ],
)
def test_a_side_is_told_where_the_reader_is_sure(siding: Siding, side: str) -> None:
    assert SideTeller(Certain(siding)).side_of("the sanctions", "We reject the sanctions.") == side


@pytest.mark.parametrize(
    ("side", "sentence", "fitting"),
    [
        (AGAINST, "The sanctions were discussed.", True),
        (Side("for", votes=True), "We welcome the sanctions.", False),
        (Side("for", votes=True), "We voted for the sanctions.", True),
        (Side("for", votes=True), "We will vote once again in favour of the sanctions.", True),
        (Side("for", votes=True), "The written voting procedure was used for all sanctions.", False),
        (Side("for", votes=True), "We chose not to vote against the sanctions.", False),
        (Side("against", votes=True), "We reject the sanctions.", False),
        (Side("against", votes=True), "We voted against the sanctions.", True),
        (Side("abstained"), "We abstained in the vote on the sanctions.", True),
        (Side("abstained"), "We support the sanctions.", False),
    ],
)
def test_a_vote_is_told_by_a_vote(side: Side, sentence: str, fitting: bool) -> None:
    """What sides words take otherwise is for the reader to say."""
    assert fits(side, sentence) is fitting
