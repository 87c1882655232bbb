"""Who asks goes first: the order of work that shares the processors, never its seconds."""

from __future__ import annotations

import inspect
import re
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute

from api import gate
from api.gate import HEAVY, HEAVY_BELOW
from api.routes import answers, drafts, positions
from api.settings import Settings
from api.web.routes import PAGES
from index.embedding.packaged import PackagedEmbedder
from index.process import turns
from index.process.deadline import look
from index.process.turns import Turn, Turns
from tests.hash_embedder import HashEmbedder
from tests.slow_service import served, wait_until

HOSTILE = 4
BODIES: dict[str, dict[str, Any]] = {
    "/v1/answers/verify": {"json": {"text": "Kazakhstan condemns attacks. [1]"}},
    "/v1/briefs": {"json": {"topic": "protection of civilians"}},
    "/v1/compare": {"json": {"issues": ["protection of civilians"]}},
    "/v1/coverage": {"params": {"by": "meeting"}},
    "/v1/drafts/check": {"files": {"file": ("a.txt", b"Kazakhstan said: we must act.")}},
    "/v1/history": {"json": {"delegation": "Kazakhstan", "issue": "protection of civilians"}},
    "/v1/quotes/check": {"json": {"quote": "We must protect civilians in armed conflict."}},
    "/v1/similar": {"json": {"text": "We must protect civilians in armed conflict."}},
    "/v1/timeline": {"params": {"issue": "protection of civilians"}},
}
"""What is posted, or asked for by its address."""
WORK = {
    "/v1/answers/verify": "verify_answer",
    "/v1/briefs": "brief",
    "/v1/compare": "compare",
    "/v1/coverage": "coverage",
    "/v1/drafts/check": "check_draft",
    "/v1/history": "history",
    "/v1/quotes/check": "check_quote",
    "/v1/similar": "similar",
    "/v1/timeline": "timeline",
}

TRIED = [
    pytest.param(route, marks=() if route in ("/v1/compare", "/v1/timeline") else pytest.mark.process)
    for route in sorted(BODIES)
]
"""The fast suite waits for one that is posted and one that is asked for by its address."""


def passed(turn: Turn, within: float = 0.2) -> bool:
    """Does the turn go on at once? It is stopped after some looks where it does not."""
    looks = count()

    def glance() -> None:
        if next(looks) * turns.GLANCE > within:
            raise TimeoutError

    try:
        turn.give_way(glance)
    except TimeoutError:
        return False
    return True


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gives way does so for as long as another goes first."""
    monkeypatch.setattr(turns, "SHARE", 1e9)
    monkeypatch.setattr(turns, "LONGEST", 60.0)


@pytest.mark.usefixtures("patient")
def test_who_asks_goes_before_who_computes() -> None:
    work = Turns()
    with work.taken(first=False) as computing:
        assert passed(computing)
        with work.taken(first=True) as asking:
            assert passed(asking)
            assert not passed(computing)
        assert passed(computing)


@pytest.mark.usefixtures("patient")
def test_who_has_just_come_goes_before_who_has_worked_long() -> None:
    """Among those who ask; but the longest question goes before any computing."""
    work = Turns()
    with work.taken(first=True) as old:
        time.sleep(turns.LONG * 1.1)
        assert passed(old)
        with work.taken(first=True) as new:
            assert passed(new)
            assert not passed(old)
        with work.taken(first=False) as computing:
            assert passed(old)
            assert not passed(computing)


def test_nobody_gives_way_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    """What pauses goes on after a share of what it has worked, though others never end."""
    monkeypatch.setattr(turns, "LONGEST", 0.05)
    work = Turns()
    with work.taken(first=True), work.taken(first=False) as computing:
        time.sleep(0.02)
        assert passed(computing, within=5.0)


class Asked:
    """The real backend; its computing work takes steps, with a look after each, until it is told to end."""

    def __init__(self, inner: Any) -> None:
        self._inner, self.leave, self.asking, self.answer = inner, *(threading.Event() for _ in range(3))
        self.steps = count()
        self.taken = 0

    def __getattr__(self, name: str) -> Any:
        return self._compute if name in WORK.values() else getattr(self._inner, name)

    def _compute(self, *_: Any) -> Any:
        while not self.leave.is_set():
            look()
            time.sleep(0.005)
            self.taken = next(self.steps)
        raise httpx.HTTPError("told to end")

    def stands_still(self) -> bool:
        before = self.taken
        time.sleep(0.2)
        return self.taken == before

    def ask(self, body: Any) -> Any:
        self.asking.set()
        self.answer.wait(60)
        return self._inner.ask(body)


@pytest.fixture(scope="module")
def service(indexed: Settings, embedder: HashEmbedder) -> Iterator[tuple[str, Any, FastAPI]]:
    """Address, the real backend, and the app around it."""
    with served(indexed, embedder, True, deadline=300) as (address, slow, app):
        yield address, slow._inner, app


@pytest.mark.usefixtures("patient")
@pytest.mark.parametrize("route", TRIED)
def test_a_question_is_answered_before_four_hostile_requests_go_on(
    service: tuple[str, Any, FastAPI], route: str
) -> None:
    """Two of the four wait at the gate, two give way at their next look; they go on behind the answer."""
    address, inner, app = service
    backend = app.state.backend = Asked(inner)
    computing = app.state.other_gates[0]
    way = "GET" if "params" in BODIES[route] else "POST"
    with ThreadPoolExecutor(HOSTILE + 1) as clients:
        sent = [
            clients.submit(httpx.request, way, f"{address}{route}", timeout=120, **BODIES[route])
            for _ in range(HOSTILE)
        ]
        wait_until(lambda: computing.working == 2 and computing.waiting == HOSTILE - 2)
        wait_until(lambda: backend.taken > 2)
        question = {"question": "What does Kazakhstan say about unarmed civilian protection?"}
        asked = clients.submit(httpx.post, f"{address}/v1/ask", json=question, timeout=120)
        wait_until(backend.asking.is_set)
        wait_until(backend.stands_still)
        before = backend.taken
        backend.answer.set()
        assert asked.result().status_code == 200
        wait_until(lambda: backend.taken > before + 2)
        backend.leave.set()
        assert {one.result().status_code for one in sent} == {500}
    wait_until(lambda: computing.working == 0)


def test_every_route_that_computes_counts_as_computing() -> None:
    """Whatever calls the work of a computing route, under whichever address, waits where that does."""
    calls = re.compile(rf"backend\.(?:{'|'.join(WORK.values())})\(")
    routers = (answers.router, drafts.router, positions.router, *(page.router for page in PAGES))
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]
    found = {route.path for route in routes if calls.search(inspect.getsource(route.endpoint))}
    assert found >= {"/v1/quotes/check", "/check", "/wrong", "/brief/file"}
    assert {path for path in found if not path.startswith(HEAVY_BELOW)} <= HEAVY


def test_every_route_that_computes_is_tried() -> None:
    assert {route for route in HEAVY if route.startswith("/v1/")} == set(BODIES) == set(WORK)


@pytest.fixture(scope="module")
def packaged() -> PackagedEmbedder:
    made = PackagedEmbedder(threads=2)
    made.embed_query("peace")
    return made


@pytest.mark.model
def test_a_question_is_not_read_behind_all_passages(packaged: PackagedEmbedder) -> None:
    """What others have begun keeps a text waiting, not all that they will read."""
    passages = [f"We condemn attack number {n} on hospitals and schools. " * 8 for n in range(60)]
    order = []
    with ThreadPoolExecutor(1) as others:
        long = others.submit(lambda: (packaged.embed_passages(passages), order.append("passages")))
        packaged.embed_passages(["Who protects hospitals?", "Who protects schools?"])
        order.append("question")
        long.result()
    assert order == ["question", "passages"]


@pytest.mark.usefixtures("patient")
def test_questions_that_take_long_do_not_shut_out_a_new_one(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With every place taken by them it is answered all the same; no more come in than there are places."""
    monkeypatch.setattr(gate, "ROOM", 0.05)
    with served(indexed, embedder, True, deadline=300, at_once=2) as (address, slow, app):
        search = {"json": {"query": "peace"}, "timeout": 120}
        with ThreadPoolExecutor(5) as clients:
            sent = [clients.submit(httpx.post, f"{address}/v1/search", **search) for _ in range(2)]
            asking = app.state.gate
            wait_until(lambda: asking.working == 2)
            question = {"question": "What does Kazakhstan say about unarmed civilian protection?"}
            assert httpx.post(f"{address}/v1/ask", json=question, timeout=60).status_code == 200
            sent += [clients.submit(httpx.post, f"{address}/v1/search", **search) for _ in range(3)]
            wait_until(lambda: asking.working == 4 and asking.waiting == 1)
            slow.leave.set()
            assert {one.result().status_code for one in sent} == {200}
        wait_until(lambda: asking.working == 0)
        assert asking.limiter.total_tokens == 2
