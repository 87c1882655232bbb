"""Questions that ask who spoke of something, and those that ask for more."""

from __future__ import annotations

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.question.mentioning import asks_for_mentions
from rag.question.model import RecordFacts
from rag.question.understand import understand

FACTS = RecordFacts(frozenset({"KAZ", "EST"}), (), frozenset(), ("2020-05-27",))


def asked(question: str) -> bool:
    return asks_for_mentions(understand(question, Filters(), FACTS, load_delegations()))


@pytest.mark.parametrize(
    "question",
    [
        "Which delegations mentioned whaling quotas?",
        "Who raised whaling quotas?",
        "Which States have spoken of whaling quotas?",
        "Which countries brought up whaling quotas?",
        "Which delegations drew attention to whaling quotas?",
        "Who else touched on whaling quotas?",
        "Which delegations on whaling quotas?",
    ],
)
def test_who_spoke_of_it(question: str) -> None:
    assert asked(question)


@pytest.mark.parametrize(
    "question",
    [
        "Which delegations want whaling quotas to be raised?",
        "Who defended whaling quotas?",
        "Which delegations insist on whaling quotas?",
        "Who would scrap whaling quotas?",
    ],
)
def test_who_holds_it(question: str) -> None:
    """The verb of mentioning counts before the topic only."""
    assert not asked(question)
