"""Risky parsing in a child process that may die without taking the service along.

In: one of our modules and bytes. Out: the bytes it answered. Refuses, with `UnreadableRecord`, what the
child refuses, and whatever kills it: memory, processor time, wall time, a crash of a C library.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from index.errors import UnreadableRecord
from index.process.deadline import look, present

ROOT = Path(__file__).resolve().parents[2]
REFUSED, OUT_OF_MEMORY = 7, 8
GLANCE = 0.5
"""Seconds after which it is looked whether anybody still waits for the child."""
MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use; memory and answer in bytes, times in seconds."""

    memory: int = 1536 * MIB
    processor: int = 60
    wall: float = 90.0
    answer: int = 128 * MIB


def run_isolated(module: str, data: bytes, limits: Limits, what: str) -> bytes:
    """The answer of `python -m module` to `data`; `what` names the file's format in messages.

    Raises UnreadableRecord with the child's own sentence, or with one that says it could not be read safely;
    where the present work has a deadline, the child has it too.
    """
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        given.write(data)
        given.seek(0)
        code = _run(module, given.fileno(), answer.fileno(), limits)
        look()
        answer.seek(0)
        told = answer.read(limits.answer)
    if code == 0:
        return told
    if code == REFUSED:
        raise UnreadableRecord(told.decode("utf-8", "replace"))
    raise UnreadableRecord(
        f"The {what} could not be read safely ({_cause(code)}); get the file again from its publisher."
    )


def _run(module: str, given: int, answer: int, limits: Limits) -> int | None:
    """The exit code, None when the wall time ran out."""
    command = [
        sys.executable,
        "-P",
        "-m",
        module,
        str(limits.memory),
        str(limits.processor),
        str(limits.answer),
    ]
    child = subprocess.Popen(
        command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL, env=_environment(), cwd=ROOT
    )
    deadline = present()
    wall = limits.wall if deadline is None else min(limits.wall, deadline.left)
    try:
        return _ended(child, time.monotonic() + wall)
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()


def _ended(child: subprocess.Popen[bytes], until: float) -> int | None:
    while (left := until - time.monotonic()) > 0:
        with suppress(subprocess.TimeoutExpired):
            return child.wait(min(left, GLANCE))
        look()
    return None


def _environment() -> dict[str, str]:
    """No more of our environment than a child needs; it imports what we import."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, sys.path)])}


def _cause(code: int | None) -> str:
    if code is None or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "it took too long"
    if code in (OUT_OF_MEMORY, -signal.SIGABRT):
        return "it took too much memory"
    return "it broke the library that reads it" if code < 0 else "its content makes no sense"


def serve(answer: Callable[[bytes], bytes]) -> None:
    """The child's side: limits from the arguments, data from stdin, `answer(data)` or its refusal to stdout.

    Exits 0 with the answer, `REFUSED` with the sentence of an `UnreadableRecord`.
    """
    memory, processor, length = (int(argument) for argument in sys.argv[1:4])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (processor, processor))
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, length))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        told, code = answer(sys.stdin.buffer.read()), 0
    except UnreadableRecord as refusal:
        told, code = str(refusal).encode(), REFUSED
    except MemoryError:
        told, code = b"", OUT_OF_MEMORY
    sys.stdout.buffer.write(told)
    sys.stdout.buffer.flush()
    os._exit(code)
