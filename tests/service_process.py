"""The real application as a process of its own, without a model: `python -m tests.service_process DATA_DIR`.

Prints its address once it listens, and serves until it is ended. For suites whose clients are other people's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from api.app import create_app
from api.serve import address_of, bind
from api.settings import Settings
from tests import network
from tests.hash_embedder import HashEmbedder
from tests.served import opened

ROOT = Path(__file__).parent.parent


def serve(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir)
    application = create_app(settings, lambda: opened(settings, HashEmbedder()))
    with bind("127.0.0.1", 0) as listening:
        print(address_of(listening), flush=True)
        server = uvicorn.Server(uvicorn.Config(application, log_level="warning", ws="none"))
        server.run(sockets=[listening])


@contextmanager
def serving(data_dir: Path) -> Iterator[str]:
    """Its address; the process ends with the block."""
    typed = [sys.executable, "-m", "tests.service_process", str(data_dir)]
    environment = {**os.environ, "PYTHONPATH": network.python_path(ROOT)}
    with subprocess.Popen(typed, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
