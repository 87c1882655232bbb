"""Gates: who asks, computes, reads, removes and adds does not wait for the places of the others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import httpx
import pytest
from anyio import CapacityLimiter
from fastapi import Request

from api.access import WRITE_HEADER
from api.app import create_app
from api.gate import Gate, gate_for, stuck
from api.settings import Settings
from index.process.deadline import look
from tests.hash_embedder import HashEmbedder
from tests.served import opened
from tests.slow_service import served, wait_until

pytestmark = pytest.mark.process


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


@pytest.mark.parametrize("path", ["/v1/status", "/v1/ready", "/metrics"])
def test_those_who_ask_how_it_is_do_not_take_every_thread(
    indexed: Settings, embedder: HashEmbedder, path: str
) -> None:
    """They pass no gate, and wait for each other where looking takes long."""
    with served(indexed, embedder, True, deadline=300, at_once=2) as (address, slow, app):
        for name in ("ready", "status"):
            setattr(slow, name, partial(slow._slowly, getattr(slow._inner, name)))
        read = partial(httpx.get, f"{address}{path}", timeout=120)
        statuses = crowded(address, slow, Telling(app.state.telling), read)
    assert statuses == [200] * CROWD


class Telling:
    """The threads of those who ask how the service is, counted as a gate counts."""

    def __init__(self, limiter: CapacityLimiter) -> None:
        self._limiter = limiter

    @property
    def working(self) -> int:
        return self._limiter.borrowed_tokens

    @property
    def waiting(self) -> int:
        return self._limiter.statistics().tasks_waiting


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


def test_a_gate_without_seconds_is_never_stuck() -> None:
    gate = Gate(1, 1)
    assert gate.stuck == 0
    assert stuck([gate]) == (False, ())
