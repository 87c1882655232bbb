"""A real Chroma server on loopback, for the tests of the server setting."""

from __future__ import annotations

import socket
import subprocess
import sysconfig
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def chroma_server(folder: Path, port: int | None = None) -> Iterator[str]:
    """Its address; the server ends with the block."""
    with chroma_running(folder, port) as (url, _):
        yield url


@contextmanager
def chroma_running(folder: Path, port: int | None = None) -> Iterator[tuple[str, int]]:
    """Its address and its process, for who stops it for a while."""
    port = port or free_port()
    command = [Path(sysconfig.get_path("scripts")) / "chroma", "run", "--path", folder]
    where = ["--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(
        [*command, *where], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait_until_up(url, process)
            yield url, process.pid
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


def _wait_until_up(url: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 120  # on a busy machine; it ends as soon as it is up
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/api/v2/heartbeat", timeout=1):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("The Chroma server did not start.")
