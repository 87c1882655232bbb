"""What a program imports as it starts: nothing that the command typed does not need."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.house_imports import HEAVY, ROOT


def _printed_by(program: str) -> str:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.process
def test_command_line_starts_without_model_or_server() -> None:
    """`onrecord --help` imports nothing slow."""
    slow = sorted({*HEAVY, "fastapi", "numpy", "scipy", "httpx", "pydantic", "uvicorn"})
    program = f"import api.cli, sys; print([name for name in {slow!r} if name in sys.modules])"
    assert _printed_by(program) == "[]"


@pytest.mark.process
def test_looking_something_up_imports_neither_models_nor_search() -> None:
    """`status`, `show` and `cite` import nothing that finds, answers, compares or briefs."""
    needless = ("index.search", "index.ingest", "rag.ranking", "rag.answer", "rag.position", "rag.briefing")
    found = f"[name for name in sys.modules if name.startswith({needless!r})]"
    program = f"import api.command_line.looking, sys; print({found})"
    assert _printed_by(program) == "[]"


@pytest.mark.process
def test_asking_imports_nothing_that_adds_briefs_or_checks() -> None:
    """A question from the command line takes what answers it, and not what reads records."""
    needless = (
        "index.ingest.build",
        "index.readers.walk",
        "index.readers.table",
        "rag.briefing.brief",
        "rag.draft.check",
        "rag.generation.check",
        "rag.generation.verify",
        "rag.generation.chat",
        "rich",
    )
    found = f"[name for name in sys.modules if name.startswith({needless!r})]"
    asking = "api.command_line.commands, api.command_line.commands_positions"
    assert _printed_by(f"import {asking}, sys; print({found})") == "[]"


@pytest.mark.process
def test_without_a_language_model_nothing_of_it_is_imported() -> None:
    """Neither what asks one nor the HTTP client it asks with."""
    program = (
        "import sys; from api.settings import Settings; from api.wiring import make_model\n"
        "assert make_model(Settings()) is None\n"
        "print(sorted({'httpx', 'rag.generation.endpoint', 'rag.generation.streamed'} & set(sys.modules)))"
    )
    assert _printed_by(program) == "[]"
