"""A service told to end ends within ten seconds, whatever runs: a real process, work that never listens."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from api.serve import CLOSING_SECONDS, GRACE_SECONDS, LAST_SECONDS
from api.settings import Settings
from tests.network import python_path

ROOT = Path(__file__).parent.parent
DEAF = """
import sys, time
from api import cli, local, wiring
from rag.reader.words import WordReader
from tests.hash_embedder import HashEmbedder

def search(self, body):
    print("entered", flush=True)
    time.sleep(3600)

local.LocalBackend.search = search
wiring.make_embedder = lambda _: HashEmbedder()
wiring.TrainedReader = WordReader
sys.argv[1:] = ["serve", "--port", "0", "--data-dir", sys.argv[1]]
cli.main()
"""
MOST = 10.0
HELD = """
import signal, sys, threading, time
from api import serve

serve.GRACE_SECONDS, serve.CLOSING_SECONDS, serve.LAST_SECONDS = 0.2, 0.2, 0.2
serve.uvicorn.Server.handle_exit = lambda *_: None
server = serve._Announced.__new__(serve._Announced)
server._stopping = threading.Event()
server.handle_exit(signal.SIGTERM, None)
print("told", flush=True)
sys.setswitchinterval(1000)  # from now on no other thread gets the interpreter
while True:
    pass
"""


@pytest.mark.crash
def test_a_request_that_never_ends_does_not_keep_the_service(own_settings: Settings) -> None:
    """Its client is told that the service stops, the process is gone in time, and the index is whole."""
    replies: list[httpx.Response | Exception] = []

    def ask(address: str) -> None:
        try:
            replies.append(httpx.post(f"{address}/v1/search", json={"query": "peace"}, timeout=120))
        except httpx.HTTPError as error:
            replies.append(error)

    command = [sys.executable, "-c", DEAF, str(own_settings.data_dir)]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": python_path(ROOT)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            sender = threading.Thread(target=ask, args=(process.stdout.readline().strip(),))
            sender.start()
            assert process.stdout.readline() == "entered\n"
            began = time.monotonic()
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
            took = time.monotonic() - began
            sender.join(60)
        finally:
            process.kill()
    assert code in (-signal.SIGTERM, 128 + signal.SIGTERM, -signal.SIGALRM)
    assert took < MOST
    assert isinstance(replies[0], httpx.Response)
    assert replies[0].status_code == 503
    checked = [sys.executable, "-m", "api", "verify", "--data-dir", str(own_settings.data_dir)]
    assert subprocess.run(checked, cwd=ROOT, env=environment, capture_output=True).returncode == 0


@pytest.mark.process
def test_a_process_whose_threads_cannot_run_ends_in_time() -> None:
    """By the system: the thread that would end it never gets the interpreter."""
    with subprocess.Popen(
        [sys.executable, "-c", HELD], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "told\n"
            assert process.wait(60) == -signal.SIGALRM
        finally:
            process.kill()


def test_what_is_promised_adds_up() -> None:
    """Requests under way and closing the index fit into what systemd and compose wait for."""
    assert GRACE_SECONDS + CLOSING_SECONDS + LAST_SECONDS < MOST
    assert "TimeoutStopSec=15" in (ROOT / "docs" / "onrecord.service").read_text(encoding="utf-8")
    assert "stop_grace_period: 15s" in (ROOT / "compose.yaml").read_text(encoding="utf-8")
