"""Additions as tasks: over real sockets, with a backend that waits where a test wants it to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from api import gate, tasks
from api import schemas as wire
from api.access import WRITE_HEADER
from api.command_line import render_upkeep
from api.settings import Settings
from tests.hash_embedder import HashEmbedder
from tests.hostile_files import zipped
from tests.served import client_of, listening
from tests.slow_service import served, wait_until

ASYNC = {"Prefer": "respond-async, wait=5"}
SPEECH = "Mr. Umarov (Kazakhstan): We welcome report number {}.\n"


def files(count: int, first: int = 0) -> list[tuple[str, tuple[str, bytes]]]:
    return [("file", (f"{n:03}.txt", SPEECH.format(n).encode())) for n in range(first, first + count)]


class Held:
    """The real backend, whose additions stop before each statement until they are let go."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner
        self.entered, self.go = threading.Event(), threading.Event()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def add_files(self, sent: Any, collection: str, folder: str, tell: Any, stop: Any) -> Any:
        def held(at: Any) -> None:
            tell(at)
            self.entered.set()
            self.go.wait(60)

        return self._inner.add_files(sent, collection, folder, held, stop)


@contextmanager
def holding(settings: Settings, embedder: HashEmbedder) -> Iterator[tuple[httpx.Client, Held, FastAPI]]:
    with served(settings, embedder, True) as (address, slow, app):
        held = app.state.backend = Held(slow._inner)
        with httpx.Client(base_url=address, headers={WRITE_HEADER: "1"}, timeout=60) as client:
            yield client, held, app
        held.go.set()


def settled(client: httpx.Client, address: str) -> dict[str, Any]:
    until = time.monotonic() + 60
    while (task := client.get(address).json())["ended"] is None:
        assert time.monotonic() < until, task
        time.sleep(0.01)
    return dict(task)


def test_an_addition_goes_on_by_itself_and_tells(own_settings: Settings, embedder: HashEmbedder) -> None:
    """202 at once with an address, where it is first at work and then done, its report a plain one's."""
    with holding(own_settings, embedder) as (client, held, _):
        accepted = client.post("/v1/statements", files=files(3), data={"collection": "up"}, headers=ASYNC)
        address = accepted.headers["location"]
        held.entered.wait(60)
        at_work = client.get(address).json()
        held.go.set()
        done = settled(client, address)
        again = client.post("/v1/statements", files=files(3), data={"collection": "up"})
        listed = client.get("/v1/tasks").json()["items"]
    assert (accepted.status_code, accepted.headers["preference-applied"]) == (202, "respond-async")
    assert (at_work["state"], at_work["files"], at_work["report"]) == ("working", 3, None)
    assert at_work["done"]["files"] == 1
    assert (done["state"], done["report"]["added"], done["problem"]) == ("done", 3, None)
    assert again.json()["unchanged"] == 3
    assert [task["id"] for task in listed] == [again.headers["location"].rpartition("/")[2], done["id"]]


def test_a_cancelled_addition_keeps_what_is_stored(
    own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stops between two statements; the same upload again does the rest."""
    monkeypatch.setattr("index.ingest.run.BATCH", 1)
    with holding(own_settings, embedder) as (client, held, _):
        address = client.post("/v1/statements", files=files(5), headers=ASYNC).headers["location"]
        held.entered.wait(60)
        stopping = client.delete(address).json()
        held.go.set()
        ended = settled(client, address)
        stored = ended["report"]["added"]
        again = client.post("/v1/statements", files=files(5)).json()
    assert stopping["state"] == "stopping"
    assert (ended["state"], ended["report"]["stopped"]) == ("cancelled", True)
    assert ended["problem"]["type"] == "urn:onrecord:problem:cancelled"
    assert (again["unchanged"], again["added"]) == (stored, 5 - stored)
    assert stored < 5


def test_one_that_waits_is_cancelled_at_once(own_settings: Settings, embedder: HashEmbedder) -> None:
    """And leaves its place in the queue; one that works is not touched by it."""
    with holding(own_settings, embedder) as (client, held, app):
        first = client.post("/v1/statements", files=files(1), headers=ASYNC).headers["location"]
        held.entered.wait(60)
        second = client.post("/v1/statements", files=files(1, 7), headers=ASYNC).headers["location"]
        adding = gate.gates(app)[-1]
        wait_until(lambda: adding.waiting == 1)
        assert client.get(second).json()["state"] == "waiting"
        client.delete(second)
        ended = settled(client, second)
        assert (ended["state"], ended["report"], adding.waiting) == ("cancelled", None, 0)
        held.go.set()
        assert settled(client, first)["state"] == "done"


def test_who_waits_for_his_addition_is_told_that_it_was_cancelled(
    own_settings: Settings, embedder: HashEmbedder
) -> None:
    """A plain upload is a task too."""
    replies: list[httpx.Response] = []
    with holding(own_settings, embedder) as (client, held, _):
        sender = threading.Thread(
            target=lambda: replies.append(client.post("/v1/statements", files=files(2)))
        )
        sender.start()
        held.entered.wait(60)
        (task,) = client.get("/v1/tasks").json()["items"]
        client.delete(f"/v1/tasks/{task['id']}")
        held.go.set()
        sender.join(60)
    assert replies[0].status_code == 409
    assert replies[0].json()["detail"] == tasks.CANCELLED


def test_a_refused_upload_is_no_task(own_settings: Settings, embedder: HashEmbedder) -> None:
    """Whatever is wrong with its names, nothing is left on the list that never ends."""
    twice = [*files(1), *files(1)]
    with holding(own_settings, embedder) as (client, _, _app):
        refused = [client.post("/v1/statements", files=twice, headers=how) for how in (ASYNC, {})]
        assert client.get("/v1/tasks").json()["items"] == []
    assert [reply.status_code for reply in refused] == [422, 422]


def test_what_fails_says_so(own_settings: Settings, embedder: HashEmbedder) -> None:
    """A fault of the service's own is a problem that says nothing of itself, and is logged."""
    with holding(own_settings, embedder) as (client, held, _):
        held.add_files = lambda *_: 1 / 0  # type: ignore[method-assign, assignment]
        address = client.post("/v1/statements", files=files(1), headers=ASYNC).headers["location"]
        ended = settled(client, address)
    assert (ended["state"], ended["problem"]["status"]) == ("failed", 500)
    assert "division" not in str(ended)


def test_the_service_ends_with_tasks_that_wait(own_settings: Settings, embedder: HashEmbedder) -> None:
    """What runs by itself is stopped, not waited for until it is done."""
    with listening(own_settings, embedder) as address:
        for first in range(0, 100, 20):
            httpx.post(f"{address}/v1/statements", files=files(20, first), headers=ASYNC, timeout=60)
        began = time.monotonic()
    assert time.monotonic() - began < 10


def test_ended_tasks_are_forgotten_in_time(
    own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "KEPT", 3)
    with client_of(own_settings, embedder) as client:
        told = [
            client.post("/v1/statements", files=files(1)).headers["location"] for _ in range(tasks.KEPT + 1)
        ]
        assert len(client.get("/v1/tasks").json()["items"]) == tasks.KEPT
        assert client.get(told[0]).status_code == 404
        assert client.get(told[1]).status_code == 200
        assert client.delete(told[1]).json()["state"] == "done"


def test_a_report_names_so_many_files_and_counts_the_rest(
    own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept and written of an archive of strange files does not grow with it."""
    monkeypatch.setattr(tasks, "LISTED", 20)
    strange = zipped({f"{n:03}.strange": b"a" for n in range(50)} | {"a.txt": SPEECH.format(1).encode()})
    with client_of(own_settings, embedder) as client:
        reply = client.post("/v1/statements", files={"file": ("a.zip", strange)})
        (listed,) = client.get("/v1/tasks").json()["items"]
    report = reply.json()
    assert (report["added"], len(report["skipped"]), report["unlisted"]) == (1, 20, 30)
    assert [file["path"] for file in report["skipped"][:2]] == ["a.zip/000.strange", "a.zip/001.strange"]
    assert (len(listed["report"]["skipped"]), listed["report"]["unlisted"]) == (10, 40)
    shown = render_upkeep.report(wire.Report.model_validate(report))
    assert "files skipped: 50." in shown
    assert "skipped 30 more" in shown


def test_a_key_sees_and_cancels_its_own(own_settings: Settings, embedder: HashEmbedder) -> None:
    """A key held to a collection is told of that collection's additions; a reading key cancels nothing."""
    keys = replace(
        own_settings, api_keys=("all",), read_keys=("reads",), collection_keys=(("own", "writes"),)
    )
    writes, reads, everything = ({"X-API-Key": key} for key in ("writes", "reads", "all"))
    with client_of(keys, embedder) as client:
        mine = client.post("/v1/statements", files=files(1), data={"collection": "own"}, headers=writes)
        other = client.post("/v1/statements", files=files(1), data={"collection": "x"}, headers=everything)
        assert len(client.get("/v1/tasks", headers=writes).json()["items"]) == 1
        assert len(client.get("/v1/tasks", headers=reads).json()["items"]) == 2
        assert client.get("/v1/tasks").status_code == 401
        assert client.get(mine.headers["location"], headers=writes).status_code == 200
        for method in ("GET", "DELETE"):
            assert client.request(method, other.headers["location"], headers=writes).status_code == 403
        assert client.delete(mine.headers["location"], headers=reads).status_code == 403


def test_a_silent_addition_is_stuck(
    own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that tells nothing for long is told by `ready`; one that goes on, however long, is not."""
    monkeypatch.setattr(gate, "SILENT", 0.2)
    with holding(own_settings, embedder) as (client, held, app):
        address = client.post("/v1/statements", files=files(1), headers=ASYNC).headers["location"]
        held.entered.wait(60)
        adding = gate.gates(app)[-1]
        wait_until(lambda: adding.stuck == 1)
        ready = client.get("/v1/ready")
        assert ready.status_code == 503
        assert "1 of 1 places for adding" in ready.json()["detail"]
        held.go.set()
        settled(client, address)
        assert client.get("/v1/ready").status_code == 200
