"""The first verified sentence: `python -m tests.bench_stream [RUNS]`, 20 by default.

Prints how long after the model's own first full sentence the service has sent it, checked by every check, the
embedder and the reader included: a model that goes on writing, and one that pauses behind the sentence.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import numpy as np

from api import wiring
from api.settings import Settings
from index.embedding.packaged import PackagedEmbedder
from tests.command_process import serving

SEEDS = Path(__file__).parent.parent / "seeds"
QUESTION = "What does Kazakhstan say about unarmed civilian protection?"
NEXT = "Nobody said so much of this. [1.1]"
SECONDS = 120.0
PACE = 0.05
"""Seconds between two words of the model."""


class Writer(BaseHTTPRequestHandler):
    """Writes the first sentence it is shown word by word, waits or goes on; `whole` is when that was out."""

    pause = 0.0
    whole = 0.0

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        shown = re.search(r"^\[1\.1\] (.*)$", asked["messages"][-1]["content"], re.MULTILINE)
        assert shown is not None
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        for word in f"{shown[1]} [1.1]".split():
            time.sleep(PACE)
            self._say(f"{word} ")
        type(self).whole = time.monotonic()
        time.sleep(type(self).pause)
        for word in NEXT.split():
            time.sleep(PACE)
            self._say(f"{word} ")
        self.wfile.write(b'data: {"choices": [{"delta": {}, "finish_reason": "stop"}]}\n\ndata: [DONE]\n\n')

    def _say(self, text: str) -> None:
        self.wfile.write(f"data: {json.dumps({'choices': [{'delta': {'content': text}}]})}\n\n".encode())
        self.wfile.flush()

    def handle(self) -> None:
        """The service hangs up once nobody waits for its answer."""
        with suppress(ConnectionError):
            super().handle()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


def main(runs: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        with wiring.writing(settings, PackagedEmbedder(), create=True) as service:
            service.add([SEEDS], "seeds")
        print("| first verified sentence behind the model's own | median s | worst s |\n|---|---|---|")
        with written() as model, writing(Path(folder), model) as url:
            for label, pause in (("the model goes on", 0.0), ("the model pauses", 1.0)):
                Writer.pause = pause
                found = [delay(url) for _ in range(runs + 1)][1:]
                print(f"| {label} | {np.median(found):.3f} | {max(found):.3f} |", flush=True)


def delay(url: str) -> float:
    """Seconds from the model's first full sentence to the event that brings it."""
    body = {"question": QUESTION, "answerer": "chat"}
    with httpx.stream(
        "POST", f"{url}/v1/ask", json=body, headers={"Accept": "text/event-stream"}, timeout=60
    ) as reply:
        for line in reply.iter_lines():
            if line == "event: sentence":
                return time.monotonic() - Writer.whole
    raise RuntimeError("no sentence came")


@contextmanager
def written() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Writer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with closing(server.socket):
        yield f"http://127.0.0.1:{server.server_port}/v1"
        server.shutdown()


@contextmanager
def writing(data_dir: Path, model: str) -> Iterator[str]:
    """A service that is ready and has the model at this address write its answers."""
    with serving(data_dir, ONRECORD_LLM_URL=model, ONRECORD_LLM_MODEL="writer") as service:
        service.wait_until_ready(SECONDS)
        yield service.at


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
