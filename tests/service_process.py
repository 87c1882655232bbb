"""The real application as a process of its own, without a model: `python -m tests.service_process DATA_DIR`.

Prints its address once it listens, and serves until it is ended; with `--mcp` it speaks on standard input and
output instead. For suites whose clients are other people's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import anyio
import uvicorn

from api.app import create_app
from api.backend import LocalBackend
from api.gate import Gate
from api.mcp.answers import Desk
from api.mcp.server import make_server, run_stdio
from api.serve import address_of, bind
from api.settings import Settings
from tests import network
from tests.hash_embedder import HashEmbedder
from tests.served import opened

ROOT = Path(__file__).parent.parent


def serve(settings: Settings) -> None:
    application = create_app(settings, lambda: opened(settings, HashEmbedder()))
    with bind("127.0.0.1", 0) as listening:
        print(address_of(listening), flush=True)
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", ws="none"))
        server.run(sockets=[listening])


def serve_mcp(settings: Settings) -> None:
    with opened(settings, HashEmbedder()) as service:
        desk = Desk(LocalBackend(service), None)
        anyio.run(run_stdio, make_server(lambda _: desk, Gate(settings.at_once, settings.queue)))


def command(data_dir: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "tests.service_process", str(data_dir), *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": network.python_path(ROOT)}


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """Its address; the process ends with the block."""
    with subprocess.Popen(
        command(data_dir), cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    chosen = Settings(data_dir=Path(sys.argv[1]))
    serve_mcp(chosen) if sys.argv[2:] == ["--mcp"] else serve(chosen)
