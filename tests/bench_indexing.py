"""Indexing: `python -m tests.bench_indexing [STATEMENTS]`, 10,000 by default.

Prints where the time of adding the sample goes and how fast it is, in a process that has loaded the model and
no more, and again to another index; the speed of the model in each type; and the peak memory of
`onrecord add` over as many short statements, its child processes included.
"""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from api.wiring import STORE, open_store
from index.embedding.embedder import Embedder
from index.embedding.model_files import find_model
from index.embedding.packaged import PackagedEmbedder
from index.ingest.build import Builder
from index.ingest.report import Report
from index.readers.walk import read_paths
from index.segmentation.segment import embedded_text
from tests.made_records import SEEDS, SURNAMES, sample_statements

FILES_A_FOLDER = 500
TEXTS = 256
"""Passages embedded to compare the types."""


def main(statements: int) -> None:
    embedder = PackagedEmbedder()
    embedder.embed_query("warm up")
    report_speed("the sample", *add_sample(embedder))
    report_speed("it again, to another index", *add_sample(embedder))
    compare_types(embedder)
    with tempfile.TemporaryDirectory() as folder:
        measure_memory(Path(folder), statements, embedder)


def add_sample(embedder: Embedder) -> tuple[Report, float]:
    """The report of adding the sample to an empty index, and the processor seconds it took."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(open_store(Path(folder) / STORE, embedder, True)) as store,
    ):
        began = time.process_time()
        return Builder(store, embedder).add(read_paths([SEEDS]), "sample"), time.process_time() - began


def report_speed(what: str, report: Report, processor_seconds: float) -> None:
    size = sum(len(file.read_bytes()) for file in SEEDS.rglob("*.txt")) / 1e6
    print(f"| adding {what} | |\n|---|---|")
    print(f"| statements, passages, MB of text | {report.added}, {report.passages}, {size:.2f} |")
    print(f"| seconds in all, of the processor | {report.seconds:.1f}, {processor_seconds:.1f} |")
    print(f"| share of the time in the embedder | {report.embedding_seconds / report.seconds:.1%} |")
    print(f"| passages a second | {report.passages / report.seconds:.1f} |")
    print(f"| MB of text a second | {size / report.seconds:.4f} |", flush=True)


def compare_types(embedder: Embedder) -> None:
    """The same passages through sentence-transformers in 32 and in 16 bits, and by ours in 32 and in 8."""
    texts = [embedded_text(s, passage) for s in sample_statements(embedder) for passage in s.passages][:TEXTS]
    print("\n| model in | passages a second | least cosine to float32 |\n|---|---|---|")
    exact = None
    for name, encode in _encoders():
        encode(texts[:8])
        began = time.perf_counter()
        vectors = encode(texts)
        seconds = time.perf_counter() - began
        exact = vectors if exact is None else exact
        least = float(np.einsum("ij,ij->i", exact, vectors).min())
        print(f"| {name} | {len(texts) / seconds:.1f} | {least:.4f} |", flush=True)


def _encoders() -> Iterator[tuple[str, Callable[[list[str]], Any]]]:
    for dtype in ("float32", "bfloat16"):
        yield f"sentence-transformers, {dtype}", _encoder(dtype)
    for ours in (PackagedEmbedder("float32"), PackagedEmbedder("int8")):
        yield ours.name, partial(_vectors, ours)


def _vectors(embedder: Embedder, texts: list[str]) -> Any:
    return np.stack([made.vector for made in embedder.embed_passages(texts)])


def _encoder(dtype: str) -> Callable[[list[str]], Any]:
    import torch
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(
        str(find_model(None).folder),
        device="cpu",
        local_files_only=True,
        model_kwargs={"dtype": getattr(torch, dtype)},
    )
    return lambda texts: np.asarray(
        model.encode(texts, normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False)
        .float()
        .numpy()
    )


def measure_memory(folder: Path, statements: int, embedder: Embedder) -> None:
    """`onrecord add` in a process of its own; the largest of it and its children counts."""
    records = folder / "records"
    write_short_statements(records, statements, embedder)
    command = [sys.executable, "-m", "api", "add", str(records), "--data-dir", str(folder / "index")]
    began = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ}, check=False)
    seconds = time.monotonic() - began
    if done.returncode:
        sys.exit(f"onrecord add failed: {done.stderr.strip()[-500:]}")
    unit = 1 if platform.system() == "Darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * unit / 2**30
    print(f"\n| adding {statements:,} short statements | |\n|---|---|")
    print(f"| seconds, the vector index included | {seconds:.0f} |\n| peak memory | {peak:.2f} GiB |")


def write_short_statements(folder: Path, count: int, embedder: Embedder) -> None:
    """One file each: a speaker's line and two sentences of the sample, put together anew."""
    sentences = [
        " ".join(span.of(s.text).split()) for s in sample_statements(embedder) for span in s.sentences
    ]
    short = [sentence for sentence in sentences if 40 <= len(sentence) <= 120]
    random = np.random.default_rng(3)
    for number in range(count):
        inside = folder / str(number // FILES_A_FOLDER)
        inside.mkdir(parents=True, exist_ok=True)
        first, second = random.choice(len(short), 2, replace=False)
        speaker = f"Mr. {SURNAMES[number % len(SURNAMES)]} (Kazakhstan)"
        text = f"{speaker}: {short[first]} {short[second]}\n"
        (inside / f"{number}.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(int([*sys.argv[1:2], "10000"][0]))
