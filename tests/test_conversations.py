"""Follow-ups over HTTP: completed by the turns that the client sends along, of which nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

KAZAKHSTAN = "What does Kazakhstan say about unarmed civilian protection?"
LIST = "Which delegations mentioned the protection of civilians?"


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
    assert "civilians" in ask(client, "and Estonia?", [{"question": LIST}])["standalone_question"]
    assert ask(client, "and Estonia?", [])["standalone_question"] == "and Estonia?"
