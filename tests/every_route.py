"""Every way into the application, found by walking its own table of routes, and how each is asked in earnest.

In: an application. Out: methods with addresses; a request for each; what of the house each request came by.
A kind of route that nobody has thought of, or a new route that nobody says how to ask, is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from api.gate import Gate
from api.sample import PASSAGE, STATEMENT
from api.tasks import Task, Tasks
from index.process.deadline import present

ISSUE = "protection of civilians"
QUOTE = "We must protect civilians in armed conflict."
QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
DRAFT = {"file": ("a.txt", b"Kazakhstan said: we must act.")}
TOOL: dict[str, Any] = {
    "json": {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": "find_passages", "arguments": {"query": "peace"}},
    },
    "headers": {"accept": "application/json, text/event-stream"},
}
OWN = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
PLACES = {"code": "KAZ", "passage_id": PASSAGE, "id": STATEMENT}
"""What stands in an address for the name in braces."""
MODELS, TASK = "/v1/models/{id}", "/v1/tasks/{id}"
ASKED: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/check"): {"files": DRAFT},
    ("POST", "/check/footnotes"): {"data": {"cited": f"1:verbatim:0:20:{STATEMENT}"}},
    ("POST", "/mcp"): TOOL,
    ("POST", "/v1/answers/verify"): {"json": {"text": "Kazakhstan condemns attacks. [1]"}},
    ("POST", "/v1/ask"): {"json": {"question": QUESTION}},
    ("POST", "/v1/briefs"): {"json": {"topic": ISSUE}},
    ("POST", "/v1/chat/completions"): {
        "json": {"model": "on-record", "messages": [{"role": "user", "content": QUESTION}]}
    },
    ("POST", "/v1/compare"): {"json": {"issues": [ISSUE]}},
    ("POST", "/v1/drafts/check"): {"files": DRAFT},
    ("POST", "/v1/history"): {"json": {"delegation": "Kazakhstan", "issue": ISSUE}},
    ("POST", "/v1/quotes/check"): {"json": {"quote": QUOTE}},
    ("POST", "/v1/search"): {"json": {"query": "peace"}},
    ("POST", "/v1/similar"): {"json": {"text": QUOTE}},
    ("POST", "/v1/statements"): {"files": {"file": ("b.txt", b"Mr. B (Norway): We welcome the report.\n")}},
    ("POST", "/wrong"): {"data": {"address": f"/?q={QUESTION}", "right": QUOTE}, "headers": OWN},
    ("DELETE", "/v1/statements"): {"params": {"source": "b.txt"}},
    ("GET", "/"): {"params": {"q": QUESTION}},
    ("GET", "/brief"): {"params": {"topic": ISSUE}},
    ("GET", "/brief/file"): {"params": {"topic": ISSUE, "format": "md"}},
    ("GET", "/check"): {"params": {"quote": QUOTE}},
    ("GET", "/cite"): {"params": {"statement": STATEMENT, "from": "0", "to": "20"}},
    ("GET", "/history"): {"params": {"delegation": "Kazakhstan", "issue": ISSUE}},
    ("GET", "/meetings"): {"params": {"meeting": "S/2020/465"}},
    ("GET", "/positions"): {"params": {"issue": ISSUE}},
    ("GET", "/positions/file"): {"params": {"issue": ISSUE}},
    ("GET", "/search"): {"params": {"q": "peace"}},
    ("GET", "/similar"): {"params": {"text": QUOTE}},
    ("GET", "/statements/{id}/file"): {"params": {"format": "txt"}},
    ("GET", "/stream"): {"params": {"q": QUESTION}},
    ("GET", "/timeline"): {"params": {"issue": ISSUE}},
    ("GET", "/timeline/file"): {"params": {"issue": ISSUE, "format": "svg"}},
    ("GET", "/v1/timeline"): {"params": {"issue": ISSUE}},
}
"""What is posted, or stands in the address; nothing for those that are not named."""


class Way(NamedTuple):
    """A method and an address, with the address as the route has it."""

    method: str
    path: str
    route: str


class Seen(NamedTuple):
    """What one request came by: gates with whether there was a deadline, the backend's methods, whether a
    task was made or cancelled, whether anything on the disk changed."""

    status: int
    gates: tuple[tuple[str, bool], ...]
    calls: tuple[str, ...]
    wrote: bool


def ways(app: Any) -> list[Way]:
    """In an order in which what removes comes last."""
    found = {way for route in _leaves(app.routes) for way in _ways_of(route)}
    return sorted(found, key=lambda way: (way.method == "DELETE", way.route, way.method))


def _leaves(routes: Iterable[BaseRoute]) -> Iterator[BaseRoute]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is None:
            yield route
        else:
            yield from _leaves(inner.routes)


def _ways_of(route: BaseRoute) -> Iterator[Way]:
    if isinstance(route, Mount) and isinstance(route.app, StaticFiles):
        (shown, *_) = (file.name for file in Path(str(route.app.directory)).iterdir() if file.is_file())
        yield Way("GET", f"{route.path}/{shown}", f"{route.path}/*")
        return
    if not isinstance(route, APIRoute | Route):
        pytest.fail(f"{route!r} is a kind of route that these tests know nothing of.")
    path = route.path if route.path != MODELS else "/v1/models/on-record"
    for name, value in PLACES.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path, f"Say in PLACES what stands in {path}."
    for method in route.methods or ():
        yield Way(method, path, route.path)


class _Heard:
    """The real backend, which notes what is called."""

    def __init__(self, inner: Any) -> None:
        self._inner, self.calls = inner, list[str]()

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._inner, name)
        if callable(value):
            self.calls.append(name)
        return value


class Watched:
    """The application with everything noted that its requests come by."""

    def __init__(self, client: TestClient, patch: pytest.MonkeyPatch) -> None:
        self.client, self.gates, self.tasks = client, list[tuple[str, bool]](), list[str]()
        self.app: Any = client.app
        self.heard = self.app.state.backend = _Heard(self.app.state.backend)
        place, watched = Gate.place, self

        @asynccontextmanager
        async def noted(gate: Gate) -> Any:
            watched.gates.append((gate.name, present() is not None))
            async with place(gate) as lives:
                yield lives

        patch.setattr(Gate, "place", noted)
        for kind, name in ((Tasks, "new"), (Task, "cancel")):
            self._note(patch, kind, name)

    def _note(self, patch: pytest.MonkeyPatch, kind: type, name: str) -> None:
        inner = getattr(kind, name)

        def noted(*given: Any) -> Any:
            self.tasks.append(name)
            return inner(*given)

        patch.setattr(kind, name, noted)

    def ask(self, way: Way) -> Seen:
        before = self._disk()
        self.gates.clear(), self.heard.calls.clear(), self.tasks.clear()
        path = way.path if way.route != TASK else way.path.replace(STATEMENT, self._task())
        given = ASKED.get((way.method, way.route), {})
        reply = self.client.request(way.method, path, **given)
        gates, calls = tuple(self.gates), tuple(self.heard.calls)
        return Seen(reply.status_code, gates, calls, bool(self.tasks) or self._disk() != before)

    def _task(self) -> str:
        """The id of one that there is."""
        return str(next(iter(self.app.state.tasks._tasks), "none"))

    def _disk(self) -> tuple[object, ...]:
        """The record's revision, and what users said."""
        folder = self.app.state.settings.data_dir / "feedback"
        noted = {file.name: file.read_bytes() for file in folder.glob("*")}
        return self.heard._inner.status().index, noted
