"""The real application over slow work, behind a socket; what stalled clients send to it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.protocol import ImpatientProtocol
from api.serve import address_of, bind
from api.settings import Settings
from index.process.deadline import look
from tests.hash_embedder import HashEmbedder
from tests.served import opened

SEARCH = {"query": "peace"}


class Slow:
    """The real backend, its searches, comparisons, lists and removals slow: `listening` to their deadline, or
    deaf to it."""

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

    def remove(self, query: Any) -> Any:
        return self._slowly(lambda: self._inner.remove(query))

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
