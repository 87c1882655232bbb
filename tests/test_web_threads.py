"""Answers asked on, grouped, streamed, and called wrong, on the page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from lxml import html

from api import feedback
from api import schemas as wire
from api.settings import Settings
from api.web import grouping, views
from rag.evaluation.gold import read_questions
from tests.pages import EVERYONE, KAZAKHSTAN, found, page, words

OURS = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0"}


def test_follow_up_is_completed_from_the_questions_before(client: TestClient) -> None:
    """Without scripts: the form carries the thread, and each question of it keeps its own page."""
    tree = page(client, "/", q=KAZAKHSTAN)
    fields = tree.xpath("//form[contains(@class, 'follow')]//input")
    sent = {field.get("name"): field.get("value") or "and China?" for field in fields}
    assert sent == {"q": "and China?", "before": KAZAKHSTAN}
    reply = client.post(
        "/v1/ask", json={"question": "and China?", "conversation": [{"question": KAZAKHSTAN}]}
    ).json()
    follow = page(client, "/", **sent)
    assert reply["standalone_question"] in words(follow)
    assert found(follow, "//ol[@class='thread']/li") == [KAZAKHSTAN]
    (back,) = follow.xpath("//ol[@class='thread']//a/@href")
    assert parse_qs(urlsplit(back).query) == {"q": [KAZAKHSTAN]}
    assert follow.xpath("//form[contains(@class, 'follow')]//input[@name='before']/@value") == [
        KAZAKHSTAN, "and China?",
    ]  # fmt: skip


@pytest.mark.parametrize("order", ["delegation", "side", "year"])
def test_groups_are_those_of_the_answer(client: TestClient, order: str) -> None:
    """Its headings, each once, with all that it cites below them in its order."""
    body = {"question": "Which delegations mentioned hospitals?", "group": order}
    answer = wire.Answer.model_validate(client.post("/v1/ask", json=body).json())
    groups = grouping.grouped(views.lines(answer), order)
    cited = [line.citation for _, some in groups for line in some if line.citation]
    assert cited
    assert cited == answer.citations
    headings = [heading for heading, _ in groups]
    assert headings[0] == ""
    assert len(set(headings)) == len(headings) > 1
    assert all(f"\n{heading}:\n" in answer.text for heading in headings[1:])


def noted(settings: Settings, client: TestClient, **said: str) -> tuple[Any, Path]:
    tree = page(client, "/", q=EVERYONE)
    form = tree.xpath("//form[@action='/wrong']")[0]
    hidden = {field.get("name"): field.get("value") for field in form.xpath(".//input[@type='hidden']")}
    reply = client.post("/wrong", headers=OURS, data={**hidden, **said})
    assert reply.status_code == 200, reply.text
    return html.fromstring(reply.text), settings.data_dir / feedback.FOLDER


def test_wrong_answer_is_noted_as_gold(own_settings: Settings, own_client: TestClient) -> None:
    """The words on record become the gold passage, no answer a question that has none; the evaluation reads
    both. What settles nothing waits for a person."""
    right = "including unarmed civilian protection"
    tree, folder = noted(own_settings, own_client, right=right, note="see <b>Umarov</b>")
    assert right in words(tree)
    noted(own_settings, own_client, none="yes")
    noted(own_settings, own_client, right="words that nobody ever said here", note="no")
    rows = read_questions(folder / feedback.GOLD)
    assert [row.question for row in rows] == [EVERYONE, EVERYONE]
    assert [row.kind for row in rows] == ["fact", "unanswerable"]
    assert [(one.quote, one.country) for one in rows[0].answers] == [(right, "Kazakhstan")]
    (open_one,) = (folder / feedback.UNSETTLED).read_text().splitlines()
    assert json.loads(open_one)["note"] == "no"
    assert json.loads(open_one)["answer"].startswith("r")
    assert (folder / feedback.GOLD).stat().st_mode & 0o777 == 0o600


def test_notes_have_a_bound_and_come_from_our_own_page(
    own_settings: Settings, own_client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"address": "/?q=peace", "note": "wrong"}
    foreign = {**OURS, "origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}
    assert own_client.post("/wrong", headers=foreign, data=said).status_code == 403
    assert own_client.post("/wrong", headers=OURS, data={"address": "/?q=peace"}).status_code == 422
    assert own_client.post("/wrong", headers=OURS, data={**said, "address": "http://["}).status_code == 422
    assert own_client.post("/wrong", headers=OURS, data=said).status_code == 200
    monkeypatch.setattr(feedback, "MOST", 10)
    assert own_client.post("/wrong", headers=OURS, data=said).status_code == 507


def test_stream_is_the_page_piece_by_piece(client: TestClient) -> None:
    """Each sentence as the answer has it, the last event the whole content of the page of the address."""
    reply = client.get("/stream", params={"q": EVERYONE}, headers={"accept": "text/event-stream"})
    events = re.findall(r"^event: (\w+)\ndata: (.+)$", reply.text, re.MULTILINE)
    names = [name for name, _ in events]
    assert names[0] == "passages"
    assert names[-1] == "done"
    told = [json.loads(data) for _, data in events]
    tree = page(client, "/", q=EVERYONE)
    assert words(html.fromstring(f"<main>{told[-1]['html']}</main>")) == words(tree.xpath("//main")[0])
    assert told[-1]["title"] == tree.xpath("//title")[0].text
    answer = client.post("/v1/ask", json={"question": EVERYONE}).json()
    quotes = [citation["quote"] for citation in answer["citations"]]
    sure = quotes[: answer["counts"]["statements"]]
    for event, wanted in (("listed", sure), ("sentence", quotes)):
        shown = [words(html.fromstring(json.loads(data)["html"])) for name, data in events if name == event]
        assert all(any(" ".join(quote.split()) in said for said in shown) for quote in wanted)


def test_stream_of_what_cannot_be_asked_is_the_error(client: TestClient) -> None:
    asked = {"q": "hospitals", "delegation": "Narnia"}
    assert client.get("/stream", params=asked, headers={"accept": "text/event-stream"}).status_code == 422
