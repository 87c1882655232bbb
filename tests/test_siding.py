"""The side that a question asks about and what it is on, where the verb of who is asked tells it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.tables import rows_of, word_set
from rag.evaluation.understanding import NO_RECORD
from rag.question.model import Query
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.question.reading import parts_of
from rag.question.siding.asked import read_siding
from rag.question.siding.taking import Siding
from rag.question.understand import understand
from tests.golden import golden

ROWS = Path(__file__).parent / "data" / "question" / "siding.tsv"
ARTICLES = ("the ", "a ", "an ", "any ")
TABLE = load_delegations()


def rows() -> list[Mapping[str, str]]:
    """Questions with the side they ask about and what it is on, written before the code but
    for the last 38."""
    return list(csv.DictReader(ROWS.read_text(encoding="utf-8").splitlines(), delimiter="\t"))


def told(question: str) -> Siding | None:
    parts = parts_of(question, TABLE)
    return read_siding(parts.pieces, parts.links, asked_by_name=False)


def bare(topic: str) -> str:
    article = next((one for one in ARTICLES if topic.lower().startswith(one)), "")
    return topic[len(article) :].lower()


def test_what_the_words_tell_is_right() -> None:
    """Hardly a side is told wrong, and they tell of most questions that ask for one."""
    found = [(row, told(row["question"])) for row in rows()]
    wrong = [row["question"] for row, one in found if one and (one.side or "none") != row["side"]]
    assert len(wrong) <= 1, wrong
    assert fmean(one is not None for row, one in found if row["side"] != "none") >= 0.86


def test_a_side_is_on_what_stands_behind_its_verb() -> None:
    """The words for the side are no topic."""
    found = [(row, told(row["question"])) for row in rows() if row["side"] != "none"]
    on = [
        bare(" ".join(span.of(row["question"]) for span in one.topic)) == bare(row["topic"])
        for row, one in found
        if one and one.side
    ]
    assert fmean(on) >= 0.93


@pytest.mark.model
def test_words_and_models_tell_sides_together() -> None:
    """The models alone are right in 0.75 of those with a side, and in 0.93 of those without."""
    reader = QuestionReader(QuestionNetwork())

    def asked(question: str) -> Query:
        return understand(question, Filters(), NO_RECORD, TABLE, reader)

    right = [(row["side"], asked(row["question"]).interpreted.side or "none") for row in rows()]
    assert fmean(side == one for side, one in right if side != "none") >= 0.93
    assert fmean(side == one for side, one in right if side == "none") >= 0.93


@golden("sides_turned.tsv")
def test_a_negation_turns_the_side(question: str, side: str, topic: str) -> None:
    """On the same topic, whichever way it is put."""
    found = told(question)
    assert found is not None
    assert (found.side, [span.of(question) for span in found.topic]) == (side, [topic])


TOLD_OF = [
    "Who mentioned the ferrymen who have no licence to show?",
    "Which delegations raised the cargo which must be sent back?",
    "Who brought up the boats that should go?",
    "Who held that the ferry could hardly be scrapped by June?",
    "Who said that the levy might be dropped?",
    "Who found that the talks should go faster?",
]
"""What is told of things, or how likely it is, is no wish to keep or end them."""


@pytest.mark.parametrize("question", TOLD_OF)
def test_what_is_told_of_a_thing_takes_no_side(question: str) -> None:
    found = told(question)
    assert found is None or found.side is None


UNTOLD = ["Who opposed?", "Who supported and who opposed the levy?", "Who sided with Peru?", "Who wept?"]


@pytest.mark.parametrize("question", UNTOLD)
def test_the_models_decide_where_words_do_not_tell(question: str) -> None:
    """Nothing to be for, both sides, a State instead of an issue, a verb that takes no side."""
    assert told(question) is None


def test_who_is_asked_by_name_is_asked_for_no_side() -> None:
    """One delegation's words are wanted, whatever it was for or against."""
    parts = parts_of("Why did Peru call for an end to the levy?", TABLE)
    assert read_siding(parts.pieces, parts.links, asked_by_name=True) == Siding(None)


def test_taking_a_side_back_leaves_all_words_as_the_topic() -> None:
    """ "Undo" of the side takes back what it was on too."""
    question = "Which States have misgivings about the levy on cables?"
    meant = understand(question, Filters(), NO_RECORD, TABLE)
    assert meant.topic == "levy on cables"
    undone = understand(question, Filters(), NO_RECORD, TABLE, undone=["side"])
    assert undone.asks.side is None
    assert "misgivings" in undone.topic


def test_no_phrase_stands_twice() -> None:
    """A phrase of two sides would tell by the order of its rows."""
    for kind in {row["kind"] for row in rows_of("rag", "siding.tsv")}:
        listed = [
            one
            for row in rows_of("rag", "siding.tsv")
            if row["kind"] == kind
            for one in row["words"].split(", ")
        ]
        assert len(listed) == len(set(listed)), kind


WORDS = sorted(
    word_set(
        "who which States not want to see be end support no objection that must they said by whom was "
        "because keep refuse Peru 's ? . ,"
    )
)


@given(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join))
def test_any_question_is_read(question: str) -> None:
    """Whatever the order of its words; what a side is on stands in the question."""
    found = told(question)
    for span in found.topic if found else ():
        assert 0 <= span.start < span.end <= len(question)
