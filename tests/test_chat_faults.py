"""Faults and odd replies of a language model: each is named, and the extractive answer is given."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator

import pytest

from api import schemas as wire
from api.local import LocalBackend
from index.errors import TookTooLong
from index.process.deadline import Deadline, within
from rag.generation.endpoint import ChatEndpoint
from rag.generation.replies import EndpointFault
from rag.service import OnRecord
from tests.llm_server import EVENTS, Model, Reply, said
from tests.writing import QUESTION, QUICK, TRUE, write, written_by

REASONING = 'data: {"choices": [{"delta": {"reasoning_content": "Hm."}, "finish_reason": "stop"}]}\n\n'
REFUSED = 'data: {"choices": [{"delta": {"refusal": "I will not."}, "finish_reason": "stop"}]}\n\n'
DONE = "data: [DONE]\n\n"
FAULTS: list[tuple[str, list[Reply]]] = [
    ("unauthorized", [Reply([], 401)]),
    ("bad_status", [Reply([], 500)]),
    ("rate_limited", [Reply([], 429)]),
    ("overloaded", [Reply([], 503, {"Retry-After": "900"})]),
    ("overloaded", [Reply([], 503, {"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"})]),
    ("overloaded", [Reply([], 503, {"Retry-After": "soon"})]),
    ("rate_limited", [Reply([], 429, {"Retry-After": "0"}), Reply([], 429)]),
    ("rate_limited", [Reply([], 429, {"Retry-After": "0"})]),
    ("wrong_content_type", [Reply(["<html>"], headers={"Content-Type": "text/html"})]),
    ("no_first_token", [Reply(said(TRUE), before=2.0)]),
    ("no_first_token", [Reply([": wait\n\n"] * 20, wait=0.1)]),
    ("stalled", [Reply([*said(TRUE)[:2], ": wait\n\n", *said(TRUE)[2:]], wait=1.2)]),
    ("too_slow", [Reply(said("word " * 30), wait=0.3)]),
    ("cut_stream", [Reply(said(TRUE)[:3])]),
    ("cut_stream", [Reply(said(TRUE)[:3], headers=EVENTS | {"Content-Length": "9999"})]),
    ("malformed_event", [Reply(["data: {not json\n\n"])]),
    ("malformed_event", [Reply(['data: {"error": {"message": "out of memory"}}\n\n'])]),
    ("malformed_event", [Reply(['data: ["a", "list"]\n\n'])]),
    ("malformed_event", [Reply(['data: {"choices": [{"delta": {"content": ["a"]}}]}\n\n'])]),
    ("malformed_event", [Reply(['data: {"choices": [{"delta": {}, "finish_reason": 5}]}\n\n', DONE])]),
    ("length", [Reply(said(TRUE, "length"))]),
    ("empty", [Reply(said(""))]),
    ("reasoning_only", [Reply([REASONING, DONE])]),
    ("reasoning_only", [Reply(said(f"<think>\n{TRUE}\n"))]),
    ("reasoning_only", [Reply(said(f"<think>{TRUE}</think>"))]),
    ("model_refused", [Reply([REFUSED, DONE])]),
    ("model_refused", [Reply(said(TRUE, "content_filter"))]),
]


@pytest.fixture(scope="module")
def service(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with written_by(model, tmp_path_factory.mktemp("chat")) as opened:
        yield opened


@pytest.mark.parametrize(("reason", "replies"), FAULTS)
def test_every_fault_has_its_reason_and_the_extractive_answer(
    service: OnRecord, model: Model, reason: str, replies: list[Reply]
) -> None:
    """Nothing of a faulty reply is used."""
    model.replies = list(replies)
    written = write(service)
    assert (written.fallback_reason, written.answer.answerer) == (reason, "extractive")
    assert written.sentences == ()


def test_nobody_at_the_address() -> None:
    """A closed port is told as unreachable."""
    with pytest.raises(EndpointFault, match="unreachable"):
        ChatEndpoint("http://127.0.0.1:9/v1", "tiny", None, QUICK).complete("a", "b")


def _event(content: str, **more: object) -> str:
    return f"data: {json.dumps({'choices': [{'delta': {'content': content}, **more}]})}\n\n"


def test_what_a_model_thinks_aloud_is_no_part_of_its_answer(service: OnRecord, model: Model) -> None:
    """Neither shown nor listed as removed, however its element is cut into pieces."""
    whole = f"\n<think>Hospitals burn. {TRUE}</think>\n\n{TRUE}\nHospitals burn."
    model.replies = [Reply([*map(_event, whole), _event("", finish_reason="stop"), DONE])]
    written = write(service)
    assert [one.text for one in written.sentences] == ["Kazakhstan condemns attacks on hospitals. [1]"]
    assert [one.text for one in written.removed] == ["Hospitals burn."]


def test_a_character_that_comes_in_halves_is_put_together(service: OnRecord, model: Model) -> None:
    """A half alone could be neither stored nor sent; and what is no usage is told as none."""
    pieces = (TRUE, "\nHospitals \ud83d", "\ude00 burn.", "\nHospitals \udc00 smile\ud800.")
    end = 'data: {"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": [1]}\n\n'
    model.replies = [Reply([*map(_event, pieces), end, DONE])]
    reply = LocalBackend(service).ask(wire.AskBody(question=QUESTION, answerer="chat"))
    assert [one.text for one in reply.removed] == [
        "Hospitals \U0001f600 burn.",
        "Hospitals \ufffd smile\ufffd.",
    ]
    assert reply.usage is None
    assert reply.model_dump_json()


def test_a_model_is_left_once_nobody_waits_for_the_answer(service: OnRecord, model: Model) -> None:
    """Its client has gone, and a stream was not asked for."""
    model.replies = [Reply(said("word " * 200), wait=0.1)]
    deadline, began = Deadline(60), time.monotonic()
    leaves = threading.Timer(0.3, deadline.give_up)
    leaves.start()
    with within(deadline), pytest.raises(TookTooLong):
        write(service)
    assert time.monotonic() - began < QUICK.total


@pytest.mark.parametrize("after", ["0", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_one_retry_after_the_time_asked_for(service: OnRecord, model: Model, after: str) -> None:
    """A model that is busy once is asked once more; the time is told as seconds or as a date."""
    model.replies = [Reply([], 503, {"Retry-After": after}), Reply(said(TRUE))]
    assert write(service).fallback_reason is None
