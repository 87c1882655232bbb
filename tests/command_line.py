"""The command line inside this process, over the small embedder; the fixture `run` gives one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from typer import testing
from typer.main import get_command

from api import opening, wiring
from api.cli import app
from rag.reader.words import WordReader
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder

Run = Callable[..., testing.Result]

made_once = cache(get_command)
"""All commands with their options: what Typer makes anew for each command typed."""


def runner(patch: pytest.MonkeyPatch, embedder: HashEmbedder) -> Run:
    """Runs a command with the small embedder, questions and passages read by words, vectors in memory."""
    patch.setattr(wiring, "QuestionNetwork", lambda: None)
    patch.setattr(wiring, "packaged_reader", WordReader)
    for module in (wiring, opening):
        patch.setattr(module, "make_embedder", lambda _: embedder)
        vectors = lambda s, e: ExactVectors(s.data_dir / wiring.STORE, e.dim)  # noqa: E731
        patch.setattr(module, "make_vectors", vectors)
    for name in [name for name in os.environ if name.startswith("ONRECORD_")]:
        patch.delenv(name)
    patch.setattr(testing, "_get_command", made_once)
    typing = testing.CliRunner()
    return lambda *typed: typing.invoke(app, [str(part) for part in typed])


def kazakhstan(run: Run, data_dir: Path) -> str:
    found = run(
        "search", "unarmed civilian protection", "--delegation", "KAZ", "--json", "--data-dir", data_dir
    )
    return str(json.loads(found.stdout)["hits"][0]["statement"]["id"])


def statements(run: Run, data_dir: Path) -> int:
    return int(json.loads(run("status", "--json", "--data-dir", data_dir).stdout)["statements"])
