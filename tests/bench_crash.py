"""The long crash test: `python -m tests.bench_crash [rounds] [seed]`, 200 rounds by default.

Each round adds and publishes in a real process, ends it or its child by a fault, `kill -9` or SIGTERM at a
step or a random moment, opens the index again and searches for everything acknowledged. It stops at the first
thing that is not found, or found though it should not be.
"""

from __future__ import annotations

import signal
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from tests.crash_rounds import ADDING, PUBLISHING, Crash, crash_once, survivors_are_whole


def main(rounds: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    done: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        for round_ in range(1, rounds + 1):
            crash = _any_crash(random)
            crash_once(Path(folder), crash, seed * 10_000 + round_)
            rows = survivors_are_whole(Path(folder), as_found=round_ % 2 == 0)
            done[str(crash)] += 1
            print(f"round {round_} of {rounds}: {crash}; {rows} passages, all found", flush=True)
    print(f"{rounds} rounds in {time.monotonic() - began:.0f} s, seed {seed}: every passage found, no other.")
    for crash_name, count in sorted(done.items()):
        print(f"{count:4}  {crash_name}")


def _any_crash(random: np.random.Generator) -> Crash:
    points = (*PUBLISHING, *ADDING, None)
    point = points[int(random.integers(len(points)))]
    if point is not None and random.random() < 0.3:
        return Crash(point, "parent" if point in ADDING else "child", None)
    victim = "child" if point not in ADDING and random.random() < 0.5 else "parent"
    return Crash(point, victim, (signal.SIGKILL, signal.SIGTERM)[int(random.integers(2))])


if __name__ == "__main__":
    main(*map(int, [*sys.argv[1:3], *["200", "1"][len(sys.argv) - 1 :]]))
