"""Sentences that cannot be quoted without the one before, and those that can."""

from __future__ import annotations

from rag.discourse.leaning import leans
from tests.golden import golden


@golden("leaning.tsv")
def test_a_sentence_that_points_back_leans(sentence: str, expected: bool) -> None:
    """One that names what it speaks of, or the time and place of speaking, does not."""
    assert leans(sentence) is expected
