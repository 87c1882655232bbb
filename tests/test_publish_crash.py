"""Publishing survives being ended anywhere: 20 rounds on one folder; `bench_crash.py` does 200."""

from __future__ import annotations

from itertools import cycle
from pathlib import Path
from signal import SIGKILL, SIGTERM

import pytest

from tests.crash_rounds import POINTS, Crash, crash_once, survivors_are_whole

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]

KILLS = cycle([("child", SIGTERM), ("parent", SIGKILL), ("parent", SIGTERM), ("child", SIGKILL)])
ROUNDS = [
    *(Crash(point, "child", None) for point in POINTS),
    *(Crash(point, *kill) for point, kill in zip(POINTS, KILLS, strict=False)),
    *(Crash(None, *kill) for kill, _ in zip(KILLS, range(8), strict=False)),
]


def test_every_crash_leaves_an_index_that_finds_every_row(tmp_path: Path) -> None:
    """Ended at every step and at random moments, it finds all acknowledged rows afterwards and no others."""
    assert len(ROUNDS) == 20
    for seed, crash in enumerate(ROUNDS, start=1):
        crash_once(tmp_path, crash, seed)
        try:
            survivors_are_whole(tmp_path, as_found=seed % 2 == 0)
        except AssertionError as error:
            raise AssertionError(f"After {crash} (round {seed}): {error}") from error
    folders = sorted(path.name for path in (tmp_path / "chroma").iterdir() if path.is_dir())
    assert len(folders) <= 2, f"Left behind: {folders}"
