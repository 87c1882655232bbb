"""A follow-up is completed by what the questions before it said; a question that stands alone is left as it is.

The rows of `data/followups` were written before the code; they are a rate with a floor, for models are not right on every row.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.tables import word_set
from rag.question.conversation import Completer, Turn
from rag.question.reader import QuestionReader
from rag.question.senses import stem
from rag.question.understand import Query, understand
from tests.question_table import record

TABLE = load_delegations()
FACTS = record(TABLE)
READER = QuestionReader()
COMPLETER = Completer(lambda: FACTS, TABLE, READER)
ROWS = Path(__file__).parent / "data" / "followups"
NOTHING = "-"


@dataclass(frozen=True)
class Row:
    """Questions before, the one asked, and what the completed one must be taken to mean; "" is not judged."""

    before: tuple[str, ...]
    asked: str
    expected: dict[str, str]


def rows(name: str) -> list[Row]:
    with (ROWS / name).open(encoding="utf-8", newline="") as lines:
        return [
            Row(tuple(row.pop("before").split(" | ")), row.pop("asked"), row)
            for row in csv.DictReader(lines, delimiter="\t")
        ]


def questions(name: str) -> list[str]:
    return (ROWS / name).read_text(encoding="utf-8").splitlines()[1:]


def complete(before: tuple[str, ...], asked: str) -> str:
    return COMPLETER.complete(asked, [Turn(question) for question in before]).question


def meant(question: str) -> Query:
    return understand(question, Filters(), FACTS, TABLE, READER)


def differences(row: Row) -> list[str]:
    """What the completed question is taken to mean otherwise than the row says."""
    query = meant(complete(row.before, row.asked))
    shown, expected = query.interpreted, row.expected
    found = {
        "since": shown.filters.since or NOTHING,
        "until": shown.filters.until or NOTHING,
        "side": shown.side or NOTHING,
        "scope": query.asks.scope,
    }
    wrong = [f"{name} {has}" for name, has in found.items() if expected[name] not in ("", has)]
    sets = {"delegations": shown.filters.delegations, "without": query.without}
    for name, codes in sets.items():
        if expected[name] and set(codes) != word_set(expected[name].replace(NOTHING, "")):
            wrong.append(f"{name} {codes}")
    if expected["meetings"] and expected["meetings"] not in shown.filters.meetings:
        wrong.append(f"meetings {shown.filters.meetings}")
    if expected["topic"] and not _holds(query.topic, expected["topic"]):
        wrong.append(f"topic {query.topic!r}")
    return wrong


def _holds(topic: str, words: str) -> bool:
    return {stem(word) for word in words.lower().split()} <= {stem(word) for word in topic.lower().split()}


def share_right(name: str) -> float:
    found = [differences(row) for row in rows(name)]
    return sum(not wrong for wrong in found) / len(found)


def test_most_follow_ups_mean_what_was_meant() -> None:
    assert share_right("completed.tsv") >= 0.9


@pytest.mark.parametrize("question", questions("alone.tsv"))
def test_a_question_that_stands_alone_is_never_changed(question: str) -> None:
    """Whatever was asked before it."""
    befores = {row.before for row in rows("completed.tsv")}
    assert {complete(before, question) for before in befores} == {question}
