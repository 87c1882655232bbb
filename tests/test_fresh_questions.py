"""Questions written before anything was measured on them are understood, those held back like those read.

Floors lie a little under what was measured, so that a step back is seen; they are no aims.
"""

from __future__ import annotations

import json
from pathlib import Path
from statistics import fmean

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.evaluation.understanding import NO_RECORD, judge_rows, labelled
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.question.understand import understand

ROWS = Path(__file__).parent / "data" / "question"
TABLE = load_delegations()

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def reader() -> QuestionReader:
    return QuestionReader(QuestionNetwork())


@pytest.mark.parametrize("name", ["fresh", "fresh_held"])
def test_fresh_questions_are_understood(name: str, reader: QuestionReader) -> None:
    """Who is asked, dates, scope and side; and hardly any filter where nobody is asked."""
    lines = (ROWS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    rows = judge_rows(labelled(map(json.loads, lines)), reader, TABLE)
    assert fmean(row.holders for row in rows if row.names_one) >= 0.9
    assert fmean(row.filtered for row in rows if row.names_nobody) <= 0.1
    assert fmean(row.dates for row in rows) >= 0.95
    assert fmean(row.scope for row in rows) >= 0.9
    assert fmean(row.side for row in rows) >= 0.95


def test_who_does_a_thing_is_seldom_taken_for_who_says_it(reader: QuestionReader) -> None:
    """Of questions made to mislead, about what a State did and about what it says of it."""
    lines = (ROWS / "deeds_held.jsonl").read_text(encoding="utf-8").splitlines()
    rows = judge_rows(labelled(map(json.loads, lines)), reader, TABLE)
    assert fmean(row.holders for row in rows if row.names_one) >= 0.93
    assert fmean(row.filtered for row in rows if row.names_nobody) <= 0.26


def test_a_bare_topic_asks_for_no_list_and_no_side(reader: QuestionReader) -> None:
    """Words that name a topic are one question; those that name who is wanted, or a side, ask for them."""
    rows = [
        json.loads(line) for line in (ROWS / "topics_held.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    judged = list(zip(judge_rows(labelled(rows), reader, TABLE), (row["scope"] for row in rows), strict=True))
    bare = [row for row, scope in judged if scope == "one"]
    lists = [row for row, scope in judged if scope == "all"]
    assert fmean(row.scope and row.side for row in bare) >= 0.88
    assert fmean(row.filtered for row in bare) <= 0.04
    assert fmean(row.scope and row.side for row in lists) >= 0.9


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Why, if one believes Nicaragua, is Costa Rica wrong about the river?", {"NIC"}),
        ("Set what Peru says on mines beside what Ecuador says.", {"PER", "ECU"}),
        ("What do Peru and Ecuador say on mines?", {"PER", "ECU"}),
        ("What did Peru, Ecuador and Chile say about mines?", {"PER", "ECU", "CHL"}),
    ],
)
def test_of_states_apart_one_is_asked(question: str, asked: set[str], reader: QuestionReader) -> None:
    """Unless they are compared, or stand in a list."""
    found = understand(question, Filters(), NO_RECORD, TABLE, reader).interpreted
    assert {name.code for name in found.holders} == asked
