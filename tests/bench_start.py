"""Starting: `python -m tests.bench_start [FOLDER] [PASSAGES]`, 100,000 by default.

Prints how long `onrecord --help` takes, and how long it is from `onrecord serve` over a made index until it
listens, until `/v1/ready` says so, the model loaded and the vector index checked, and until a first answer.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import numpy as np

from api.settings import Settings
from api.wiring import make_vectors
from index.embedding.packaged import PackagedEmbedder
from tests.command_process import ONRECORD, serving
from tests.made_records import made_index

HELPS = 11
STARTS = 3
SECONDS = 120.0


def main(folder: Path, passages: int) -> None:
    embedder = PackagedEmbedder()
    data_dir = made_index(folder, passages, embedder)
    with closing(make_vectors(Settings(data_dir=data_dir), embedder)) as vectors:
        vectors.publish(wait=True)
    helps = [seconds_of_help() for _ in range(HELPS + 1)][1:]
    starts = [seconds_to_ready(data_dir) for _ in range(STARTS)]
    print(f"| {passages:,} passages | median s | worst s |\n|---|---|---|")
    for label, found in (
        ("`onrecord --help`", helps),
        ("`onrecord serve` until it listens", [listening for listening, _, _ in starts]),
        ("`onrecord serve` until ready", [ready for _, ready, _ in starts]),
        ("the first question after that", [first for _, _, first in starts]),
    ):
        print(f"| {label} | {np.median(found):.2f} | {max(found):.2f} |")


def seconds_of_help() -> float:
    began = time.perf_counter()
    subprocess.run([ONRECORD, "--help"], check=True, capture_output=True)
    return time.perf_counter() - began


def seconds_to_ready(data_dir: Path) -> tuple[float, float, float]:
    """Seconds until the service says its address, until it is ready, and for the first answer after that."""
    began = time.perf_counter()
    with serving(data_dir) as service:
        listening = time.perf_counter() - began
        service.wait_until_ready(SECONDS)
        ready = time.perf_counter() - began
        body = {"question": "Which delegations mentioned hospitals?"}
        httpx.post(f"{service.at}/v1/ask", json=body, timeout=SECONDS).raise_for_status()
        return listening, ready, time.perf_counter() - began - ready


if __name__ == "__main__":
    given = [*sys.argv[1:], *["/tmp/onrecord-bench", "100000"][len(sys.argv) - 1 :]]
    main(Path(given[0]), int(given[1]))
