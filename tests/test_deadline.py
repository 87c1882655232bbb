"""Deadlines, gates and stalled clients: real sockets; the work is slow on purpose, listening or deaf."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, Request

from api import patience, protocol
from api.app import create_app
from api.gate import Gate, gate_for, stuck
from api.protocol import ImpatientProtocol
from api.serve import address_of, bind
from api.settings import Settings, settings_from
from index.errors import InvalidInput, TookTooLong
from index.process.deadline import Deadline, look, within
from rag.draft.check import MOST
from tests.hash_embedder import HashEmbedder
from tests.served import opened

pytestmark = pytest.mark.process

SEARCH = {"query": "peace"}


class Slow:
    """The real backend, its searches and comparisons slow: `listening` to their deadline, or deaf to it."""

    def __init__(self, inner: Any, listening: bool) -> None:
        self._inner, self.listening = inner, listening
        self.entered, self.ended, self.leave = threading.Event(), threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def search(self, body: Any) -> Any:
        return self._slowly(lambda: self._inner.search(body))

    def similar(self, body: Any) -> Any:
        return self._slowly(lambda: self._inner.similar(body))

    def statements(self, query: Any) -> Any:
        return self._slowly(lambda: self._inner.statements(query))

    def _slowly(self, do: Any) -> Any:
        self.entered.set()
        try:
            while not self.leave.wait(0.02):
                if self.listening:
                    look()
            return do()
        finally:
            self.ended.set()


@contextmanager
def served(
    settings: Settings, embedder: HashEmbedder, listening: bool, **changed: int
) -> Iterator[tuple[str, Slow, FastAPI]]:
    app = create_app(replace(settings, **changed), lambda: opened(settings, embedder))  # type: ignore[arg-type]
    config = uvicorn.Config(app, log_level="critical", ws="none", http=ImpatientProtocol)
    server = uvicorn.Server(config)
    with bind("127.0.0.1", 0) as accepting:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [accepting]})
        thread.start()
        wait_until(lambda: server.started)
        slow = app.state.backend = Slow(app.state.backend, listening)
        yield address_of(accepting), slow, app
        slow.leave.set()
        server.should_exit = True
        thread.join(30)


def wait_until(true: Any, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


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
        assert (asking.working, computing.working, *(gate.working for gate in others)) == (0, 1, 0, 0)
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
        reading = app.state.other_gates[1]
        statuses: list[int] = []

        def read() -> None:
            statuses.append(httpx.get(f"{address}{path}", timeout=120).status_code)

        threads = [threading.Thread(target=read) for _ in range(45)]
        for thread in threads:
            thread.start()
        wait_until(lambda: reading.working + reading.waiting == len(threads))
        asked = httpx.post(f"{address}/v1/ask", json={"question": "What is said of peace?"}, timeout=60)
        assert asked.status_code == 200
        slow.leave.set()
        for thread in threads:
            thread.join(60)
    assert statuses == [200] * len(threads)


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
        sent = {"file": ("a.txt", b"Mr. Umarov (Kazakhstan): We welcome the report.\n")}
        assert httpx.post(f"{address}/v1/statements", files=sent, timeout=60).json()["added"] == 1


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


def search_head(length: int) -> bytes:
    """The head of a search whose body has that many bytes."""
    return (
        b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n" % length
    )


def sent_raw(address: str, data: bytes) -> bytes:
    """Everything that comes back before the other side closes."""
    host, port = address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=60) as connection:
        connection.sendall(data)
        answer = b""
        while some := connection.recv(65_536):
            answer += some
        return answer


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
