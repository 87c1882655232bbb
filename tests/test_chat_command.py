"""`onrecord chat`, driven through a pipe and through a terminal against a real service process."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.service_process import ROOT, environment

pytestmark = pytest.mark.process

KAZAKHSTAN = "What does Kazakhstan say about unarmed civilian protection?"
ESTONIA = "What does Estonia say about unarmed civilian protection?"


def chat(url: str, *lines: str, options: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "api", "chat", "--server", url, *options],
        input="".join(f"{line}\n" for line in lines),
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )


def test_follow_ups_are_completed_and_the_end_of_the_pipe_ends_it(service_url: str) -> None:
    """One body a line with --json; no prompt where nobody sits there; empty lines are passed over."""
    done = chat(service_url, KAZAKHSTAN, "", "and what about Estonia?", options=("--json",))
    first, second = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert (first["standalone_question"], second["standalone_question"]) == (KAZAKHSTAN, ESTONIA)


def test_text_says_what_was_asked_in_the_end(service_url: str) -> None:
    done = chat(service_url, KAZAKHSTAN, "and what about Estonia?")
    assert f"Asked as: {ESTONIA}" in done.stdout
    assert f"Asked as: {KAZAKHSTAN}" not in done.stdout


def test_what_gives_nothing_new_is_told(service_url: str) -> None:
    """Thanks are no question; "more" of an answer that is no list is the same answer."""
    done = chat(service_url, "Hello!", KAZAKHSTAN, "thank you", "more")
    assert done.stderr.count("Nothing was asked") == 2
    assert done.stderr.count("That is the same answer") == 1
    assert done.stdout.count("including\nunarmed civilian protection.” [1]") == 1


def test_commands_help_and_end_and_what_is_wrong_ends_nothing(service_url: str) -> None:
    """What helps goes to stderr; an unknown command and a question without words are told, and it goes on."""
    done = chat(service_url, "/help", "/nothing", "???", "/filters", KAZAKHSTAN, "/filters", "/quit", "never")
    assert done.returncode == 0
    assert "/save FILE" in done.stderr
    assert "There is no command /nothing" in done.stderr
    assert "has no words" in done.stderr
    assert "Nothing is restricted." in done.stderr
    assert "delegations: KAZ" in done.stderr
    assert "Umarov" in done.stdout
    assert "never" not in done.stdout


def test_the_conversation_is_saved_as_text_or_as_answers(service_url: str, tmp_path: Path) -> None:
    """A file that is there is not written over."""
    text, answers = tmp_path / "talk.md", tmp_path / "talk.json"
    done = chat(service_url, KAZAKHSTAN, f"/save {text}", f"/save {answers}", f"/save {text}", "/save")
    assert KAZAKHSTAN in text.read_text(encoding="utf-8")
    assert [one["question"] for one in json.loads(answers.read_text(encoding="utf-8"))] == [KAZAKHSTAN]
    assert "is there already" in done.stderr
    assert "Name the file" in done.stderr


def test_we_are_who_asks_in_every_question(service_url: str) -> None:
    """And where nobody is said to ask, a note says how to say it."""
    ours = chat(service_url, "What did we say about unarmed civilian protection?", options=("--as", "KAZ"))
    assert "“we” as Kazakhstan, who asks" in ours.stdout
    nobody = chat(service_url, "What did we say about unarmed civilian protection?")
    assert "Nobody is known as “we”" in nobody.stdout


def test_filters_given_hold_for_every_question(service_url: str) -> None:
    done = chat(service_url, KAZAKHSTAN, options=("--json", "--since", "2021-01-01"))
    assert json.loads(done.stdout)["interpreted"]["filters"]["since"] == "2021-01-01"


def test_a_terminal_has_a_prompt_and_its_end_of_file_ends_it(service_url: str) -> None:
    terminal, inner = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "api", "chat", "--server", service_url],
        stdin=inner,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        env=environment(),
    ) as process:
        os.close(inner)
        os.write(terminal, f"{KAZAKHSTAN}\n\x04".encode())
        said, _ = process.communicate(timeout=180)
        os.close(terminal)
    assert process.returncode == 0
    assert b"> " in said
    assert b"Umarov" in said
