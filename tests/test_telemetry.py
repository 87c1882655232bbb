"""OpenTelemetry by the framework's own switch: a real process and a collector of ours on loopback."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from api.settings import Settings
from tests import service_process

pytestmark = pytest.mark.process

ASKED = "zirconium"


@contextmanager
def collector() -> Iterator[tuple[str, dict[str, bytes]]]:
    """An address, and what was sent to each path of it."""
    sent: dict[str, bytes] = {}

    class Keeping(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            sent[self.path] = sent.get(self.path, b"") + body
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Keeping) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", sent
        server.shutdown()


@pytest.mark.parametrize("switch", ["true", "false"])
def test_requests_are_told_and_never_what_was_asked(indexed: Settings, switch: str) -> None:
    """Traces and figures go to the collector named; without the switch nothing goes anywhere."""
    with collector() as (address, sent):
        environment = service_process.environment() | {
            "FASTAPI_OTEL_AUTO_CONFIGURE": switch,
            "OTEL_EXPORTER_OTLP_ENDPOINT": address,
        }
        with subprocess.Popen(
            service_process.command(indexed.data_dir),
            cwd=service_process.ROOT, env=environment, stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            assert process.stdout is not None
            service = process.stdout.readline().strip()
            httpx.post(f"{service}/v1/search", json={"query": ASKED}, timeout=60)
            httpx.post(f"{service}/v1/search", json={"query": ASKED * 1000}, timeout=60)
            httpx.get(f"{service}/", params={"q": ASKED}, timeout=60)
            httpx.get(f"{service}/v1/statements", params={"speakers": ASKED}, timeout=60)
            process.terminate()
            process.wait(60)
    told = b"".join(sent.values())
    assert ASKED.encode() not in told
    assert set(sent) == ({"/v1/traces", "/v1/metrics"} if switch == "true" else set())
    assert (b"POST /v1/search" in told) == (switch == "true")
