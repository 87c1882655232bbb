"""The packaged readers must not tell who says, is for or mentions what is asked worse than they did on
questions never taught, nor which sentence answers an everyday question.

`data/reader/said.jsonl`, `said_sides.jsonl` and `mentioned.jsonl` hold questions in other words than the
record, each with sentences found for it, `asked_alone.jsonl` questions that one answer suffices for with the
passages found; `rag/reader/CARD.md` has the figures. The floors are those less what so few questions vary by.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.evaluation.measures import area_under_roc
from rag.evaluation.reader.draw import (
    ASKED_ALONE,
    ASKED_ALONE_MORE,
    MENTIONED,
    MENTIONED_MORE,
    SAID,
    SAID_LATER,
    SAID_MORE,
)
from rag.evaluation.reader.examples import FIRST, THIRD
from rag.evaluation.reader.judged import read_judged
from rag.evaluation.reader.said import read_said
from rag.reader.careful import packaged_reader
from tests.bare_rows import read_bare

KEPT = Path(__file__).parent / "data" / "reader"
TAUGHT = (SAID, SAID_MORE, SAID_LATER, MENTIONED, MENTIONED_MORE)
ALONE = read_judged(KEPT / "asked_alone.jsonl")


@pytest.mark.parametrize("name", ["said", "said_sides", "mentioned"])
def test_no_question_was_taught(name: str) -> None:
    """None of the questions, and none of the claims behind them, is among those that the rounds teach."""
    taught = [row for file in TAUGHT for row in read_said(file)]
    rows = read_said(KEPT / f"{name}.jsonl")
    assert len({row.claim for row in rows}) >= 15
    assert {row.claim for row in rows}.isdisjoint(row.claim for row in taught)
    assert {row.questions[0] for row in rows}.isdisjoint(row.questions[0] for row in taught)


def test_no_question_that_one_answer_suffices_for_was_taught() -> None:
    taught = [row.text for file in (ASKED_ALONE, ASKED_ALONE_MORE) for row in read_judged(file)]
    assert {row.text for row in ALONE}.isdisjoint(taught)


@pytest.mark.model
@pytest.mark.parametrize(("name", "floor"), [("said", 0.86), ("said_sides", 0.84), ("mentioned", 0.71)])
def test_who_belongs_on_a_list_stands_above_who_does_not(name: str, floor: float) -> None:
    rows = read_said(KEPT / f"{name}.jsonl")
    read = read_bare(rows, lambda row: row.questions[0], packaged_reader().read)
    belongs = [one.sentences[-1].answers for label, one in read if label == "Y"]
    other = [one.sentences[-1].answers for label, one in read if label in "NO"]
    assert area_under_roc(belongs, other) >= floor


@pytest.mark.model
def test_what_answers_stands_above_what_does_not() -> None:
    """Among the sentences of the passages found for everyday questions."""
    reader = packaged_reader()
    read = [(row, reader.read(row.text, [row.passage])[0]) for row in ALONE]
    told = [pair for row, one in read for pair in zip(row.outcomes, one.sentences, strict=True)]
    answers = [one.answers for outcome, one in told if outcome == FIRST]
    other = [one.answers for outcome, one in told if outcome == THIRD]
    assert area_under_roc(answers, other) >= 0.89
