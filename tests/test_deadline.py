"""Deadlines, gates and stalled clients: real sockets; the work is slow on purpose, listening or deaf."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest
from fastapi import Request

from api import patience, protocol
from api.access import WRITE_HEADER
from api.app import create_app
from api.gate import Gate, gate_for, stuck
from api.settings import Settings, settings_from
from index.errors import InvalidInput, TookTooLong
from index.process.deadline import Deadline, look, within
from rag.draft.check import MOST
from tests.hash_embedder import HashEmbedder
from tests.served import opened
from tests.slow_service import SEARCH, search_head, sent_raw, served, wait_until

pytestmark = pytest.mark.process


def test_work_stops_at_its_deadline(indexed: Settings, embedder: HashEmbedder) -> None:
    """The client is told what to do, the work has ended, and its place is free."""
    with served(indexed, embedder, True, deadline=1) as (address, slow, app):
        reply = httpx.post(f"{address}/v1/search", json=SEARCH, timeout=60)
        assert slow.ended.is_set()
        wait_until(lambda: app.state.gate.working == 0)
    assert reply.status_code == 503
    assert reply.json()["type"] == "urn:onrecord:problem:took-too-long"
    assert "longer than 1 seconds" in reply.json()["detail"]
    assert reply.headers["x-request-id"]


def test_deaf_work_keeps_its_place_and_not_its_client(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its client is answered; `ready` tells of the place that stays taken, and 503 once all are."""
    monkeypatch.setattr(patience, "LISTENING", 0.1)
    with served(indexed, embedder, False, deadline=1, at_once=2) as (address, slow, app):
        for taken in (1, 2):
            reply = httpx.post(f"{address}/v1/search", json=SEARCH, timeout=60)
            assert reply.status_code == 503
            assert "stopped" in reply.json()["detail"]
            assert app.state.gate.working == taken
            wait_until(lambda taken=taken: app.state.gate.stuck == taken)
            ready = httpx.get(f"{address}/v1/ready", timeout=60)
            assert f"{taken} of 2 places for asking" in ready.text
            assert ready.status_code == (200 if taken == 1 else 503)
        slow.leave.set()
        wait_until(lambda: app.state.gate.working == 0)
        assert httpx.get(f"{address}/v1/ready", timeout=60).json() == {"ready": True, "reasons": []}
        assert httpx.post(f"{address}/v1/search", json=SEARCH, timeout=60).status_code == 200


@pytest.mark.parametrize("page", [False, True])
def test_work_stops_when_the_client_leaves(indexed: Settings, embedder: HashEmbedder, page: bool) -> None:
    """A question over HTTP as one on the page: nobody works for a closed connection."""
    with served(indexed, embedder, True, deadline=300) as (address, slow, app):
        ask = partial(httpx.get, f"{address}/similar", params={"text": "peace and security"})
        if not page:
            ask = partial(httpx.post, f"{address}/v1/search", json=SEARCH)
        with pytest.raises(httpx.TimeoutException):
            ask(timeout=3)
        wait_until(slow.entered.is_set)
        wait_until(slow.ended.is_set)
        wait_until(lambda: sum(gate.working for gate in (app.state.gate, *app.state.other_gates)) == 0)


def test_gates_do_not_wait_for_each_other(indexed: Settings, embedder: HashEmbedder) -> None:
    """While every place for computing is taken, and one addition works, a question is answered."""
    with served(indexed, embedder, True, deadline=300, at_once=2) as (address, slow, app):
        body = {"text": "We must protect civilians."}
        sender = threading.Thread(
            target=httpx.post, args=(f"{address}/v1/similar",), kwargs={"json": body, "timeout": 120}
        )
        sender.start()
        wait_until(slow.entered.is_set)
        asking, computing, *others = app.state.gate, *app.state.other_gates
        assert (asking.working, computing.working, *(gate.working for gate in others)) == (0, 1, 0, 0, 0)
        assert computing.at_once == 1
        asked = httpx.post(f"{address}/v1/ask", json={"question": "What is said of peace?"}, timeout=60)
        assert asked.status_code == 200
        slow.leave.set()
        sender.join(60)


@pytest.mark.parametrize("path", ["/v1/statements", "/statements"])
def test_those_who_read_do_not_take_every_thread(
    indexed: Settings, embedder: HashEmbedder, path: str
) -> None:
    """More lists at once than there are threads, none of which ends: a question is answered all the same."""
    with served(indexed, embedder, True, deadline=300, at_once=2) as (address, slow, app):
        read = partial(httpx.get, f"{address}{path}", timeout=120)
        statuses = crowded(address, slow, app.state.other_gates[1], read)
    assert statuses == [200] * CROWD


def test_those_who_remove_do_not_take_every_thread(own_settings: Settings, embedder: HashEmbedder) -> None:
    """More removals at once than there are threads, the first of which does not end: a question is
    answered."""
    with served(own_settings, embedder, True, deadline=300, at_once=2) as (address, slow, app):
        unknown = f"{address}/v1/statements/unknown"
        remove = partial(httpx.delete, unknown, headers={WRITE_HEADER: "1"}, timeout=120)
        statuses = crowded(address, slow, app.state.other_gates[2], remove)
    assert statuses == [404] * CROWD


CROWD = 45
"""Requests at once: more than there are threads."""


def crowded(address: str, slow: Any, gate: Any, request: Callable[[], httpx.Response]) -> list[int]:
    """What a crowd at the gate is answered; while none of its requests ends, a question is."""
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(request().status_code)) for _ in range(CROWD)]
    for thread in threads:
        thread.start()
    wait_until(lambda: gate.working + gate.waiting == len(threads))
    asked = httpx.post(f"{address}/v1/ask", json={"question": "What is said of peace?"}, timeout=60)
    assert asked.status_code == 200
    slow.leave.set()
    for thread in threads:
        thread.join(60)
    return statuses


def test_a_tool_stops_at_its_deadline(indexed: Settings, embedder: HashEmbedder) -> None:
    """What an assistant asks for is work like any other."""
    pytest.importorskip("mcp")
    params = {"name": "find_passages", "arguments": {"query": "peace"}}
    sent = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    accepted = {"accept": "application/json, text/event-stream"}
    with served(indexed, embedder, True, deadline=1) as (address, slow, app):
        reply = httpx.post(f"{address}/mcp", json=sent, headers=accepted, timeout=60)
        wait_until(slow.ended.is_set)
        wait_until(lambda: app.state.gate.working == 0)
    assert "longer than 1 seconds" in reply.text


@pytest.mark.parametrize(
    ("page", "route"),
    [
        ("/brief", "/v1/briefs"),
        ("/brief/file", "/v1/briefs"),
        ("/check", "/v1/drafts/check"),
        ("/coverage", "/v1/coverage"),
        ("/coverage/picture", "/v1/coverage"),
        ("/delegations/KAZ", "/v1/coverage"),
        ("/history", "/v1/history"),
        ("/positions", "/v1/compare"),
        ("/positions/file", "/v1/compare"),
        ("/similar", "/v1/similar"),
        ("/timeline", "/v1/timeline"),
        ("/timeline/file", "/v1/timeline"),
        ("/wrong", "/v1/quotes/check"),
    ],
)
def test_a_page_passes_the_gate_of_what_it_shows(
    indexed: Settings, embedder: HashEmbedder, page: str, route: str
) -> None:
    app = create_app(indexed, partial(opened, indexed, embedder))

    def gate(path: str) -> str:
        scope = {"type": "http", "app": app, "path": path, "headers": [], "query_string": b""}
        return gate_for(Request(scope)).name

    assert gate(page) == gate(route) == "computing"


def test_additions_take_as_long_as_they_take(own_settings: Settings, embedder: HashEmbedder) -> None:
    """An addition has no deadline, and its own gate."""
    with served(own_settings, embedder, True, deadline=1) as (address, slow, app):
        inner = slow._inner

        def add_files(*given: Any) -> Any:
            assert app.state.other_gates[-1].working == 1
            time.sleep(2)
            look()
            return inner.add_files(*given)

        slow.add_files = add_files  # type: ignore[attr-defined]
        own, sent = (
            {WRITE_HEADER: "1"},
            {"file": ("a.txt", b"Mr. Umarov (Kazakhstan): We welcome the report.\n")},
        )
        assert (
            httpx.post(f"{address}/v1/statements", files=sent, headers=own, timeout=60).json()["added"] == 1
        )


def test_a_stalled_body_is_refused(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "STALLED", 0.3)
    with served(indexed, embedder, True) as (address, _, app):
        answer = sent_raw(address, search_head(99) + b"{")
        assert app.state.gate.working == 0
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"application/problem+json" in answer


@pytest.mark.parametrize(
    "start", [b"", b"GET /v1/health HT", b"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\nX: "]
)
def test_a_stalled_head_is_closed(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch, start: bytes
) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.3)
    with served(indexed, embedder, True) as (address, _, _app):
        assert sent_raw(address, start) == b""
        assert httpx.get(f"{address}/v1/health", timeout=60).status_code == 200


def test_work_without_a_deadline_is_never_stopped() -> None:
    look()
    over = Deadline(60)
    over.give_up()
    with within(over):
        with pytest.raises(TookTooLong):
            look()
        with within(None):
            look()


def test_the_store_looks_at_the_deadline(indexed: Settings, embedder: HashEmbedder) -> None:
    """Whatever reads the record stops there."""
    over = Deadline(60)
    over.give_up()
    with opened(indexed, embedder) as service:
        with within(over), pytest.raises(TookTooLong):
            service.check_quote("We must protect civilians in armed conflict.", None, None, None)
        assert service.check_quote("We must protect civilians.", None, None, None)


def test_a_gate_without_seconds_is_never_stuck() -> None:
    gate = Gate(1, 1)
    assert gate.stuck == 0
    assert stuck([gate]) == (False, ())


def test_a_draft_of_too_many_quotations_is_refused_before_the_first(
    indexed: Settings, embedder: HashEmbedder
) -> None:
    draft = "Kazakhstan said: “we must protect all civilians now”.\n\n" * (MOST + 1)
    with opened(indexed, embedder) as service, pytest.raises(InvalidInput, match="2,000 quotations"):
        service.check_draft("a.txt", draft.encode())


def test_the_deadline_is_a_setting() -> None:
    assert settings_from({}).deadline == 30
    assert settings_from({"ONRECORD_DEADLINE": "5"}).deadline == 5
    with pytest.raises(InvalidInput, match="ONRECORD_DEADLINE"):
        settings_from({"ONRECORD_DEADLINE": "0"})
