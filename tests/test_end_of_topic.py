"""Sentences that speak of an end of a thing, which a reader may take for support of it."""

from __future__ import annotations

import pytest

from rag.discourse.ending import speaks_of_an_end


@pytest.mark.parametrize(
    ("topic", "sentence", "ends"),
    [
        (
            "the sugar embargo on Ruritania",
            "We call for the lifting of the sugar embargo on Ruritania.",
            True,
        ),
        ("sugar embargo", "Put an end to the economic, commercial and financial embargo on Ruritania.", True),
        ("the occupation of the islands", "The occupation must continue to be condemned.", False),
        ("the occupation of the islands", "We want the occupation ended; it has stopped all trade.", False),
        ("sanctions against Ruritania", "It is time to remove all unilateral sanctions.", True),
        ("the mission in Ruritania", "Fighting has stopped; the mission can do its work.", False),
        ("the mission in Ruritania", "We support the drawdown and termination of the mission.", True),
        ("ending the embargo on Ruritania", "We call for an end to the embargo.", False),
        ("abolition of tolls", "We support the abolition of tolls.", False),
        ("dialogue", "We support dialogue.", False),
        ("the veto", "We welcome a Council restricting the use of the right of veto.", True),
        ("the veto", "All five should refrain from the veto.", True),
    ],
)
def test_an_end_of_the_topic(topic: str, sentence: str, ends: bool) -> None:
    """The ending word stands before the head of the topic, in its clause."""
    assert speaks_of_an_end(topic, sentence) is ends
