"""The real application as a process of its own, without a model: `python -m tests.service_process DATA_DIR`.

Prints its address once it listens, and serves until it is ended; with `--mcp` it speaks on standard input and
output instead. For suites whose clients are other people's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import anyio
import uvicorn

from api.app import create_app
from api.gate import Gate
from api.local import LocalBackend
from api.mcp.answers import ToolContext
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
        context = ToolContext(LocalBackend(service), None)
        gate = Gate(settings.at_once, settings.queue)
        anyio.run(run_stdio, make_server(lambda _: context, gate, gate))


def command(data_dir: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "tests.service_process", str(data_dir), *options]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": network.python_path(ROOT)}


@contextmanager
def serving(data_dir: Path, model: str | None = None, at_once: int | None = None) -> Iterator[str]:
    """Its address; the process ends with the block. `model` is the address of a language model."""
    options = [*(("--model", model) if model else ()), *(("--at-once", str(at_once)) if at_once else ())]
    with subprocess.Popen(
        command(data_dir, *options), cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def settings_of(words: Sequence[str]) -> Settings:
    read = ArgumentParser()
    read.add_argument("data_dir", type=Path)
    read.add_argument("--mcp", action="store_true")
    read.add_argument("--model")
    read.add_argument("--at-once", type=int)
    read.add_argument("--database")
    read.add_argument("--chroma")
    read.add_argument("--deadline", type=int, default=Settings().deadline)
    told = read.parse_args(words)
    chosen = Settings(
        data_dir=told.data_dir, database_url=told.database, chroma_url=told.chroma, deadline=told.deadline
    )
    if told.model:
        chosen = replace(chosen, llm_url=told.model, llm_model="tiny")
    return replace(chosen, at_once=told.at_once) if told.at_once else chosen


if __name__ == "__main__":
    serve_mcp(settings_of(sys.argv[1:])) if "--mcp" in sys.argv else serve(settings_of(sys.argv[1:]))
