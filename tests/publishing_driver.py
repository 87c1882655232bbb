"""A process that adds, changes, removes and publishes statements until it is killed: the crash tests' victim.

Arguments: the folder and a seed. Of every change it writes two lines, one before it is made and one once it
is acknowledged, and one of how each publishing went. A line ends with a full stop: one that a kill tore has
none, and tells nothing.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.ids import statement_id
from index.ingest import run
from index.ingest.build import Builder
from index.ingest.report import Progress
from index.store.record_store import RecordStore
from index.vectors.chroma import ChromaVectors
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder

COUNT = 150
ORDINALS = ("First", "Second", "Third", "Fourth")
EMBEDDER = HashEmbedder()


def text_of(number: int, version: int) -> str:
    """One to four points, none of which any other statement or version makes."""
    parts = ORDINALS[: 1 + (number + version) % len(ORDINALS)]
    return " ".join(f"{nth}, we note item {number} as of round {version}. It stands." for nth in parts)


def id_of(number: int) -> str:
    return statement_id("council", f"{number}.txt", "")


def open_vectors(folder: Path, store: RecordStore) -> ChromaVectors:
    return ChromaVectors(folder / "vectors", store.path, EMBEDDER.fingerprint, EMBEDDER.dim)


def tell(what: str, *details: object) -> None:
    print(what, *details, ".", flush=True)


def main(folder: Path, seed: int) -> None:
    print(flush=True)  # what the process before was killed in stays a line of its own
    run.BATCH = 8
    random = np.random.default_rng(seed)
    store = open_store(folder, EMBEDDER)
    vectors = open_vectors(folder, store)
    for version in itertools.count(seed * 1_000):
        add(store, random.choice(COUNT, random.integers(5, 20), replace=False).tolist(), version)
        held = [ref for number in range(COUNT) if (ref := id_of(number)) in store.content_marks()]
        if len(held) > 80:
            remove(store, random.choice(held, 3 + 40 * (random.random() < 0.2), replace=False).tolist())
        vectors.publish(wait=True)
        tell("published", vectors.detail)


def add(store: RecordStore, numbers: Sequence[int], version: int) -> None:
    """Tells of the statements to come in this version, then of each as it is acknowledged."""

    def acknowledge(at: Progress) -> None:
        if at.acknowledged:
            tell("added", version, at.acknowledged)

    tell("adding", version, *map(id_of, numbers))
    files = [a_file(f"{number}.txt", a_draft(text_of(number, version))) for number in numbers]
    report = Builder(store, EMBEDDER).add(files, "council", acknowledge)
    assert not report.skipped, report.skipped[0]


def remove(store: RecordStore, ids: Sequence[str]) -> None:
    tell("removing", *ids)
    store.remove(ids)
    tell("removed", *ids)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
