"""Sentences that speak of an end of a thing, which a reader may take for support of it."""

from __future__ import annotations

from rag.discourse.ending import speaks_of_an_end
from tests.golden import golden


@golden("ends_of_a_topic.tsv")
def test_an_end_of_the_topic(topic: str, sentence: str, ends: bool) -> None:
    """The ending word stands before the head of the topic, in its clause."""
    assert speaks_of_an_end(topic, sentence) is ends
