"""A follow-up is completed by what was asked before it; a question that stands alone is left as it is.

The rows of `data/followups` are rates with floors, for models are not right on every row: `completed.tsv` was
written before the code, `unseen.tsv` after its first version and before anything was changed by it,
`conversations.tsv` and later `talks.tsv` before the kinds of their odd conversations were mended; the even
ones were not looked at. The last 24 rows of `alone.tsv` were written after that.
"""

from __future__ import annotations

import csv
import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.tables import word_set
from rag.question.followups.conversation import Completer, Turn
from rag.question.followups.opening import Opened, opened
from rag.question.followups.relative import Dated, with_own_dates
from rag.question.model import Period, Query
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
    """Read with words alone, 0.95 and 0.94 do; at first sight it were 0.90 and 0.78."""
    assert share_right(name) >= 0.9


@pytest.mark.parametrize("question", questions("alone.tsv"))
def test_a_question_that_stands_alone_is_never_changed(question: str) -> None:
    """Whatever was asked before it; the fast suite tries a quarter of that, another with each question."""
    befores = sorted({row.before for row in rows("completed.tsv")})
    alone = len(questions("alone.tsv"))
    tried = random.Random(question).sample(befores, examples(len(befores) * alone) // alone)
    assert {complete(before, question) for before in tried} == {question}


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
        ("conversations.tsv", 1, 0.95),
        ("conversations.tsv", 2, 0.76),
        ("talks.tsv", 1, 0.83),
        ("talks.tsv", 2, 0.6),
    ],
    ids=["seen", "held back", "later, seen", "later, held back"],
)
def test_follow_ups_of_whole_conversations_mean_what_was_meant(name: str, first: int, floor: float) -> None:
    """Before their kinds were mended it were 0.60 and 0.52, and 0.50 and 0.43."""
    right = [one for turns in conversations(name, first) for one in follow_ups_right(turns)]
    assert len(right) >= 30
    assert sum(right) / len(right) >= floor


OPENED = (
    ("No, I meant South Sudan", Opened("South Sudan", corrects=True)),
    ("sorry, 2019", Opened("2019", corrects=True)),
    ("Thanks. And Norway?", Opened("And Norway?")),
    ("New topic: what does Norway say?", Opened("what does Norway say?", fresh=True)),
    ("Great Lakes countries?", Opened("Great Lakes countries?")),
    ("no vote against?", Opened("no vote against?")),
    ("ok", Opened("ok")),
    ("they oppose it, don't they?", Opened("they oppose it?")),
    ("France, right?", Opened("France?")),
    ("Chad, Mali and Niger?", Opened("Chad, Mali and Niger?")),
)


@pytest.mark.parametrize(("text", "expected"), OPENED)
def test_a_beginning_says_how_the_rest_is_meant(text: str, expected: Opened) -> None:
    assert opened(text) == expected


YEAR, MONTH, OPEN = (
    Period("2017-01-01", "2017-12-31"), Period("2017-03-01", "2017-03-31"), Period("2017-05-09", None),
)  # fmt: skip
DATED = (
    ("and before that?", YEAR, "and before 2017?"),
    ("and later?", MONTH, "and after March 2017?"),
    ("earlier", OPEN, "before 9 May 2017"),
    ("afterwards?", OPEN, "?"),
    ("the year before?", YEAR, "in 2016?"),
    ("two months later", MONTH, "in May 2017"),
    ("the whole year", MONTH, "in 2017"),
    ("April?", MONTH, "April 2017?"),
    ("the year after that?", YEAR, "in 2018?"),
    ("and the following two years?", YEAR, "and from 2018 to 2019?"),
    ("what of the previous three months", MONTH, "what from December 2016 to February 2017"),
    ("and Norway in the same period?", YEAR, "and Norway ?"),
    ("who may veto it?", YEAR, "who may veto it?"),
    ("before 2010?", YEAR, "before 2010?"),
    ("what happened before the vote?", YEAR, "what happened before the vote?"),
    ("and before that?", None, "and before that?"),
)


@pytest.mark.parametrize(("text", "before", "expected"), DATED)
def test_a_relative_time_is_told_as_a_date(text: str, before: Period | None, expected: str) -> None:
    """By the period of the question before; nothing where that side of it is open."""
    assert with_own_dates(text, before) == Dated(expected)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok, at any time?", "ok, ?"),
        ("any year", ""),
        ("in all years?", "?"),
        ("without the time limit", ""),
        ("Norway, whenever", "Norway,"),
    ],
)
def test_any_time_leaves_the_dates_before_behind(text: str, rest: str) -> None:
    assert with_own_dates(text, YEAR) == Dated(rest, any_time=True)


KAZAKHSTAN = "What does Kazakhstan say about unarmed civilian protection?"
LIST = "Which delegations mentioned hospitals or medical facilities?"


def ask(client: TestClient, question: str, conversation: list[Any], **more: object) -> dict[str, Any]:
    body = {"question": question, "conversation": conversation} | more
    reply = client.post("/v1/ask", json=body)
    assert reply.status_code == 200, reply.text
    return dict(reply.json())


def test_an_answer_says_what_the_follow_up_was_taken_for(client: TestClient) -> None:
    """`question` as asked, `standalone_question` as answered; the same as asking that at once."""
    answer = ask(client, "and what about Estonia?", [{"question": KAZAKHSTAN}])
    whole = "What does Estonia say about unarmed civilian protection?"
    assert (answer["question"], answer["standalone_question"]) == ("and what about Estonia?", whole)
    plain = client.post("/v1/ask", json={"question": whole}).json()
    kept = {"question": None, "standalone_question": None}
    assert answer | kept == plain | kept


def test_the_standalone_question_is_there_whenever_a_conversation_was_given(client: TestClient) -> None:
    assert ask(client, KAZAKHSTAN, [])["standalone_question"] == KAZAKHSTAN
    assert ask(client, KAZAKHSTAN, [{"question": LIST}])["standalone_question"] == KAZAKHSTAN
    assert client.post("/v1/ask", json={"question": KAZAKHSTAN}).json()["standalone_question"] is None


def test_answers_can_be_sent_back_whole(client: TestClient) -> None:
    """A follow-up of a follow-up; keys that a turn does not need are passed over."""
    first = ask(client, KAZAKHSTAN, [])
    second = ask(client, "since 2015?", [first])
    third = ask(client, "And Estonia?", [first, second])
    whole = "What does Estonia say about unarmed civilian protection since 2015?"
    assert third["standalone_question"] == whole
    questions_alone = [{"question": one["question"]} for one in (first, second)]
    assert ask(client, "And Estonia?", questions_alone)["standalone_question"] == whole


def test_filters_of_the_turn_before_hold_on_until_the_question_names_another(client: TestClient) -> None:
    """They are not in its words, only in what was shown of it."""
    filters = {"delegations": ["Estonia"], "since": "2020-01-01", "until": "2020-12-31"}
    first = ask(client, LIST, [], filters=filters)
    again = ask(client, "in 2021?", [first])["interpreted"]["filters"]
    assert (again["delegations"], again["since"]) == (["EST"], "2021-01-01")
    other = ask(client, "and Norway?", [first])["interpreted"]["filters"]
    assert (other["delegations"], other["since"]) == (["NOR"], "2020-01-01")
    own = ask(client, "more", [first], filters={"delegations": ["Germany"]})["interpreted"]["filters"]
    assert (own["delegations"], own["since"]) == (["DEU"], "2020-01-01")


def test_more_goes_on_with_the_list(client: TestClient) -> None:
    """From the cursor of the last answer, which the client holds."""
    whole = client.post("/v1/ask", json={"question": LIST}).json()
    page = ask(client, LIST, [], limit=2)
    quotes, turns = [], []
    while True:
        quotes += [citation["quote"] for citation in page["citations"]]
        turns.append(page)
        if page["next"] is None:
            break
        page = ask(client, "more", turns, limit=2)
        assert page["standalone_question"] == LIST
    assert sorted(quotes) == sorted(citation["quote"] for citation in whole["citations"])
    assert len(turns) > 1


@pytest.mark.parametrize(
    ("turn", "field"),
    [({}, "question"), ({"question": 3}, "question"), ({"question": "x", "next": 5}, "next"), ("x", "0")],
)
def test_a_turn_that_is_none_is_refused(client: TestClient, turn: object, field: str) -> None:
    reply = client.post("/v1/ask", json={"question": "and France?", "conversation": [turn]})
    assert reply.status_code == 422
    assert field in reply.json()["errors"][0]["field"]


def test_nothing_of_a_conversation_is_kept(client: TestClient) -> None:
    """The same follow-up means another thing after another question, and nothing without one."""
    ask(client, "and Estonia?", [{"question": KAZAKHSTAN}])
    assert "hospitals" in ask(client, "and Estonia?", [{"question": LIST}])["standalone_question"]
    assert ask(client, "and Estonia?", [])["standalone_question"] == "and Estonia?"


@pytest.mark.parametrize("when", ["in {}", "since {}", "before {}", "after {}"])
@pytest.mark.parametrize("year", ["1987", "2015", "2021", "2030"])
def test_a_date_is_carried_on_once(when: str, year: str) -> None:
    """Whether or not the record holds it, and however often the conversation goes on."""
    before: tuple[str, ...] = ("Which delegations mentioned explosive weapons?",)
    for asked in (f"{when.format(year)}?", "and what about France?", "and Italy?", "who disagrees?"):
        before = (*before, complete(before, asked))
    assert [question.count(year) for question in before[1:]] == [1] * 4
