"""Who voted how."""

from __future__ import annotations

import pytest

from rag.answer.sides import fits
from rag.question.model import Side

AGAINST, FOR = Side("against"), Side("for")


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
