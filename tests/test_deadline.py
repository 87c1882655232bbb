"""Deadlines and stalled clients: real sockets; the work is slow on purpose, listening or deaf."""

from __future__ import annotations

from functools import partial

import httpx
import pytest

from api import patience, protocol
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
