"""Vectors served by Chroma, and what tests do to them: full disks, damage, questions all the while."""

from __future__ import annotations

import json
import os
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np

from index.vectors import publish
from index.vectors.chroma import ChromaVectors
from index.vectors.feed import VectorFeed
from index.vectors.generations import Generations
from index.vectors.vector_store import VectorStore
from tests.exact_vectors import ExactVectors
from tests.vector_database import VectorDatabase, random_vectors

DIM = 16
ROWS = 400
VECTORS = random_vectors(ROWS, DIM, seed=1)


def truncate(name: str) -> Callable[[Path], None]:
    def damage(generation: Path) -> None:
        path = next(generation.rglob(name))
        os.truncate(path, path.stat().st_size // 2)

    return damage


def spoil(name: str) -> Callable[[Path], None]:
    """Keeps the size and the beginning, as a torn write does."""

    def damage(generation: Path) -> None:
        path = next(generation.rglob(name))
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2] + b"\x00" * (len(content) - len(content) // 2))

    return damage


def grow(generation: Path) -> None:
    """What Chroma's own replay does after a kill: a sparse file of terabytes."""
    os.truncate(next(generation.rglob("link_lists.bin")), 3_700_000_000_000)


def renumber(generation: Path) -> None:
    """Another record store's index: it claims rows this one never gave."""
    manifest = json.loads((generation / "manifest.json").read_text())
    manifest["pointer"]["applied_row"] = 9_999
    (generation / "manifest.json").write_text(json.dumps(manifest))


def published_in(folder: Path) -> Path:
    database = VectorDatabase(folder / "store.sqlite3")
    database.add(VECTORS)
    database.close()
    store = opened(folder)
    store.publish(wait=True)
    store.close()
    return folder


def opened(folder: Path) -> ChromaVectors:
    return ChromaVectors(folder / "chroma", folder / "store.sqlite3", "model-1", DIM)


def ready(folder: Path) -> ChromaVectors:
    store = opened(folder)
    store.start()
    wait_until_ready(store)
    return store


def newest(folder: Path) -> Path:
    return max((folder / "chroma").glob("gen-*"))


def job(folder: Path) -> publish.Job:
    feed = VectorFeed(folder / "store.sqlite3", DIM)
    return publish.Job(Generations(folder / "chroma"), feed, "model-1", DIM, anew=False)


def until(reached: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < end
        time.sleep(0.02)


def wait_until_ready(store: VectorStore) -> None:
    until(lambda: store.state == "ready")


def paused(folder: Path) -> int:
    until((folder / "paused").exists)
    return int((folder / "paused").read_text())


def assert_serves(store: VectorStore, count: int) -> None:
    assert store.state == "ready", store.detail
    answer = store.query(VECTORS[200], 10 * ROWS)
    assert answer is not None
    assert len(answer.rows) == count
    assert answer.rows[0] == 201


class filled:
    """A disk without a free byte, while the block lasts."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "ballast"

    def __enter__(self) -> None:
        with open(self._file, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"\x00" * 4096)
            except OSError:
                return

    def __exit__(self, *_: object) -> None:
        self._file.unlink()


class answering:
    """Asks all the while, as search does, and holds every answer to an exact scan."""

    def __init__(self, store: VectorStore, folder: Path) -> None:
        self._store = store
        self._exact = ExactVectors(folder / "store.sqlite3", DIM)
        self._exact.start()
        self._stop = threading.Event()
        self._wrong: list[str] = []
        self._answers = 0
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        assert self._answers > 0
        assert not self._wrong, self._wrong[:3]

    def _ask(self) -> None:
        for at in np.resize(np.arange(ROWS), 1_000_000):
            if self._stop.wait(0.005):
                return
            answer = self._store.query(VECTORS[at], 1) or self._exact.query(VECTORS[at], 1)
            self._answers += 1
            if answer is None or answer.rows.tolist() != [at + 1]:
                self._wrong.append(f"row {at + 1}: {answer}")


@contextmanager
def limited(process: int) -> Iterator[None]:
    """No file that this process, or one it starts, writes to may grow while the block lasts."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    with suppress(ProcessLookupError):
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)
