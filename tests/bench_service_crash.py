"""The long crash test of the whole service: `python -m tests.bench_service_crash [minutes] [seed]`.

An hour by default. Each round is one of `service_rounds.py`; it stops at the first thing that differs from
the model.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from tests.chroma_process import chroma_running
from tests.service_rounds import Model, round_once

SECONDS = 8.0


def main(minutes: float, seed: int) -> None:
    model, began, round_ = Model(), time.monotonic(), 0
    with tempfile.TemporaryDirectory() as folder, chroma_running(Path(folder) / "chroma") as (url, chroma_id):
        data = Path(folder) / "data"
        while time.monotonic() - began < 60 * minutes:
            round_ += 1
            ended = round_once(data, model, seed * 10_000 + round_, SECONDS, url, chroma_id)
            held = model.compare(data)
            print(f"round {round_}: {ended}; {held} files, each as acknowledged", flush=True)
    took = time.monotonic() - began
    print(f"{round_} rounds in {took:.0f} s, seed {seed}: nothing lost, nothing else found.")
    for what, count in sorted(model.done.items()):
        print(f"{count:7,}  {what}")


if __name__ == "__main__":
    given = [*sys.argv[1:3], *["60", "1"][len(sys.argv) - 1 :]]
    main(float(given[0]), int(given[1]))
