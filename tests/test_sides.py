"""Who opposed, who supported, who was silent: the side asked for, and which sentences may stand for it."""

from __future__ import annotations

import pytest

from rag.answer.sides import fits, side_of
from rag.question.model import Side

AGAINST, FOR, SILENT = Side("against"), Side("for"), Side("silent")


@pytest.mark.parametrize(
    ("topic", "sentence", "against"),
    [
        ("unilateral coercive measures", "We reject any unilateral coercive measures.", True),
        ("unilateral coercive measures", "We note the effect of unilateral coercive measures.", False),
        ("the sanctions on Sudan", "We call for the lifting of all sanctions against the Sudan.", True),
        ("the sanctions on Sudan", "We call for the lifting of all sanctions against Zimbabwe.", False),
        ("the lifting of the arms embargo", "We call for the arms embargo to be lifted.", False),
        ("the lifting of the arms embargo", "We support the lifting of the arms embargo.", False),
        ("the lifting of the arms embargo", "We reject the lifting of the arms embargo.", True),
        ("the lifting of the arms embargo", "We reject the arms embargo.", False),
        ("resolution 1441", "We voted in favour of resolution 1441.", False),
        ("resolution 1441", "We voted against resolution 1441.", True),
        ("resolution 2521", "We were not in a position to support resolution 2521.", True),
    ],
)
def test_what_opposes_a_topic(topic: str, sentence: str, against: bool) -> None:
    """Only words that point against the whole of it; where it is an act, against that act."""
    assert (side_of(topic, sentence) == "against") is against


def test_the_header_may_name_the_rest_of_the_topic() -> None:
    """ "The sanctions must be lifted" is said of the country the debate is about."""
    said = "The sanctions must be lifted, for the sanctions harm the Sudan's poor."
    assert side_of("the sanctions on South Sudan", said) == "unclear"
    assert (
        side_of("the sanctions on South Sudan", said, "China. Sudan and South Sudan. 4 May 2020.")
        == "against"
    )


@pytest.mark.parametrize(
    ("side", "sentence", "fitting"),
    [
        (AGAINST, "We reject the sanctions.", True),
        (AGAINST, "The sanctions were discussed.", False),
        (FOR, "The sanctions were discussed.", False),
        (FOR, "We support the sanctions.", True),
        (FOR, "We reject the sanctions.", False),
        (FOR, "We abstained on the sanctions.", False),
        (Side("for", votes=True), "We welcome the sanctions.", False),
        (Side("for", votes=True), "We voted for the sanctions.", True),
        (Side("for", votes=True), "We will vote once again in favour of the sanctions.", True),
        (Side("for", votes=True), "The written voting procedure was used for all sanctions.", False),
        (Side("for", votes=True), "We chose not to vote against the sanctions.", False),
        (Side("abstained"), "We abstained in the vote on the sanctions.", True),
        (Side("abstained"), "We support the sanctions.", False),
    ],
)
def test_what_may_stand_for_a_side(side: Side, sentence: str, fitting: bool) -> None:
    """Support must be told as opposition must; a vote is told by a vote."""
    assert fits(side, "the sanctions", sentence, "") is fitting
