"""A server that speaks the chat protocol, and misbehaves on purpose where a test wants it to.

In: what is to be sent, step by step. Out: an address; what was asked is kept.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

EVENTS = {"Content-Type": "text/event-stream"}


def said(text: str, finish: str | None = "stop") -> list[str]:
    """The events of a reply that says a text, word by word."""
    words = [word + " " for word in text.split(" ")]
    deltas = [{"choices": [{"delta": {"content": word}, "finish_reason": None}]} for word in words]
    end: list[dict[str, Any]] = [{"choices": [{"delta": {}, "finish_reason": finish}]}] if finish else []
    usage: list[dict[str, Any]] = [{"choices": [], "usage": {"total_tokens": 7}}]
    return [f"data: {json.dumps(event)}\n\n" for event in (*deltas, *end, *usage)] + ["data: [DONE]\n\n"]


@dataclass(frozen=True)
class Reply:
    """One reply: a status, headers, pieces of the body, seconds waited before each piece."""

    pieces: Sequence[str]
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: dict(EVENTS))
    wait: float = 0.0
    before: float = 0.0


@dataclass
class Model:
    """Replies are given in order, the last one again and again; `asked` are the bodies that came."""

    url: str = ""
    replies: list[Reply] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def says(self, text: str) -> None:
        self.replies = [Reply(said(text))]


@contextmanager
def model_server() -> Iterator[Model]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            model.asked.append(json.loads(body))
            model.keys.append(self.headers.get("Authorization"))
            reply = model.replies.pop(0) if len(model.replies) > 1 else model.replies[0]
            time.sleep(reply.before)
            try:
                self._send(reply)
            except OSError:
                return

        def _send(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.end_headers()
            for piece in reply.pieces:
                self.wfile.write(piece.encode())
                self.wfile.flush()
                time.sleep(reply.wait)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
