"""Debates named by their subject and date: the meeting restricts, the words are no topic."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.text.terms import content_terms
from rag.question.model import Debate, Query
from rag.question.understand import understand
from tests.question_table import record

TABLE = load_delegations()
HELD = [
    ("S/PV.9001", "2019-05-23", "The question concerning Haiti"),
    ("S/PV.9002", "2019-05-23", "Small arms"),
    ("S/2019/400", "2019-05-24", "The situation in the Great Lakes region"),
]
RECORD = replace(
    record(TABLE),
    debates=frozenset(
        Debate(meeting, date, frozenset(content_terms(topic))) for meeting, date, topic in HELD
    ),
)
NAMED = [
    ("in the debate on Haiti on 23 May 2019", ("S/PV.9001",)),
    ("during the open debate on the question of Haiti of 23 May 2019", ("S/PV.9001",)),
    ("at the 23 May 2019 briefing on small arms", ("S/PV.9002",)),
    ("in the Small Arms meeting, on 23 May 2019", ("S/PV.9002",)),
    ("in the discussion about the Great Lakes in May 2019", ("S/2019/400",)),
]
TOPICS = ["overcrowded jails", "the price of rice in Haiti", "boats for the coastguard"]


def read(question: str, undone: tuple[str, ...] = ()) -> Query:
    return understand(question, Filters(), RECORD, TABLE, undone=undone)


@pytest.mark.parametrize(("words", "meetings"), NAMED)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_debate_named_with_its_date_restricts(words: str, meetings: tuple[str, ...], topic: str) -> None:
    for question in (
        f"Which delegations mentioned {topic} {words}?",
        f"Which delegations mentioned {words} {topic}?",
    ):
        query = read(question)
        assert query.filters.meetings == meetings, question
        assert query.topic == topic.removeprefix("the "), question


def test_a_debate_of_another_subject_is_no_restriction_beyond_its_date() -> None:
    """What the record files under another heading is looked for on the whole day."""
    query = read("Which delegations mentioned overcrowded jails in the debate on piracy on 23 May 2019?")
    assert query.filters == Filters(since="2019-05-23", until="2019-05-23")
    assert query.topic == "overcrowded jails"


@pytest.mark.parametrize(
    "question",
    [
        "Which delegations mentioned overcrowded jails in the debate on Haiti?",
        "Who praised the summit meeting in Oslo in May 2019?",
    ],
)
def test_what_is_no_dated_debate_stays_the_topic(question: str) -> None:
    query = read(question)
    assert not query.filters.meetings
    assert "meeting" in query.topic or "debate" in query.topic


def test_the_meeting_can_be_taken_back() -> None:
    question = "Which delegations mentioned overcrowded jails in the debate on Haiti on 23 May 2019?"
    assert read(question, ("meetings",)).filters == Filters(since="2019-05-23", until="2019-05-23")


def test_a_debate_that_the_state_is_asked_about_makes_it_no_speaker() -> None:
    query = read("What did Kenya say about jails in the debate on Haiti on 23 May 2019?")
    assert "HTI" not in query.filters.delegations


def test_no_words_break_it() -> None:
    """Any order of a debate's words is understood or left alone."""
    chance = random.Random(7)
    words = [
        "in",
        "the",
        "debate",
        "on",
        "Haiti",
        ",",
        "23 May 2019",
        "at a",
        "meeting",
        "(on)",
        "small arms",
    ]
    for _ in range(300):
        question = " ".join(chance.sample(words, chance.randint(3, len(words))))
        read(question)
