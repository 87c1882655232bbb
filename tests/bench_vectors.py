"""What the vector index costs: `python -m tests.bench_vectors [rows]`, 100,000 rows of 384 by default.

Prints the time to publish 20,000 rows anew, 1,000 more, and the rest; from start to ready; and for queries
of k = 100 the time and the recall against an exact scan (a neighbour as near as the hundredth counts).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from index.embedding.embedder import Vector
from index.vectors.chroma import ChromaVectors
from tests.exact_vectors import nearest
from tests.vector_database import VectorDatabase

DIM = 384
K = 100
QUERIES = 200


def main(count: int) -> None:
    vectors = topical_vectors(count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = VectorDatabase(folder / "store.sqlite3")
        store = ChromaVectors(folder / "chroma", database.path, "bench", DIM)
        for upto in (min(20_000, count - 1_000), min(21_000, count), count):
            database.add(vectors[store_rows(database) : upto])
            with timed(f"publish up to {upto} rows"):
                store.publish(wait=True)
        store.close()
        store = ChromaVectors(folder / "chroma", database.path, "bench", DIM)
        with timed("start to ready"):
            store.start()
            while store.state != "ready":
                time.sleep(0.01)
        measure_queries(store, vectors)
        store.close()


def measure_queries(store: ChromaVectors, vectors: Vector) -> None:
    random = np.random.default_rng(7)
    picked = vectors[random.choice(len(vectors), QUERIES)]
    noise = random.normal(size=picked.shape).astype(np.float32)
    queries = picked + 0.7 * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    rows = np.arange(1, len(vectors) + 1)
    times, exact_times, recalls = [], [], []
    for query in queries / np.linalg.norm(queries, axis=1, keepdims=True):
        began = time.perf_counter()
        answer = store.query(query, K)
        times.append(time.perf_counter() - began)
        began = time.perf_counter()
        _, true = nearest(rows, vectors, query, K)
        exact_times.append(time.perf_counter() - began)
        recalls.append(0 if answer is None else np.count_nonzero(answer.scores >= true[-1] - 1e-6) / K)
    for label, found in (("Chroma", times), ("exact", exact_times)):
        print(f"{label} query, k={K}: median {1000 * np.median(found):.1f} ms, 95 % {_high(found):.1f} ms")
    print(f"recall@{K}: mean {np.mean(recalls):.4f}, worst {np.min(recalls):.2f}")


def topical_vectors(count: int) -> Vector:
    """Unit vectors on topics of very different size, a tenth of them copies, as formulas are."""
    random = np.random.default_rng(1)
    topics = random.normal(size=(500, DIM)).astype(np.float32)
    share = 1 / np.arange(1, 501)
    chosen = random.choice(500, count, p=share / share.sum())
    vectors = topics[chosen] + 0.8 * random.normal(size=(count, DIM)).astype(np.float32)
    copies = random.choice(count, count // 10, replace=False)
    vectors[copies] = vectors[random.choice(copies[:20], len(copies))]
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def store_rows(database: VectorDatabase) -> int:
    return len(database.held())


def _high(found: list[float]) -> float:
    return 1000 * float(np.quantile(found, 0.95))


@contextmanager
def timed(label: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    print(f"{label}: {time.perf_counter() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2] or ["100000"]))
