"""Sentences that only name what is spoken of next, and those that say something of it."""

from __future__ import annotations

import pytest

from rag.discourse.announcing import announces

ANNOUNCING = [
    ("I turn now to the fisheries of the southern lakes.", True),
    ("My second point relates to the harbour.", True),
    ("That brings me to the question of fuel.", True),
    ("Allow me to say a few words about the census.", True),
    ("Those are matters for another day, but I wish to deal only with the two islands.", True),
    ("I would like to make the following points.", True),
    ("Finally, let me briefly touch upon the drought.", True),
    ("My second point concerns the harbour, which remains closed.", False),
    ("I turn to the harbour because it must be opened.", False),
    ("My first point concerns fuel: the depots are empty.", False),
    ("We will focus on the drought during our presidency.", False),
    ("We deal with floods every year.", False),
    ("The delegation turned to the harbour.", False),
    ("I welcome the census.", False),
    ("", False),
]


@pytest.mark.parametrize(("sentence", "expected"), ANNOUNCING)
def test_a_sentence_that_only_names_its_topic_announces(sentence: str, expected: bool) -> None:
    """One that goes on to say something of it does not."""
    assert announces(sentence) is expected
