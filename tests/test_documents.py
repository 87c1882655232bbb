"""Documents show what happens: every ```console block is run in order, and so are the Python examples.

Lines after `$ ` are commands, the lines below them what they print; `...` stands for whatever is there.
Blocks that set up the machine or keep running (`make`, `git`, `onrecord serve`) are tested elsewhere.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.network import python_path

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "docs/tutorial.md")
LIBRARY = ROOT / "docs" / "library.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = ("make ", "git ", "cd ", "curl ", "onrecord serve", "docker ")
SECONDS = 600
"""Indexing the sample takes 20 seconds on a quiet machine, minutes on a busy one."""
pytestmark = pytest.mark.model


@dataclass(frozen=True, slots=True)
class Shown:
    """A command and what it is shown to print."""

    command: str
    output: str


def shown(text: str) -> Iterator[Shown]:
    for block in BLOCK.findall(text):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            lines = part.splitlines()
            taken = 1
            while lines[taken - 1].endswith("\\"):
                taken += 1
            yield Shown("\n".join(lines[:taken]), "\n".join(lines[taken:]))


def runs(one: Shown) -> bool:
    return not one.command.startswith(ELSEWHERE) and "--server" not in one.command


def pattern(output: str) -> str:
    """The shown output as a pattern: white space may differ, `...` is anything."""
    parts = [r"\s+".join(re.escape(word) for word in part.split()) for part in output.split("...")]
    return r"\s*" + r"[\s\S]*?".join(f"{part}\\s*" for part in parts) + "$"


def surroundings(*bins: Path) -> dict[str, str]:
    """The environment of a user who has set nothing, with these folders first on the path."""
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")},
        "PATH": os.pathsep.join([*map(str, bins), os.environ["PATH"]]),
        "PYTHONPATH": python_path(ROOT),
    }


def test_console_blocks_are_read_as_commands_and_output() -> None:
    """A block gives its commands with what each prints; a backslash continues a command."""
    text = "```console\n$ one \\\n  two\nout ... end\n$ three\n```\n\n```sh\n$ four\n```\n"
    assert list(shown(text)) == [Shown("one \\\n  two", "out ... end"), Shown("three", "")]
    assert re.match(pattern("a ... z"), "a  b\nc z\n")
    assert not re.match(pattern("a ... z"), "a b c")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_show_what_happens(name: str, tmp_path: Path) -> None:
    """Each command exits as it should and prints what is shown."""
    onrecord = tmp_path / "bin" / "onrecord"
    onrecord.parent.mkdir()
    onrecord.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m api "$@"\n')
    onrecord.chmod(0o755)
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    environment = surroundings(onrecord.parent)
    commands = [one for one in shown((ROOT / name).read_text(encoding="utf-8")) if runs(one)]
    assert commands
    for one in commands:
        done = subprocess.run(
            one.command, shell=True, cwd=tmp_path, env=environment, capture_output=True, text=True,
            timeout=SECONDS, check=False,
        )  # fmt: skip
        assert done.returncode == 0 or done.stdout, f"{one.command}: {done.stderr}"
        assert re.match(pattern(one.output), done.stdout), (
            f"{one.command} printed:\n{done.stdout}{done.stderr}"
        )


EXAMPLES = """
import doctest, sys
flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
failed, tried = doctest.testfile(sys.argv[1], module_relative=False, optionflags=flags, encoding="utf-8")
sys.exit(f"{failed} of {tried} examples" if failed or not tried else 0)
"""


def test_python_examples_give_what_is_shown(tmp_path: Path) -> None:
    """Run as one session in an empty folder beside the sample."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    done = subprocess.run(
        [sys.executable, "-c", EXAMPLES, str(LIBRARY)],
        cwd=tmp_path, env=surroundings(), capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
