"""One round of the crash test: publish in a process of its own, end it somewhere, open again, compare.

Shared by the suite (20 rounds) and `bench_crash.py` (200).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.chroma import ChromaVectors
from tests.network import python_path
from tests.pausing import HOUSE, pausing, wait_until
from tests.publishing_driver import DIM, FINGERPRINT
from tests.vector_database import held_rows

POINTS = tuple(
    f"publish.{step}"
    for step in ("after_copy", "mid_add", "before_verify", "before_fsync", "before_flip", "after_flip")
)


@dataclass(frozen=True, slots=True)
class Crash:
    """Where and how: `victim` is the child that publishes, or its parent; no point is a random moment."""

    point: str | None
    victim: str
    signal: signal.Signals | None

    def __str__(self) -> str:
        name = self.signal.name if self.signal else "fault"
        return f"{name} of the {self.victim} at {self.point or 'a random moment'}"


def crash_once(folder: Path, crash: Crash, seed: int) -> None:
    """Starts the driver and ends it, or its child, as the crash says; returns when it is dead."""
    (folder / "paused").unlink(missing_ok=True)
    environment = dict(os.environ, PYTHONPATH=python_path(HOUSE))
    if crash.point and crash.signal is None:
        environment["ONRECORD_FAULT"] = crash.point
    elif crash.point:
        environment |= pausing(folder, crash.point)
    command = [sys.executable, "-m", "tests.publishing_driver", str(folder), str(seed)]
    with (
        open(folder / "acknowledged", "a") as log,
        subprocess.Popen(command, env=environment, stdout=log, cwd=HOUSE) as driver,
    ):
        try:
            _strike(crash, driver, folder, seed)
        finally:
            driver.kill()


def survivors_are_whole(folder: Path, *, as_found: bool) -> int:
    """Opens the index as the next start does: every row is found, no other is. The number of rows.

    `as_found` has what the crash left opened first; otherwise it is brought up to date before.
    """
    held = held_rows(folder / "store.sqlite3")
    _assert_acknowledged(folder, set(held))
    store = ChromaVectors(folder / "chroma", folder / "store.sqlite3", FINGERPRINT, DIM)
    try:
        if not as_found:
            store.publish(wait=True)
        store.start()
        store.publish(wait=True)
        assert store.state == "ready", store.detail
        for row, vector in held.items():
            answer = store.query(vector, 3)
            assert answer is not None
            assert row in answer.rows, f"row {row} is not found"
        everything = store.query(np.ones(DIM, np.float32), 10 * len(held))
        assert everything is not None
        assert set(everything.rows.tolist()) <= set(held)
    finally:
        store.close()
    return len(held)


def _assert_acknowledged(folder: Path, held: set[int]) -> None:
    told: dict[str, set[int]] = {"added": set(), "removing": set(), "removed": set()}
    for line in (folder / "acknowledged").read_text().splitlines():
        kind, *rows = line.split() or [""]
        if rows[-1:] == ["."]:
            told[kind].update(map(int, rows[:-1]))
    assert told["added"] - told["removing"] <= held
    assert not told["removed"] & held


def _strike(crash: Crash, driver: subprocess.Popen[bytes], folder: Path, seed: int) -> None:
    log, paused = folder / "acknowledged", folder / "paused"
    published = _published(log)
    if crash.point is None:
        time.sleep(0.2 + 4 * np.random.default_rng(seed).random())
        os.kill(_victim(crash, driver.pid), crash.signal or signal.SIGKILL)
    elif crash.signal is None:
        wait_until(lambda: _published(log) > published, driver)
    else:
        wait_until(lambda: paused.exists() and paused.read_text() != "", driver)
        os.kill(_victim(crash, driver.pid), crash.signal)
    if crash.victim == "child":
        wait_until(lambda: _published(log) > published, driver)


def _published(log: Path) -> int:
    return log.read_text().count("published")


def _victim(crash: Crash, parent: int) -> int:
    tasks = [path.read_text().split() for path in Path(f"/proc/{parent}/task").glob("*/children")]
    children = [child for task in tasks for child in task]
    return int(children[0]) if crash.victim == "child" and children else parent
