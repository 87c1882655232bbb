"""Who opposed, who supported, who was silent: the side asked for, and which sentences may stand for it."""

from __future__ import annotations

import pytest

from rag.answer.sides import fits, opposes
from rag.question.model import Side
from rag.question.sides import read_side

AGAINST, FOR, SILENT = Side("against"), Side("for"), Side("silent")


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("Who opposed the lifting of the arms embargo?", AGAINST),
        ("Which delegations voted against resolution 1441?", Side("against", votes=True)),
        ("Who disagreed with the sanctions on South Sudan?", AGAINST),
        ("Which members didn't support the draft?", AGAINST),
        ("Which permanent members spoke against expanding the Council?", AGAINST),
        ("Opposition to sanctions", AGAINST),
        ("Who criticised the Secretary-General's report?", AGAINST),
        ("Which delegation criticizes the sanctions?", AGAINST),
        ("Which delegations support lifting sanctions?", FOR),
        ("Which delegations voted in favour of the draft?", Side("for", votes=True)),
        ("Which delegations supported Ukraine's right to reject the referendum?", FOR),
        ("Endorsements of the Kigali Principles", FOR),
        ("Which delegations did not mention women?", SILENT),
        ("Who remained silent on the referendum?", SILENT),
        ("Who did not oppose the draft?", SILENT),
        ("Which members abstained on the draft?", Side("abstained")),
        ("Who mentioned that Russia abstained?", None),
        ("Which countries condemned attacks against hospitals?", None),
        ("Which delegations spoke about violence against women?", None),
        ("Who mentioned that Russia voted against the draft?", None),
        ("Which delegations mentioned hospitals?", None),
    ],
)
def test_the_side_asked_for(question: str, side: Side | None) -> None:
    """By the verb of whoever is asked for, not by words of the topic."""
    assert read_side(question) == side


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
    assert opposes(topic, sentence) is against


def test_the_header_may_name_the_rest_of_the_topic() -> None:
    """ "The sanctions must be lifted" is said of the country the debate is about."""
    said = "The sanctions must be lifted, for the sanctions harm the Sudan's poor."
    assert not opposes("the sanctions on South Sudan", said)
    assert opposes("the sanctions on South Sudan", said, "China. Sudan and South Sudan. 4 May 2020.")


@pytest.mark.parametrize(
    ("side", "sentence", "fitting"),
    [
        (AGAINST, "We reject the sanctions.", True),
        (AGAINST, "The sanctions were discussed.", False),
        (FOR, "The sanctions were discussed.", True),
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
    """Opposition must be told; opposition and abstention are no support; a vote is told by a vote."""
    assert fits(side, "the sanctions", sentence, "") is fitting
