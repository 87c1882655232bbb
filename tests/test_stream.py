"""Answers as streams of events, from a real service process over a real socket, with a faulty model."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

from api import schemas as wire
from api.gate import Gate
from api.problems import install_problems
from api.settings import Settings
from api.stream import EventStream
from index.errors import StorageFailed
from rag.generation.listener import Listener
from tests.llm_server import Model, Reply, said
from tests.service_process import serving

pytestmark = pytest.mark.process

QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
LIST = "Which delegations mentioned the protection of civilians?"
STREAM = {"Accept": "text/event-stream"}
PATIENCE = 20.0


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    at: float


@pytest.fixture(scope="module")
def url(indexed: Settings, model: Model) -> Iterator[str]:
    """A service with a model and one place at its gate."""
    with serving(indexed.data_dir, model.url, at_once=1) as address:
        yield address


def events(lines: Iterator[str]) -> Iterator[Event]:
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield Event(name, json.loads(line.removeprefix("data: ")), time.monotonic())


def streamed(url: str, **body: object) -> list[Event]:
    with httpx.stream("POST", f"{url}/v1/ask", json=body, headers=STREAM, timeout=PATIENCE) as reply:
        assert reply.status_code == 200, reply.read()
        assert reply.headers["content-type"].startswith("text/event-stream")
        return list(events(reply.iter_lines()))


def whole(url: str, **body: object) -> dict[str, Any]:
    return dict(httpx.post(f"{url}/v1/ask", json=body, timeout=PATIENCE).json())


def names(found: list[Event]) -> list[str]:
    return [event.name for event in found]


def assert_valid(sentence: dict[str, Any], url: str) -> None:
    """A sentence alone can be checked: its marks have their citations, each cut from the stored text."""
    assert sentence["verdict"] == "supported"
    for citation in sentence["citations"]:
        assert f"[{citation['number']}]" in sentence["text"]
        text = httpx.get(f"{url}/v1/statements/{citation['statement']['id']}").json()["text"]
        assert text[citation["span"]["start"] : citation["span"]["end"]] == citation["quote"]


@pytest.mark.parametrize("question", [QUESTION, LIST])
def test_an_extractive_answer_comes_sentence_by_sentence(url: str, question: str) -> None:
    """The passages first, then who is on a list, then sentences that make up the text, then the whole that is
    given at once too."""
    found = streamed(url, question=question)
    assert names(found)[0] == "passages"
    assert names(found)[-1] == "done"
    answer = found[-1].data
    assert answer == whole(url, question=question)
    assert found[0].data["hits"] == answer["hits"]
    assert {event.name for event in found[1:-1]} - {"progress", "listed"} == {"sentence"}
    listed = [event.data["citation"] for event in found if event.name == "listed"]
    sure = answer["citations"][: answer["counts"]["statements"]] if answer["counts"] else []
    assert sorted(listed, key=str) == sorted(({**one, "number": 0} for one in sure), key=str)
    sentences = [event.data for event in found if event.name == "sentence"]
    read = [event.data for event in found if event.name == "progress"]
    assert all(one["done"] <= one["total"] for one in read)
    assert "\n".join(one["text"] for one in sentences) == answer["text"]
    for one in sentences:
        assert answer["text"][one["start"] : one["end"]] == one["text"]
        assert_valid(one, url)


def test_a_refusal_streams_what_is_nearest_and_the_reason(url: str) -> None:
    found = streamed(url, question="What did Kazakhstan say about whaling?")
    assert names(found) == ["passages", "done"]
    assert found[-1].data["refusal"]["reason"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"question": QUESTION, "filters": {"delegations": ["Atlantis"]}}, 422),
        ({"question": QUESTION, "cursor": "made-up"}, 422),
        ({"question": QUESTION, "answerer": "nobody"}, 422),
        ({"question": " "}, 422),
    ],
)
def test_what_fails_before_the_first_event_is_a_problem(url: str, body: dict[str, Any], status: int) -> None:
    reply = httpx.post(f"{url}/v1/ask", json=body, headers=STREAM, timeout=PATIENCE)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


TRUE = "Kazakhstan said {q:1.1}.\n"
"""Holds whatever the passages are: it quotes by mark."""
FALSE = "Kazakhstan sent 977 submarines to Mars [1.1].\n"


def pieces(*texts: str) -> list[str]:
    """The events of a reply that says these texts, one an event."""
    deltas = [{"choices": [{"delta": {"content": text}, "finish_reason": None}]} for text in texts]
    return [f"data: {json.dumps(delta)}\n\n" for delta in deltas]


def test_a_models_sentences_come_as_they_are_verified(url: str, model: Model) -> None:
    """The first soon after the model's own, the removed apart, `done` as without a stream."""
    model.replies = [Reply([*pieces(TRUE, FALSE), *said("")], wait=0.4)]
    found = streamed(url, question=QUESTION, answerer="chat")
    assert names(found) == ["passages", "sentence", "removed", "done"]
    sentence, removed, done = found[1].data, found[2].data, found[3].data
    assert_valid(sentence, url)
    assert removed["verdict"] != "supported"
    assert done["sentences"] == [sentence]
    assert done["removed"] == [removed]
    assert found[3].at - found[1].at > 0.4, "the sentence waited for the whole reply"
    again = whole(url, question=QUESTION, answerer="chat")
    fenced = {"prompt_sha256": None}
    assert again | fenced == done | fenced, "the fence alone differs from prompt to prompt"


def test_a_model_that_breaks_off_leaves_true_sentences_and_the_extractive_answer(
    url: str, model: Model
) -> None:
    """What was sent stays true; `done` names the fault, as without a stream."""
    model.replies = [Reply(pieces(TRUE, "Kazakhstan then"))]
    found = streamed(url, question=QUESTION, answerer="chat")
    assert names(found) == ["passages", "sentence", "done"]
    assert_valid(found[1].data, url)
    assert (found[2].data["fallback_reason"], found[2].data["answerer"]) == ("cut_stream", "extractive")


def test_a_model_that_says_nothing_true_gives_the_extractive_sentences(url: str, model: Model) -> None:
    model.replies = [Reply([], status=500)]
    found = streamed(url, question=QUESTION, answerer="chat")
    assert names(found)[0 :: len(found) - 1] == ["passages", "done"]
    assert set(names(found)[1:-1]) == {"sentence"}
    assert found[-1].data["fallback_reason"] == "bad_status"


def test_a_client_that_leaves_ends_the_work_and_frees_its_place(url: str, model: Model) -> None:
    """With one place at the gate the next request is answered although the model goes on for a minute."""
    model.replies = [Reply(pieces(TRUE, *["word "] * 200), wait=0.3)]
    body = {"question": QUESTION, "answerer": "chat"}
    with httpx.stream("POST", f"{url}/v1/ask", json=body, headers=STREAM, timeout=PATIENCE) as reply:
        seen = events(reply.iter_lines())
        assert [next(seen).name, next(seen).name] == ["passages", "sentence"]
    left = time.monotonic()
    assert whole(url, question=QUESTION)["answered"]
    assert time.monotonic() - left < 5


def told(make: Callable[[Listener], wire.Answer], beat: float = 15.0) -> httpx.Response:
    """What a stream around this work sends."""
    app = FastAPI()
    app.state.gate = Gate(1, 1)
    install_problems(app)

    @app.get("/")
    def stream(request: Request) -> EventStream:
        return EventStream(make, request, beat)

    with TestClient(app) as client:
        return client.get("/")


def failing(before: Callable[[Listener], None]) -> Callable[[Listener], wire.Answer]:
    def make(listener: Listener) -> wire.Answer:
        before(listener)
        raise StorageFailed("The disk is full; free some space.")

    return make


def test_what_fails_midway_is_an_error_event_that_holds_the_problem() -> None:
    reply = told(failing(lambda listener: listener.passages(())))
    passages, error = events(iter(reply.text.splitlines()))
    assert (reply.status_code, passages.name, error.name) == (200, "passages", "error")
    assert (error.data["status"], error.data["detail"]) == (507, "The disk is full; free some space.")


def test_what_fails_first_keeps_its_status() -> None:
    assert told(failing(lambda _: None)).status_code == 507


def test_while_nothing_comes_a_comment_shows_that_the_service_is_at_work() -> None:
    """Comments are no events; what fails after one is an event, for the answer has begun."""
    reply = told(failing(lambda _: time.sleep(0.5)), beat=0.1)
    assert reply.text.count(": waiting\n\n") >= 2
    assert [event.name for event in events(iter(reply.text.splitlines()))] == ["error"]


def test_a_sentence_comes_while_the_model_pauses_behind_its_marks(url: str, model: Model) -> None:
    """A whole sentence is not kept until the next one begins; a mark that follows late changes nothing."""
    model.replies = [
        Reply([*pieces(f"{TRUE.strip()} "), "".join(pieces("[1.1]\n", FALSE)), *said("")], wait=1.0)
    ]
    found = streamed(url, question=QUESTION, answerer="chat")
    assert names(found) == ["passages", "sentence", "removed", "done"]
    assert found[2].at - found[1].at > 0.6, "the sentence waited for the next one"
