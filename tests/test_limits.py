"""Limits on connections, heads, bodies and descriptors: real sockets, a real process of few descriptors."""

from __future__ import annotations

import json
import os
import resource
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from api import protocol
from api.problems import NO_DESCRIPTOR
from api.protocol import CROWDED, HEAD_BYTES, LARGE_HEAD, MALFORMED
from api.settings import Settings
from index.process import descriptors
from tests.hash_embedder import HashEmbedder
from tests.served import client_of, listening
from tests.serving_driver import serving_process
from tests.slow_service import sent_raw, wait_until

FEW = 150
PLAIN = {"Accept-Encoding": "identity"}


def problem_in(answer: bytes) -> dict[str, Any]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head.lower()
    assert b"connection: close" in head.lower()
    return dict(json.loads(body))


@pytest.mark.parametrize(
    ("head", "status", "detail"),
    [
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * 2 * HEAD_BYTES, 431, LARGE_HEAD),
        (b"GET /" + b"a" * 2 * HEAD_BYTES, 431, LARGE_HEAD),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * HEAD_BYTES, 431, LARGE_HEAD),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: " + b"a" * HEAD_BYTES + b"\r\n\r\n", 431, LARGE_HEAD),
        (b"\x16\x03\x01 this is no HTTP\r\n\r\n", 400, MALFORMED),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\nX\x00: c\r\n\r\n", 400, MALFORMED),
    ],
    ids=["header", "address", "headers", "whole in one read", "TLS", "control"],
)
def test_a_head_that_cannot_be_read_is_a_problem(
    indexed: Settings, embedder: HashEmbedder, head: bytes, status: int, detail: str
) -> None:
    with listening(indexed, embedder) as address:
        told = problem_in(sent_raw(address, head))
        assert httpx.get(f"{address}/v1/health", timeout=60).status_code == 200
    assert (told["status"], told["detail"]) == (status, detail)


def test_more_connections_than_allowed_are_told_to_come_back(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that are there are served on, and there is room again once one has gone."""
    monkeypatch.setattr(protocol, "REFUSED_SECONDS", 0.2)
    request = b"GET /v1/health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    with listening(indexed, embedder, most=4) as address, ExitStack() as open_ones:
        place = ("127.0.0.1", int(address.rpartition(":")[2]))
        held = [open_ones.enter_context(socket.create_connection(place)) for _ in range(3)]
        time.sleep(0.2)
        told = problem_in(sent_raw(address, request))
        assert (told["status"], told["detail"]) == (503, CROWDED)
        assert sent_raw(address, b"") == b""
        with socket.create_connection(place):
            held[0].sendall(request)
            assert held[0].recv(65_536).startswith(b"HTTP/1.1 200")
        held[1].close()
        wait_until(lambda: httpx.get(f"{address}/v1/health", timeout=60).status_code == 200)


@contextmanager
def asking(address: str, times: int) -> Iterator[socket.socket]:
    """A connection whose client has little room for its answers, of a hundred kilobytes each."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(60)
        connection.connect(("127.0.0.1", int(address.rpartition(":")[2])))
        request = b"GET /openapi.json HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        connection.sendall((request + b"\r\n") * (times - 1) + request + b"Connection: close\r\n\r\n")
        yield connection


def taken_from(connection: socket.socket, pause: float) -> int:
    """Bytes that come until the other side ends, taken bit by bit."""
    taken = 0
    with suppress(ConnectionResetError):
        while some := connection.recv(16_384):
            taken += len(some)
            time.sleep(pause)
    return taken


def test_an_answer_that_nobody_reads_is_let_go(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one connection there is room for is free again, though the client holds on."""
    with listening(indexed, embedder, most=2) as address:
        whole = len(httpx.get(f"{address}/openapi.json", timeout=60, headers=PLAIN).content)
        monkeypatch.setattr(protocol, "UNREAD_SECONDS", 0.3)
        with asking(address, 60) as connection:
            time.sleep(0.2)
            wait_until(lambda: httpx.get(f"{address}/v1/health", timeout=60).status_code == 200)
            assert taken_from(connection, 0) < 60 * whole


@pytest.mark.process
def test_an_answer_that_is_read_slowly_is_read_whole(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over several times the seconds in which something of it must be taken."""
    monkeypatch.setattr(protocol, "UNREAD_SECONDS", 1.5)
    with listening(indexed, embedder) as address:
        whole = len(httpx.get(f"{address}/openapi.json", timeout=60, headers=PLAIN).content)
        with asking(address, 5) as connection:
            assert taken_from(connection, 0.03) > 5 * whole


def test_a_flood_of_connections_is_closed_at_once(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond those that are told why, nothing is kept open."""
    monkeypatch.setattr(protocol, "REFUSING", 2)
    monkeypatch.setattr(protocol, "REFUSED_SECONDS", 60)
    with listening(indexed, embedder, most=2) as address, ExitStack() as open_ones:
        place = ("127.0.0.1", int(address.rpartition(":")[2]))
        flood = [open_ones.enter_context(socket.create_connection(place, timeout=60)) for _ in range(5)]
        assert ended(flood[-1])


def ended(connection: socket.socket) -> bool:
    """Was it closed without a word?"""
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.crash
def test_few_descriptors_are_told_of_and_lived_with(own_settings: Settings) -> None:
    """A flood of connections costs others an answer, never the service; nothing is left open after it."""
    with serving_process(own_settings.data_dir, FEW) as (address, process):
        place = ("127.0.0.1", int(address.rpartition(":")[2]))
        ready = httpx.get(f"{address}/v1/ready", timeout=60).json()
        wait_until(lambda: httpx.get(f"{address}/v1/status", timeout=60).json()["vectors"] == "ready")
        before = len(os.listdir(f"/proc/{process.pid}/fd"))
        with ExitStack() as flood:
            for _ in range(2 * FEW):
                flood.enter_context(socket.create_connection(place, timeout=60))
            time.sleep(1)
            assert len(os.listdir(f"/proc/{process.pid}/fd")) < FEW
        wait_until(lambda: len(os.listdir(f"/proc/{process.pid}/fd")) <= before + 1)
        asked = httpx.post(f"{address}/v1/ask", json={"question": "What is said of peace?"}, timeout=60)
        process.terminate()
        assert process.stderr is not None
        logged = process.stderr.read()
    assert asked.status_code == 200
    assert any(f"may open {FEW} files" in reason for reason in ready["reasons"])
    assert f"may open {FEW} files" in logged
    assert "Traceback" not in logged


def test_no_descriptor_left_is_a_problem_to_come_back_from(
    own_settings: Settings, embedder: HashEmbedder
) -> None:
    """The upload that finds none is refused; the next one is taken."""
    with client_of(own_settings, embedder) as client:
        assert upload(client).status_code == 200
        with no_descriptor_left():
            refused = upload(client)
        assert (refused.status_code, refused.json()["detail"]) == (503, NO_DESCRIPTOR)
        assert upload(client).status_code == 200


@contextmanager
def no_descriptor_left() -> Iterator[None]:
    """The limit lowered to what is open, and what is free below it taken."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(map(int, os.listdir("/proc/self/fd")))
    resource.setrlimit(resource.RLIMIT_NOFILE, (highest + 1, hard))
    taken: list[int] = []
    try:
        with suppress(OSError):
            while True:
                taken.append(os.open(os.devnull, os.O_RDONLY))
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        for descriptor in taken:
            os.close(descriptor)


def upload(client: TestClient) -> httpx.Response:
    """Large enough for a file of its own."""
    record = b"Mr. Umarov (Kazakhstan): We welcome the report.\n" + b" " * 2_000_000
    response: httpx.Response = client.post("/v1/statements", files={"file": ("a.txt", record)})
    return response


def test_room_is_made_where_the_system_allows_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The soft limit is raised as far as it goes; fewer connections than wanted are told of."""
    made: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "setrlimit", lambda _, limits: made.append(limits))
    for limits, wanted, connections in [
        ((1024, 4096), 512, 512),
        ((256, 4096), 512, 512),
        ((256, 300), 512, 300 - descriptors.OWN),
        ((20, 20), 512, descriptors.FEWEST),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), 512, 512),
        ((256, resource.RLIM_INFINITY), 512, 512),
    ]:
        monkeypatch.setattr(resource, "getrlimit", lambda _, limits=limits: limits)
        room = descriptors.make_room(wanted)
        assert room.connections == connections
        assert (room.told is None) == (connections == wanted)
    assert made == [(608, 4096), (300, 300), (20, 20), (608, resource.RLIM_INFINITY)]
