"""The date of an event opens a period and closes none; that of what was said bounds it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from index.speakers.delegations import load_delegations
from rag.question.dates import find_dates
from rag.question.events import of_event
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.question.reading import parts_of, read
from tests.golden import golden

ROWS = Path(__file__).parent / "data" / "question" / "event_dates.tsv"
TABLE = load_delegations()


@golden("dates_of_events.tsv")
def test_what_a_date_is_tied_to(question: str, event: bool) -> None:
    """To what was done, not to where it was said, nor to what is to come."""
    (date,) = find_dates(question)
    assert of_event(question, date) is event


@pytest.mark.parametrize("ahead", ["signed", "announced", "adopted"])
def test_an_event_never_closes_the_period(ahead: str) -> None:
    """Whatever the models of words make of it, nothing said later is left out."""
    question = f"What did Peru say about the truce {ahead} in May 2014?"
    said = read(question, parts_of(question, TABLE), QuestionReader()).when
    assert all(date.period.until is None for date in (*said.said, *said.maybe))


@pytest.mark.model
def test_dates_of_fresh_questions() -> None:
    """No date of an event closes the period that is searched; every date of what was said restricts."""
    reader = QuestionReader(QuestionNetwork())
    with ROWS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            question = row["question"]
            said = read(question, parts_of(question, TABLE), reader).when.said
            if row["use"] == "event":
                assert all(date.period.until is None for date in said), question
            else:
                assert said, question
