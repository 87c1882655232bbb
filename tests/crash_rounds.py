"""One round of the crash test: add and publish in a process of its own, end it somewhere, open again, search.

Shared by the suite (`test_publish_crash.py`) and `bench_crash.py`.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding.embedder import Vector
from index.process.faults import EXIT_CODE, VARIABLE
from index.search.candidates import Searcher
from index.vectors.chroma import ChromaVectors
from tests.drafts import open_store
from tests.network import python_path
from tests.pausing import HOUSE, pausing, wait_until
from tests.publishing_driver import COUNT, EMBEDDER, id_of, open_vectors, text_of
from tests.wholeness import check_found, check_whole

PUBLISHING = tuple(
    f"publish.{step}" for step in ("begun", "mid_add", "before_fsync", "before_flip", "after_flip")
)
ADDING = (
    "build.after_embed:2", "store.half_written:4", "store.before_commit:5", "store.after_commit:6",
    "store.before_remove",
)  # fmt: skip
"""Steps of the adding process itself, which has no child then."""

Told = dict[str, set[int | None]]
"""By statement, the versions it may be in, None for none: just one where the last change was acknowledged."""


@dataclass(frozen=True, slots=True)
class Crash:
    """Where and how: `victim` is the child that publishes, or its parent; no point is a random moment."""

    point: str | None
    victim: str
    signal: signal.Signals | None

    def __str__(self) -> str:
        name = self.signal.name if self.signal else "fault"
        return f"{name} of the {self.victim} at {self.point or 'a random moment'}"

    @property
    def code(self) -> int:
        """How the victim then exits."""
        return -self.signal if self.signal else EXIT_CODE

    def environment(self, folder: Path) -> dict[str, str]:
        if self.point and self.signal:
            return pausing(folder, self.point)
        return {VARIABLE: self.point or "", "PYTHONPATH": python_path(HOUSE)}


def crash_once(folder: Path, crash: Crash, seed: int) -> None:
    """Starts the driver and ends it, or its child; fails where it did not die as the crash says."""
    log, paused = folder / "told", folder / "paused"
    paused.unlink(missing_ok=True)
    begun = log.stat().st_size if log.exists() else 0
    command = [sys.executable, "-m", "tests.publishing_driver", str(folder), str(seed)]
    environment = os.environ | crash.environment(folder)
    with (
        open(log, "a") as out,
        subprocess.Popen(command, env=environment, stdout=out, cwd=HOUSE) as driver,
    ):
        try:
            if crash.signal is not None:
                _strike(crash, crash.signal, driver, paused, seed)
            if crash.victim == "parent":
                wait_until(lambda: False, driver)
                assert driver.returncode == crash.code
            else:
                _see_the_child_dead(crash, driver, lambda: log.read_text()[begun:])
        finally:
            driver.kill()


def _strike(
    crash: Crash, sent: signal.Signals, driver: subprocess.Popen[bytes], paused: Path, seed: int
) -> None:
    if crash.point is None:
        time.sleep(0.2 + 4 * np.random.default_rng(seed).random())
        os.kill(_child_of(driver.pid) if crash.victim == "child" else driver.pid, sent)
    else:
        wait_until(paused.exists, driver)
        assert paused.exists(), "It ended before that step."
        os.kill(int(paused.read_text()) if crash.victim == "child" else driver.pid, sent)


def _child_of(parent: int) -> int:
    """The parent itself where it has none at the moment."""
    tasks = [path.read_text().split() for path in Path(f"/proc/{parent}/task").glob("*/children")]
    return int(next((child for task in tasks for child in task), parent))


def _see_the_child_dead(crash: Crash, driver: subprocess.Popen[bytes], told: Callable[[], str]) -> None:
    """Its parent outlives it and tells; at a random moment there may be none, or one that is done."""
    wait_until(lambda: "published" in told(), driver)
    assert crash.point is None or f"ended by {crash.code})" in told(), told()


def survivors_are_whole(folder: Path, *, as_found: bool) -> int:
    """Opens the index as the next start does: all that was acknowledged is found, and nothing else.

    Found while the index is checked, as soon as it serves, and once it is up to date. `as_found` has what the
    crash left opened first; otherwise it is brought up to date before. Returns the number of passages.
    """
    with closing(open_store(folder, EMBEDDER)) as store, closing(open_vectors(folder, store)) as vectors:
        _check_told(folder / "told", check_whole(store))
        if not as_found:
            vectors.publish(wait=True)
        vectors.start()
        searcher = Searcher(store, vectors)
        check_found(store, searcher)
        _wait_until_serving(vectors)
        check_found(store, searcher)
        vectors.publish(wait=True)
        check_found(store, searcher)
        rows = store.live_rows().tolist()
        if rows:
            assert vectors.state == "ready", vectors.detail
            _check_held(vectors, store.vectors(rows))
        return len(rows)


def _check_told(log: Path, texts: dict[str, str]) -> None:
    """Every statement is as it was last told to be; what is found is what the next round goes on from."""
    told, found = _told(log), dict[str, int]()
    for id, number in ((id_of(number), number) for number in range(COUNT)):
        allowed = {text_of(number, version): version for version in told.get(id, ()) if version is not None}
        if id in texts:
            assert texts[id] in allowed, f"item {number} is not one of {told.get(id)}: {texts[id]}"
            found[id] = allowed[texts[id]]
        else:
            assert None in told.get(id, {None}), f"item {number} is gone: {told[id]}"
    assert set(texts) == set(found)
    log.write_text("".join(f"added {version} {id} .\n" for id, version in found.items()))


def _told(log: Path) -> Told:
    told = defaultdict[str, set[int | None]](lambda: {None})
    for line in log.read_text().splitlines():
        match line.split():
            case ["adding", version, *ids, "."]:
                for id in ids:
                    told[id].add(int(version))
            case ["added", version, id, "."]:
                told[id] = {int(version)}
            case ["removing", *ids, "."]:
                for id in ids:
                    told[id].add(None)
            case ["removed", *ids, "."]:
                told |= {id: {None} for id in ids}
    return told


def _wait_until_serving(vectors: ChromaVectors) -> None:
    """What was published before the crash, without what was added since; or a new one where that is gone."""
    until = time.monotonic() + 240
    while not vectors.applied_row and "nothing to index" not in vectors.detail:
        assert time.monotonic() < until, vectors.detail
        time.sleep(0.01)


def _check_held(vectors: ChromaVectors, held: dict[int, Vector]) -> None:
    """Chroma itself, not a scan in its place, finds every passage and names no other and none twice."""
    for row, vector in held.items():
        answer = vectors.query(vector, 3)
        assert answer is not None
        assert answer.rows[0] == row, f"row {row} is not found"
    everything = vectors.query(np.ones(EMBEDDER.dim, np.float32), 10 * len(held))
    assert everything is not None
    assert len(set(everything.rows.tolist())) == len(everything.rows)
    assert set(everything.rows.tolist()) <= set(held)
