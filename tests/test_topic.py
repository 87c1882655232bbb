"""What is left of a question as its topic: words that may ask stay where they stand in one with it."""

from __future__ import annotations

import pytest

from rag.question.topic import content_of

WHOLE = [
    "national ownership",
    "hate speech",
    "capital punishment",
    "government corruption",
    "information warfare",
    "Doha trade talks",
    "debt of poor countries",
    "common but differentiated responsibilities",
    "people without a nationality",
    "talks without preconditions",
]
FRAMES = [
    "Which delegations mentioned {}?",
    "Who spoke about {}?",
    "What did they say about {}?",
    "Who condemned {}?",
]


@pytest.mark.parametrize("topic", WHOLE)
@pytest.mark.parametrize("frame", FRAMES)
def test_a_topic_stays_whole_behind_what_asks_for_it(frame: str, topic: str) -> None:
    assert content_of(frame.format(topic)) == topic


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Which delegations voiced support for hospitals?", "hospitals"),
        ("Who spoke about the position of women?", "women"),
        ("Which countries mentioned hospitals in their statements?", "hospitals"),
        ("Why does the speaker object to whaling quotas?", "whaling quotas"),
        ("Which plan for the island does Malta support?", "island does Malta"),
        ("What words does the speaker use to describe whaling?", "use to describe whaling"),
    ],
)
def test_words_that_only_ask_are_no_topic(question: str, topic: str) -> None:
    """Who speaks, that something is held, where it was said, and the verb that the question ends with."""
    assert content_of(question) == topic
