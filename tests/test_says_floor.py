"""The packaged readers must not tell who says what is asked worse than they did on questions never taught.

`data/reader/said.jsonl` holds 45 questions in other words than the record, each with sentences found for it;
`rag/reader/CARD.md` has the figures. The floors are those less what so few questions vary by.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.evaluation.measures import area_under_roc
from rag.evaluation.reader.draw import SAID
from rag.evaluation.reader.said import read_said
from rag.reader.careful import packaged_reader
from rag.reader.reading import Answering
from tests.bare_rows import read_bare

ROWS = read_said(Path(__file__).parent / "data" / "reader" / "said.jsonl")


def test_no_question_was_taught() -> None:
    """None of the questions, and none of the claims behind them, is among those that the fourth round
    teaches."""
    taught = read_said(SAID)
    assert len({row.claim for row in ROWS}) >= 45
    assert {row.claim for row in ROWS}.isdisjoint(row.claim for row in taught)
    assert {row.questions[0] for row in ROWS}.isdisjoint(row.questions[0] for row in taught)


@pytest.fixture(scope="module")
def told() -> list[tuple[str, Answering]]:
    """The label of each sentence, and how it is read for its question."""
    read = read_bare(ROWS, lambda row: row.questions[0], packaged_reader().read)
    return [(label, one.sentences[-1]) for label, one in read]


@pytest.mark.model
def test_who_says_it_stands_above_who_does_not(told: list[tuple[str, Answering]]) -> None:
    says = [one.answers for label, one in told if label == "Y"]
    other = [one.answers for label, one in told if label in "NO"]
    assert area_under_roc(says, other) >= 0.86
