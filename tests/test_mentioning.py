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


MENTIONED = [
    ("Which delegations mentioned whaling quotas?", True),
    ("Who raised whaling quotas?", True),
    ("Which States have spoken of whaling quotas?", True),
    ("Which countries brought up whaling quotas?", True),
    ("Which delegations drew attention to whaling quotas?", True),
    ("Who else touched on whaling quotas?", True),
    ("Which delegations on whaling quotas?", True),
    ("Which delegations want whaling quotas to be raised?", False),
    ("Who defended whaling quotas?", False),
    ("Which delegations insist on whaling quotas?", False),
    ("Who would scrap whaling quotas?", False),
]


@pytest.mark.parametrize(("question", "expected"), MENTIONED)
def test_who_spoke_of_it_and_who_holds_it(question: str, expected: bool) -> None:
    """The verb of mentioning counts before the topic only."""
    assert asked(question) is expected
