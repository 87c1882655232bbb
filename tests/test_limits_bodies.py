"""Limits on bodies: room for all at once, drips, encodings."""

from __future__ import annotations

import socket
import threading
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

import httpx
import pytest
from fastapi.testclient import TestClient

from api import patience
from api.access import WRITE_HEADER
from api.bodies import FULL, FULL_UPLOADS, Bodies
from api.settings import Settings
from tests.hash_embedder import HashEmbedder
from tests.served import listening
from tests.slow_service import search_head, served, wait_until


def test_large_bodies_share_their_room(own_settings: Settings, embedder: HashEmbedder) -> None:
    """What has no room is refused before it is read; small requests are answered; room comes back."""
    small = replace(own_settings, max_upload=50_000, max_body=10_000)
    record = b"Mr. Umarov (Kazakhstan): We welcome the report.\n"
    files, own = {"file": ("a.txt", record + b" " * 40_000)}, {WRITE_HEADER: "1"}
    with listening(small, embedder) as address, ExitStack() as slow:
        send = partial(httpx.post, f"{address}/v1/statements", files=files, headers=own, timeout=60)
        host, port = address.removeprefix("http://").split(":")
        for _ in range(FULL_UPLOADS + 1):
            sender = slow.enter_context(socket.create_connection((host, int(port))))
            sender.sendall(
                b"POST /v1/statements HTTP/1.1\r\nHost: 127.0.0.1\r\nX-OnRecord-Write: 1\r\n"
                b"Content-Length: 50000\r\nContent-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
                b'Content-Disposition: form-data; name="file"; filename="b.txt"\r\n\r\n' + b"a" * 49_000
            )
        wait_until(lambda: send().status_code == 503)
        refused = send()
        assert httpx.post(f"{address}/v1/search", json={"query": "peace"}, timeout=60).status_code == 200
        slow.close()
        wait_until(lambda: send().status_code == 200)
    assert refused.json()["detail"] == FULL
    assert refused.headers["retry-after"]


def test_room_is_counted_to_the_byte() -> None:
    bodies = Bodies(most=100, small=10)
    assert (bodies.taken(0, 10), bodies.taken(4, 10), bodies.taken(14, 96)) == (0, 4, 96)
    assert bodies.held == 100
    assert bodies.taken(10, 1) is None
    assert bodies.taken(0, 10) == 0
    bodies.give_back(100)
    assert bodies.held == 0


def test_a_body_that_drips_is_refused(
    indexed: Settings, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However often a byte comes: what is sent has a slowest pace."""
    monkeypatch.setattr(patience, "STALLED", 0.5)
    with served(indexed, embedder, True) as (address, _, _app):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=60) as connection:
            connection.sendall(search_head(9_999))
            stop = threading.Event()
            dripping = threading.Thread(target=drip, args=(connection, stop))
            dripping.start()
            answer = connection.recv(65_536)
            stop.set()
            dripping.join(60)
    assert answer.startswith(b"HTTP/1.1 408 ")


def drip(connection: socket.socket, stop: threading.Event) -> None:
    try:
        while not stop.wait(0.1):
            connection.sendall(b" ")
    except OSError:
        stop.set()


FORM_OF_ONE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    b'Kazakhstan said: "We must also actively use innovative practical tools, and we act."\r\n--x--'
)


@pytest.mark.parametrize("path", ["/v1/drafts/check", "/v1/statements", "/check", "/v1/ask", "/mcp"])
@pytest.mark.parametrize(
    "named", ["punycode", "idna", "unicode_escape", "utf-7", "undefined", "rot13", "none", "\0", "a" * 2000]
)
def test_a_body_in_an_encoding_of_its_own_is_not_read(client: TestClient, path: str, named: str) -> None:
    """A megabyte in one of them takes the whole service minutes, and others give halves of characters."""
    kind = {"content-type": f"multipart/form-data; boundary=x; Charset={named}"}
    reply = client.post(path, content=FORM_OF_ONE, headers=kind)
    assert reply.status_code == 415
    assert "UTF-8" in reply.text


@pytest.mark.parametrize(
    "named", ["", "; charset=utf-8", '; charset="UTF8"', "; charset=us-ascii", "; charset=latin-1"]
)
def test_a_body_in_the_usual_encodings_is_read(client: TestClient, named: str) -> None:
    kind = {"content-type": f"multipart/form-data; boundary=x{named}"}
    reply = client.post("/v1/drafts/check", content=FORM_OF_ONE, headers=kind)
    assert reply.status_code == 200, reply.text
    assert len(reply.json()["quotations"]) == 1
