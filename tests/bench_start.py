"""Starting: `python -m tests.bench_start [FOLDER] [PASSAGES]`, 100,000 by default.

Prints how long `onrecord --help` takes, and how long it is from `onrecord serve` over a made index until it
listens, until `/v1/ready` says so, the model loaded and the vector index checked, and until a first answer;
then what each command costs that starts from nothing, the service stopped.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import httpx
import numpy as np

from api.settings import Settings
from api.wiring import STORE, make_vectors, open_store
from index.embedding.packaged import PackagedEmbedder
from index.store.record_store import RecordStore
from tests.command_process import ONRECORD, serving
from tests.made_records import made_index

HELPS = 11
STARTS = 3
COLD = 4
STAGES = ("onrecord serve, until it listens", "until it is ready", "the first list after that")
SECONDS = 120.0
"""Waited for anything. A list reads hundreds of sentences, on a slow machine for longer than the 30 s that a
service gives a request unless told otherwise."""


def main(folder: Path, passages: int) -> None:
    embedder = PackagedEmbedder()
    data_dir = made_index(folder, passages, embedder)
    with closing(make_vectors(Settings(data_dir=data_dir), embedder)) as vectors:
        vectors.publish(wait=True)
    print(f"| {passages:,} passages | median s | worst s |\n|---|---|---|", flush=True)
    _row("onrecord --help", [seconds_of_help() for _ in range(HELPS + 1)][1:])
    with closing(open_store(data_dir / STORE, embedder, create=False)) as store:
        chosen = commands(store)
    seconds_to_ready(data_dir)  # writes what the next ones map
    starts = list(zip(*(seconds_to_ready(data_dir) for _ in range(STARTS)), strict=True))
    for label, found in zip(STAGES, starts, strict=True):
        _row(label, found)
    for label, command in chosen.items():
        _row(f"onrecord {label}, cold", [cold_seconds(data_dir, command) for _ in range(COLD)])


def _row(label: str, seconds: Sequence[float]) -> None:
    print(f"| {label} | {np.median(seconds):.2f} | {max(seconds):.2f} |", flush=True)


def seconds_of_help() -> float:
    began = time.perf_counter()
    subprocess.run([ONRECORD, "--help"], check=True, capture_output=True)
    return time.perf_counter() - began


def seconds_to_ready(data_dir: Path) -> tuple[float, float, float]:
    """Seconds until the service says its address, until it is ready, and for the first answer after that."""
    began = time.perf_counter()
    with serving(data_dir, ONRECORD_DEADLINE=f"{SECONDS:.0f}") as service:
        listening = time.perf_counter() - began
        service.wait_until_ready(SECONDS)
        ready = time.perf_counter() - began
        body = {"question": "Which delegations mentioned hospitals?"}
        httpx.post(f"{service.at}/v1/ask", json=body, timeout=SECONDS).raise_for_status()
        return listening, ready, time.perf_counter() - began - ready


def commands(store: RecordStore) -> dict[str, list[str]]:
    """One of each kind, about a statement in the middle of what the index holds."""
    columns = store.statement_columns()
    statement = store.statement(next(one.id for one in columns[len(columns) // 2 :] if not one.procedural))
    words = statement.sentences[0].of(statement.text)
    return {
        "status": ["status"],
        "show": ["show", statement.ref.id],
        "cite": ["cite", statement.passages[0].id],
        "search": ["search", "protection of hospitals and medical facilities in conflict"],
        "ask": ["ask", "What did Kazakhstan say about the protection of civilians?"],
        "ask, a list": ["ask", "Which delegations mentioned hospitals or medical facilities?"],
        "similar": ["similar", "Humanitarian and medical personnel must be protected."],
        "check-quote": ["check-quote", words],
    }


def cold_seconds(data_dir: Path, command: Sequence[str]) -> float:
    """Seconds of a process of its own; the files it reads were read before."""
    began = time.perf_counter()
    subprocess.run([ONRECORD, *command, "--data-dir", str(data_dir)], check=False, capture_output=True)
    return time.perf_counter() - began


if __name__ == "__main__":
    given = [*sys.argv[1:], *["/tmp/onrecord-bench", "100000"][len(sys.argv) - 1 :]]
    main(Path(given[0]), int(given[1]))
