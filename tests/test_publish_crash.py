"""Adding and publishing survive being ended anywhere: rounds on one folder; `bench_crash.py` does 200."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, product
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from tests.crash_rounds import ADDING, PUBLISHING, Crash, crash_once, survivors_are_whole

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]

SIGNALS = (SIGKILL, SIGTERM)
VICTIMS = ("child", "parent")
ROUNDS = [
    *(Crash(point, *kill) for point, kill in product(PUBLISHING, product(VICTIMS, SIGNALS))),
    *(Crash(point, "parent", sent) for point, sent in zip(ADDING, cycle(SIGNALS), strict=False)),
    *(Crash(None, *kill) for kill in product(VICTIMS, SIGNALS)),
    Crash("publish.mid_add", "child", None),
    Crash("store.half_written:3", "parent", None),
]


def test_every_crash_leaves_an_index_that_finds_every_statement(tmp_path: Path) -> None:
    """Ended at every step and at random moments, it finds all that was acknowledged and nothing else.

    Two indexes at once, half the rounds each: a round mostly waits, for a process to start or a disk.
    """
    half = len(ROUNDS) // 2
    folders = [tmp_path / "one", tmp_path / "other"]
    with ThreadPoolExecutor() as both:
        for done in [
            both.submit(run, *given) for given in zip(folders, (0, half), (half, None), strict=True)
        ]:
            done.result()


def run(folder: Path, first: int, end: int | None) -> None:
    folder.mkdir()
    for seed, crash in enumerate(ROUNDS[first:end], start=first + 1):
        try:
            crash_once(folder, crash, seed)
            survivors_are_whole(folder, as_found=seed % 2 == 0)
        except AssertionError as error:
            raise AssertionError(f"After {crash} (round {seed}): {error}") from error
    left = sorted(path.name for path in (folder / "vectors").iterdir() if path.is_dir())
    assert len(left) <= 2, f"Left behind: {left}"
