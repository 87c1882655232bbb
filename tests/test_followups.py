"""A follow-up is completed by what was asked before it; a question that stands alone is left as it is.

The rows of `data/followups` are rates with floors, for models are not right on every row: `completed.tsv` was
written before the code, `unseen.tsv` after its first version and before anything was changed by it,
`conversations.tsv`, later `talks.tsv` and `further.tsv` before the kinds of their odd conversations were
mended; the even ones were not looked at. The last 24 rows of `alone.tsv` were written after that.
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.tables import word_set
from rag.question.followups.conversation import Completer, Turn
from rag.question.model import Query
from rag.question.reader import QuestionReader
from rag.question.senses import stem
from rag.question.understand import understand
from tests.examples import examples
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


@cache
def sent_back(before: tuple[str, ...]) -> tuple[Turn, ...]:
    """The turns as clients send them back: each with the question it stood for."""
    return tuple(Turn(asked, complete(before[:at], asked)) for at, asked in enumerate(before))


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


@pytest.mark.parametrize("name", ["completed.tsv", "unseen.tsv"])
def test_most_follow_ups_mean_what_was_meant(name: str) -> None:
    """With words alone, 0.95 and 0.94 of them do; when first tried it was 0.90 and 0.78."""
    assert share_right(name) >= 0.9


@pytest.mark.parametrize("question", questions("alone.tsv"))
def test_a_question_that_stands_alone_is_never_changed(question: str) -> None:
    """Whatever was asked before it; the fast suite tries a quarter of that, another with each question."""
    befores = sorted({row.before for row in rows("completed.tsv")})
    alone = len(questions("alone.tsv"))
    tried = random.Random(question).sample(befores, examples(len(befores) * alone) // alone)
    assert {COMPLETER.complete(question, sent_back(before)).question for before in tried} == {question}


def conversations(name: str, first: int) -> list[list[dict[str, str]]]:
    """Every second conversation: its turns in order, as rows."""
    found: dict[int, list[dict[str, str]]] = {}
    with (ROWS / name).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            found.setdefault(int(row["conversation"]), []).append(row)
    return [rows for number, rows in found.items() if number % 2 == first % 2]


def follow_ups_right(turns: list[dict[str, str]]) -> list[bool]:
    """Of each follow-up: is it completed word for word, or taken to mean what was meant? Earlier turns go
    along as a client sends them back."""
    before: list[Turn] = []
    right = []
    for row in turns:
        done = COMPLETER.complete(row["asked"], before)
        query = understand(done.question, done.filters, FACTS, TABLE, READER)
        shown = query.interpreted
        words = tuple(name.words for name in shown.holders)
        before.append(
            Turn(row["asked"], done.question, shown.topic or None, shown.side, words, shown.filters)
        )
        if row["whole"]:
            right.append(plain(done.question) == plain(row["whole"]) or not wrongly_meant(row, query))
    return right


def plain(question: str) -> list[str]:
    """The words of a question without its auxiliary and articles."""
    passed_over = {"the", "also", "of", "america", "does", "do", "did"}
    return [
        word for word in re.findall(r"[\w/.']+", question.lower().rstrip("?. ")) if word not in passed_over
    ]


def wrongly_meant(row: dict[str, str], query: Query) -> list[str]:
    """What the row says and the question is not taken to mean; "/" stands between what is right as well."""
    shown = query.interpreted
    filters = shown.filters
    one = {
        "since": filters.since or NOTHING,
        "until": filters.until or NOTHING,
        "side": shown.side or NOTHING,
        "scope": query.asks.scope,
    }
    wrong = [name for name, has in one.items() if row[name] and has not in row[name].split("/")]
    sets = {"delegations": filters.delegations, "without": query.without, "meetings": filters.meetings}
    for name, codes in sets.items():
        meant = [
            word_set(some.replace(NOTHING, "")) if name != "meetings" else {some.strip(NOTHING)} - {""}
            for some in row[name].split("/" if name == "delegations" else "|")
        ]
        if row[name] and set(codes) not in meant:
            wrong.append(name)
    if row["speakers"] and not any(row["speakers"] in name for name in filters.speakers):
        wrong.append("speakers")
    topic = query.topic.replace("-", " ").replace("'s", "")
    return wrong if _holds(topic, row["topic"].replace("-", " ")) else [*wrong, "topic"]


@pytest.mark.parametrize(
    ("name", "first", "floor"),
    [
        pytest.param("conversations.tsv", 1, 0.95, marks=pytest.mark.process),
        ("conversations.tsv", 2, 0.76),
        pytest.param("talks.tsv", 1, 0.83, marks=pytest.mark.process),
        ("talks.tsv", 2, 0.6),
        pytest.param("further.tsv", 1, 0.88, marks=pytest.mark.process),
        ("further.tsv", 2, 0.77),
    ],
    ids=["seen", "held back", "later, seen", "later, held back", "last, seen", "last, held back"],
)
def test_follow_ups_of_whole_conversations_mean_what_was_meant(name: str, first: int, floor: float) -> None:
    """Before their kinds were mended it was 0.60 and 0.52, 0.50 and 0.43, 0.83 and 0.78."""
    right = [one for turns in conversations(name, first) for one in follow_ups_right(turns)]
    assert len(right) >= 30
    assert sum(right) / len(right) >= floor


@pytest.mark.parametrize("when", ["in {}", "since {}", "before {}", "after {}"])
@pytest.mark.parametrize("year", ["1987", "2015", "2021", "2030"])
def test_a_date_is_carried_on_once(when: str, year: str) -> None:
    """Whether or not the record holds it, and however often the conversation goes on."""
    before: tuple[str, ...] = ("Which delegations mentioned explosive weapons?",)
    for asked in (f"{when.format(year)}?", "and what about France?", "and Italy?", "who disagrees?"):
        before = (*before, complete(before, asked))
    assert [question.count(year) for question in before[1:]] == [1] * 4
