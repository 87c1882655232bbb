"""A service that is not ready, or full, says when to come back."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.gate import Gate
from api.schemas import Ready
from tests.problems import assert_problem

# The gate


def test_service_that_is_not_ready_is_a_503_with_the_reason(own_client: TestClient) -> None:
    state = own_client.app.state  # type: ignore[attr-defined]
    inner = state.backend

    class Rebuilding:
        def ready(self) -> Ready:
            return Ready(ready=False, reasons=["The vectors are being built anew."])

    state.backend = Rebuilding()
    problem = assert_problem(own_client.get("/v1/ready"), 503, "unavailable")
    assert problem["detail"] == "Not ready yet: The vectors are being built anew."
    state.backend = inner
    assert own_client.get("/v1/ready").json() == {"ready": True, "reasons": []}


def test_full_queue_is_503_with_the_time_to_come_back(own_client: TestClient) -> None:
    """One works, none may wait: the second is told to come back; then the first is answered."""
    state = own_client.app.state  # type: ignore[attr-defined]
    entered, leave = threading.Event(), threading.Event()
    inner = state.backend

    class Slow:
        def search(self, body: Any) -> Any:
            entered.set()
            leave.wait(10)
            return inner.search(body)

    state.gate, state.backend = Gate(at_once=1, queue=1), Slow()
    replies: list[int] = []

    def ask() -> None:
        replies.append(own_client.post("/v1/search", json={"query": "peace"}).status_code)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    threads[0].start()
    assert entered.wait(10)
    threads[1].start()
    _wait_until(lambda: state.gate.full)
    reply = own_client.post("/v1/search", json={"query": "peace"})
    assert_problem(reply, 503)
    assert int(reply.headers["retry-after"]) > 0
    leave.set()
    for thread in threads:
        thread.join(10)
    assert replies == [200, 200]


def _wait_until(true: Any) -> None:
    pause = threading.Event()
    for _ in range(500):
        if true():
            return
        pause.wait(0.01)
    pytest.fail("waited in vain")
