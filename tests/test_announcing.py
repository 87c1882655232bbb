"""Sentences that only name what is spoken of next, and those that say something of it."""

from __future__ import annotations

from rag.discourse.announcing import announces
from tests.golden import golden


@golden("announcing.tsv")
def test_a_sentence_that_only_names_its_topic_announces(sentence: str, expected: bool) -> None:
    """One that goes on to say something of it does not."""
    assert announces(sentence) is expected
