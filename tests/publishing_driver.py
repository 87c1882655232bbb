"""A process that adds, removes and publishes until it is killed: what the crash tests kill.

Arguments: the folder and a seed. It writes one line per acknowledged change, before publishing it, and
one before each removal. A line ends with a full stop: one that a kill tore has none, and tells nothing.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np

from index.chroma import ChromaVectors
from tests.vector_database import VectorDatabase, random_vectors

DIM = 16
FINGERPRINT = "model-1"


def main(folder: Path, seed: int) -> None:
    print(flush=True)  # what the process before was killed in stays a line of its own
    random = np.random.default_rng(seed)
    database = VectorDatabase(folder / "store.sqlite3")
    store = ChromaVectors(folder / "chroma", database.path, FINGERPRINT, DIM)
    for round_ in itertools.count():
        rows = database.add(random_vectors(int(random.integers(1, 60)), DIM, seed * 1_000 + round_))
        print("added", *rows, ".", flush=True)
        held = sorted(database.held())
        if len(held) > 150:
            gone = [int(row) for row in random.choice(held, 5 + 100 * (random.random() < 0.2), replace=False)]
            print("removing", *gone, ".", flush=True)
            database.remove(gone)
            print("removed", *gone, ".", flush=True)
        store.publish(wait=True)
        print("published", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
