"""What holds at every way in, whichever there are: the application's own table of routes is walked.

A route that is added is tried without a word here; one that passes no gate, reads a body before its key, or
writes what counts as reading fails.
"""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import Headers

from api import patience, protocol
from api.access import COMPUTING, NOTED, OPEN, WRITE_HEADER, Asked
from api.app import create_app
from api.settings import Settings
from tests.every_route import OWN, Seen, Watched, Way, ways
from tests.hash_embedder import HashEmbedder
from tests.served import client_of
from tests.slow_service import served
from tests.stalling import held
from tests.test_access import FOREIGN, HERE, KEYS, THERE, TYPES

METHODS = ("POST", "PUT", "PATCH", "DELETE")
GATE = {"ask": "asking", "search": "asking", "add": "adding", "remove": "removing"} | dict.fromkeys(
    ("brief", "check", "compare", "coverage", "history", "similar", "timeline", "verify"), "computing"
)
"""The gate of the backend's methods, by the first word of their names; others do with any but adding."""
TELLING = {"ready", "status"}
"""Methods of the backend that are called without a gate, in threads of their own."""


@pytest.fixture(scope="module")
def table() -> list[Way]:
    return ways(create_app(Settings(), lambda: pytest.fail("opened")))


@pytest.fixture(scope="module")
def seen(
    indexed: Settings, embedder: HashEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Way, Seen]]:
    """What each way came by when it was asked in earnest."""
    folder = shutil.copytree(indexed.data_dir, tmp_path_factory.mktemp("asked") / "data")
    with (
        pytest.MonkeyPatch.context() as patch,
        client_of(replace(indexed, data_dir=folder), embedder) as client,
    ):
        watched = Watched(client, patch)
        yield {way: watched.ask(way) for way in ways(client.app)}


def scope(way: Way) -> str:
    return Asked(way.method, way.path, Headers({}), HERE).scope


class Judged:
    """The application under some settings; nothing of a body is there to be read."""

    def __init__(self, settings: Settings, client: TestClient) -> None:
        self.app, self._portal = create_app(settings, lambda: pytest.fail("opened")), client.portal

    def status(self, method: str, path: str, headers: dict[str, str], peer: str = HERE) -> int:
        given = {"host": "127.0.0.1:8080", "content-length": "99", **headers}
        statuses: list[int] = []

        async def receive() -> Any:
            pytest.fail(f"{method} {path}: the body was read")

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        told = [(name.lower().encode(), value.encode()) for name, value in given.items()]
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": told}
        scope |= {"raw_path": path.encode(), "root_path": "", "scheme": "http", "http_version": "1.1"}
        scope |= {"client": (peer, 50000), "server": (HERE, 8080)}
        assert self._portal is not None
        self._portal.call(self.app, scope, receive, send)
        (status,) = statuses
        return status


def test_a_foreign_page_changes_nothing_at_any_address(table: list[Way], client: TestClient) -> None:
    """Whatever it sends, with a right key and the header too; nothing of it is read."""
    right = {WRITE_HEADER: "1", "authorization": "Bearer all"}
    for settings, page, kind in itertools.product((Settings(), KEYS), FOREIGN, TYPES[:2]):
        judged = Judged(settings, client)
        for path, method in itertools.product(sorted({way.path for way in table}), METHODS):
            given = judged.status(method, path, {**right, **page, "content-type": kind})
            assert given == 403, (method, path, page)


def test_what_writes_needs_this_machine_and_the_header(table: list[Way], client: TestClient) -> None:
    """Where there is no key; and so does any address that nothing is at, or not by this method."""
    judged = Judged(Settings(), client)
    reading = {way.path for way in table if scope(way) == "read" and way.method in METHODS}
    for path, method in itertools.product({way.path for way in table} | {"/v1/new"}, METHODS):
        if path not in reading:
            assert judged.status(method, path, {}) == 403, (method, path)
            assert judged.status(method, path, OWN) == 403, (method, path)
            assert judged.status(method, path, {WRITE_HEADER: "1"}, THERE) == 403, (method, path)


def test_a_key_is_asked_for_before_a_body_is_read(table: list[Way], client: TestClient) -> None:
    """At every way in but the probes and the files of the page, whatever it does; and the right one."""
    judged, own = Judged(KEYS, client), {"origin": "http://127.0.0.1:8080", "sec-fetch-site": "same-origin"}
    for way in table:
        if not way.path.startswith(OPEN):
            for key in ({}, {"authorization": "Bearer wrong"}, {"x-api-key": "all "[:2]}):
                assert judged.status(way.method, way.path, {**own, **key}) == 401, way
            of_task = way.method == "GET" and way.path.startswith("/v1/tasks")
            wrong = "reads" if scope(way) == "write" else "writes"
            if not of_task:
                assert judged.status(way.method, way.path, {**own, "x-api-key": wrong}) == 403, way


def test_every_way_in_is_asked(seen: dict[Way, Seen]) -> None:
    """Else nothing is known of it: say in `every_route.py` how."""
    assert {way: one.status for way, one in seen.items() if one.status >= 400} == {}


def test_what_counts_as_reading_changes_nothing(seen: dict[Way, Seen]) -> None:
    """But what is there to note what users say."""
    wrote = {way.path for way, one in seen.items() if one.wrote and scope(way) == "read"}
    assert wrote == NOTED
    assert {way for way, one in seen.items() if scope(way) == "write"} == {
        way for way, one in seen.items() if one.wrote and way.path not in NOTED
    }
    assert {way.path for way in seen if way.method == "POST"} >= COMPUTING


def test_every_way_in_passes_its_gate(seen: dict[Way, Seen]) -> None:
    """Whatever asks something of the record, by what it asks; nobody passes two at once."""
    for way, one in seen.items():
        passed = {name for name, _ in one.gates}
        wanted = {GATE[word] for call in one.calls if (word := call.partition("_")[0]) in GATE}
        assert len(passed) <= 1, way
        if wanted:
            assert "computing" in wanted or len(wanted) == 1, way
            assert passed == ({"computing"} if "computing" in wanted else wanted), way
        elif not passed:
            assert set(one.calls) <= TELLING, way


def test_whatever_works_has_a_deadline(seen: dict[Way, Seen]) -> None:
    """But adding and removing, of which what is done stays done."""
    for way, one in seen.items():
        free = {name for name, bounded in one.gates if not bounded}
        assert free <= {"adding", "removing"}, way


@pytest.mark.process
def test_no_connection_is_held_by_a_body_that_does_not_end(
    own_settings: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At any address, and where nothing is: silent, or with some more bytes, or dripping on and on."""
    monkeypatch.setattr(patience, "STALLED", 0.5)
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 0.5)
    with served(own_settings, embedder, True) as (address, slow, app):
        slow.leave.set()
        table = [*ways(app), Way("GET", "/none", ""), Way("POST", "/v1/none", "")]
        for drips in (0, 20, 10_000):
            assert held(address, table, drips, within=30) == set()
