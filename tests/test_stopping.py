"""A service told to end while records are uploaded: real processes and sockets, a slow embedder, no model."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from api.access import WRITE_HEADER
from api.problems import STOPPING

pytestmark = pytest.mark.crash
ROOT = Path(__file__).parent.parent
SERVICE = """
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is born deaf to it
from api import cli, serve, wiring
from tests.hash_embedder import HashEmbedder

class Slow(HashEmbedder):
    def embed_passages(self, texts):
        time.sleep(PAUSE)
        return super().embed_passages(texts)

wiring.make_embedder = lambda _: Slow()
PAUSE, serve.GRACE_SECONDS = map(float, sys.argv[1:3])
sys.argv[1:] = ["serve", "--port", "0", "--data-dir", sys.argv[3]]
cli.main()
"""
SPEECHES = 600


@contextmanager
def serving(data_dir: Path, pause: float, grace: float) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A service that embeds slowly, and the address it prints; killed if it is still there at the end."""
    typed = [sys.executable, "-c", SERVICE, str(pause), str(grace), str(data_dir)]
    pipe = subprocess.PIPE
    with subprocess.Popen(typed, cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def speeches(folder: Path) -> Path:
    """More passages than are embedded at once, in a file of its own each."""
    folder.mkdir()
    for n in range(SPEECHES):
        (folder / f"{n:03}.txt").write_text(f"Mr. Umarov (Kazakhstan): We welcome report number {n}.\n")
    return folder


def statements(address: str) -> int:
    return int(httpx.get(f"{address}/v1/status", timeout=30).json()["statements"])


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)], ids=["SIGTERM", "Ctrl-C"]
)
def test_upload_stops_between_statements_and_goes_on_later(tmp_path: Path, number: int, code: int) -> None:
    """The sender is told in a sentence; what was stored stays, and the same upload again does the rest."""
    folder, data_dir = speeches(tmp_path / "speeches"), tmp_path / "data"
    command = [sys.executable, "-m", "api", "add", str(folder), "--server"]
    with serving(data_dir, 0.2, 60) as (address, process):
        pipe = subprocess.PIPE
        with subprocess.Popen([*command, address], cwd=ROOT, stdout=pipe, stderr=pipe, text=True) as sender:
            while statements(address) == 0:
                time.sleep(0.05)
            process.send_signal(number)
            said, told = sender.communicate(timeout=60)
        assert process.stderr is not None
        logged = process.stderr.read()
        assert process.wait(60) == code
    assert (sender.returncode, said, told) == (1, "", f"{STOPPING}\n")
    assert "Traceback" not in logged
    with serving(data_dir, 0, 60) as (address, _):
        stored = statements(address)
        again = subprocess.run([*command, address, "--json"], cwd=ROOT, capture_output=True, check=True)
    report = json.loads(again.stdout)
    assert 0 < stored < SPEECHES
    assert (report["unchanged"], report["added"]) == (stored, SPEECHES - stored)


def test_what_takes_longer_than_the_grace_is_refused_as_a_problem(tmp_path: Path) -> None:
    """A request cut short is no 500 and no traceback."""
    replies: list[httpx.Response] = []
    files = {"file": ("a.txt", b"Mr. Umarov (Kazakhstan): We welcome the report.\n")}
    own = {WRITE_HEADER: "1"}
    with serving(tmp_path / "data", 3, 0.5) as (address, process):

        def send() -> None:
            replies.append(httpx.post(f"{address}/v1/statements", files=files, headers=own, timeout=60))

        sender = threading.Thread(target=send)
        sender.start()
        time.sleep(1)
        process.terminate()
        sender.join(60)
        assert process.stderr is not None
        logged = process.stderr.read()
        assert process.wait(60) == -signal.SIGTERM
    assert replies[0].status_code == 503
    assert replies[0].headers["content-type"] == "application/problem+json"
    assert replies[0].json()["detail"] == STOPPING
    assert "Traceback" not in logged
