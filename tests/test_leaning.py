"""Sentences that cannot be quoted without the one before, and those that can."""

from __future__ import annotations

import pytest

from rag.discourse.leaning import leans

LEANING = [
    ("That is why we voted against the draft.", True),
    ("This must stop.", True),
    ("They have not been told the truth.", True),
    ("The same holds for the Sahel.", True),
    ("And these are the people whom we forget.", True),
    ("It has cost three thousand lives.", True),
    ("Such attacks are war crimes.", True),
    ("However, he did not sign it.", True),
    ("Neither is acceptable to my country.", True),
    ("We voted against the draft.", False),
    ("It is time to act.", False),
    ("It is important that the parties talk.", False),
    ("It is a matter of grave concern that the parties do not talk.", False),
    ("It is an island of many names, and it is ours.", True),
    ("This Council has failed the people of Syria.", False),
    ("This year we celebrate an anniversary.", False),
    ("That the parties met in Geneva is welcome.", False),
    ("Thailand supports the mandate.", False),
    ("In that regard, Kenya supports the mandate.", False),
]


@pytest.mark.parametrize(("sentence", "expected"), LEANING)
def test_a_sentence_that_points_back_leans(sentence: str, expected: bool) -> None:
    """One that names what it speaks of, or the time and place of speaking, does not."""
    assert leans(sentence) is expected
