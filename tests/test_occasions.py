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
    ("S/PV.9003", "2019-05-23", "Women and peace and security"),
    ("S/PV.9004", "2019-05-23", "The situation in the Middle East, including the Palestinian question"),
    ("S/PV.9005", "2019-05-23", "Peace and security in Africa"),
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
    ("in the debate on women, peace and security on 23 May 2019", ("S/PV.9003",)),
    ("in the debate on the Middle East, including the Palestinian question, on 23 May 2019", ("S/PV.9004",)),
    ("in the debates on Haiti and small arms on 23 May 2019", ("S/PV.9001", "S/PV.9002")),
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
        "Who praised the pledges made at the Brussels donor meeting in May 2019?",
        "Who mentioned the attack on worshippers at a prayer meeting on 23 May 2019?",
        "Who mentioned the role of women in the peace discussions in 2019?",
        "Which delegations mentioned the 2019 peace deal in the debate on Haiti?",
    ],
)
def test_what_is_no_dated_debate_stays_the_topic(question: str) -> None:
    query = read(question)
    assert not query.filters.meetings
    assert any(word in query.topic for word in ("meeting", "debate", "discussions", "prayer"))


SAID = [
    (
        "Who said in the debate on Haiti on 23 May 2019 that Haiti is a question of justice?",
        "Haiti is a question of justice",
    ),
    ("Who held on 23 May 2019 in the debate on Haiti that gangs rule?", "gangs rule"),
    ("Which delegations said, in the debate on Haiti on 23 May 2019, that gangs rule?", "gangs rule"),
]


@pytest.mark.parametrize(("question", "topic"), SAID)
def test_what_was_said_there_is_no_part_of_its_name(question: str, topic: str) -> None:
    query = read(question)
    assert query.topic.removeprefix("about ") == topic
    assert query.filters.since == query.filters.until == "2019-05-23"


def test_what_was_said_about_something_is_not_what_the_meeting_was_about() -> None:
    query = read("What did France say in the meeting about whaling on 23 May 2019?")
    assert not query.overview
    assert query.topic.endswith("whaling")


def test_a_speaker_beside_a_debate_is_still_asked() -> None:
    query = read("Did France, at the 23 May 2019 meeting on small arms, call for controls?")
    assert query.filters.delegations == ("FRA",)


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Which delegations want UNGA reform?", "UNGA reform"),
        (
            "Which delegations mentioned prisons in the general debate of the General Assembly in 2020?",
            "prisons",
        ),
        ("Which delegations mentioned prisons in the General Debate of 2020?", "prisons"),
    ],
)
def test_an_organ_that_is_spoken_of_stays_the_topic(question: str, topic: str) -> None:
    assert read(question).topic == topic


def test_the_meeting_can_be_taken_back() -> None:
    question = "Which delegations mentioned overcrowded jails in the debate on Haiti on 23 May 2019?"
    assert read(question, ("meetings",)).filters == Filters(since="2019-05-23", until="2019-05-23")
    assert read(question, ("dates",)).filters == Filters()
    assert "debate on Haiti" in read(question, ("dates",)).topic


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
