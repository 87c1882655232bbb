"""How a service keeps up as its index grows: `python -m tests.bench_growth [FOLDER] [PASSAGES...]`.

In: a folder for made indexes and how many passages each has, 10,000, 100,000 and 1,000,000 by default. Out:
a column each, of `onrecord serve` with its model: until it is ready, one person's searches and answers; a
thousand statements added in one upload while one goes on asking, whether what was added is found at once and
what was removed no longer is; memory and disk.
"""

from __future__ import annotations

import io
import sys
import threading
import time
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from api.access import WRITE_HEADER
from index.embedding.embedder import Embedder
from index.embedding.packaged import PackagedEmbedder
from tests.bench_search import QUESTIONS
from tests.command_process import Serving, serving
from tests.made_larger import index_of
from tests.made_records import SURNAMES, sample_statements

SIZES = (10_000, 100_000, 1_000_000)
ONE_ANSWER = QUESTIONS[3:9]
"""Questions that are answered by a few sentences; a list of every delegation's is another measure."""
ADDED = 1000
MARKED = "Our baobabs shall be watered by the seventh harbour."
COLLECTION = "bench-growth"
SECONDS = 1800.0


@dataclass(frozen=True, slots=True)
class Grown:
    """What was measured at one size: the rows of a table, with what stands in them."""

    passages: int
    rows: dict[str, str]


def main(folder: Path, sizes: Sequence[int]) -> None:
    embedder = PackagedEmbedder()
    upload = zipped(embedder)
    found: list[Grown] = []
    for size in sizes:
        found.append(measured(index_of(folder, size, embedder), size, upload))
        print(found[-1], file=sys.stderr, flush=True)
    print(f"| passages | {' | '.join(f'{one.passages:,}' for one in found)} |\n|---|{'---|' * len(found)}")
    for name in found[0].rows:
        print(f"| {name} | {' | '.join(one.rows[name] for one in found)} |")


def zipped(embedder: Embedder) -> bytes:
    """Statements of two sentences of the sample, the first with one more that nothing else holds."""
    sentences = [
        " ".join(span.of(s.text).split()) for s in sample_statements(embedder) for span in s.sentences
    ]
    short = [sentence for sentence in sentences if 40 <= len(sentence) <= 120]
    random, packed = np.random.default_rng(3), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for number in range(ADDED):
            first, second = random.choice(len(short), 2, replace=False)
            said = f"{short[first]} {short[second]}{'' if number else f' {MARKED}'}"
            file.writestr(f"{number}.txt", f"Mr. {SURNAMES[number % len(SURNAMES)]} (Kazakhstan): {said}\n")
    return packed.getvalue()


def measured(data_dir: Path, passages: int, upload: bytes) -> Grown:
    rows: dict[str, str] = {}
    began = time.perf_counter()
    own = {WRITE_HEADER: "1"}
    with (
        serving(data_dir) as service,
        httpx.Client(base_url=service.at, headers=own, timeout=SECONDS) as client,
    ):
        service.wait_until_ready(SECONDS)
        rows["ready, s"] = f"{time.perf_counter() - began:.1f}"
        for path in ("search", "ask"):
            times = [[asked(client, path, question) for question in ONE_ANSWER] for _ in range(3)][1:]
            rows[f"`{path}`, ms: median, 95 %"] = _spread([*times[0], *times[1]])
        rows["resident MB: of its own, in all"] = ", ".join(f"{_resident(service, of):.0f}" for of in OWN_ALL)
        seconds, waits = added_while_asked(service, client, upload)
        rows[f"adding {ADDED:,} statements, s"] = f"{seconds:.1f}"
        rows["a question meanwhile, ms: median, 95 %"] = _spread(waits)
        rows["the longest, ms"] = f"{1000 * max(waits):.0f}"
        there, gone = comes_and_goes(client)
        rows["added found, removed not found, at once"] = (
            f"{'yes' if there else 'no'}, {'yes' if gone else 'no'}"
        )
        rows["most resident MB"] = f"{_resident(service, MOST):.0f}"
    disk = sum(path.stat().st_size for path in data_dir.rglob("*") if path.is_file())
    rows["disk, GB"] = f"{disk / 1e9:.2f}"
    return Grown(passages, rows)


def asked(client: httpx.Client, path: str, question: str) -> float:
    """Seconds of one request."""
    began = time.perf_counter()
    body = {"query": question} if path == "search" else {"question": question}
    client.post(f"/v1/{path}", json=body).raise_for_status()
    return time.perf_counter() - began


def added_while_asked(service: Serving, client: httpx.Client, upload: bytes) -> tuple[float, list[float]]:
    """Seconds until the upload is acknowledged, and of each question asked until then and once after."""
    over, waits = threading.Event(), list[float]()

    def ask() -> None:
        with httpx.Client(base_url=service.at, timeout=SECONDS) as other:
            for path, question in _turns():
                waits.append(asked(other, path, question))
                if over.is_set():
                    return

    asking = threading.Thread(target=ask)
    asking.start()
    began = time.perf_counter()
    client.post(
        "/v1/statements", files={"file": ("added.zip", upload)}, data={"collection": COLLECTION}
    ).raise_for_status()
    seconds = time.perf_counter() - began
    over.set()
    asking.join()
    return seconds, waits


def _turns() -> Iterator[tuple[str, str]]:
    """Searches and questions in turn, without end."""
    while True:
        for at, question in enumerate(ONE_ANSWER):
            yield ("search", "ask")[at % 2], question


def comes_and_goes(client: httpx.Client) -> tuple[bool, bool]:
    """Is the marked sentence found, and no longer once its collection was removed?"""
    there = _finds(client)
    client.delete("/v1/statements", params={"collection": COLLECTION}).raise_for_status()
    return there, not _finds(client)


def _finds(client: httpx.Client) -> bool:
    reply = client.post("/v1/search", json={"query": MARKED, "limit": 3}).raise_for_status()
    return any(MARKED in hit["passage"]["text"] for hit in reply.json()["hits"])


OWN_ALL, MOST = ("RssAnon", "VmRSS"), "VmHWM"


def _resident(service: Serving, which: str) -> float:
    """Megabytes, by a line of proc(5)'s `status`."""
    lines = Path(f"/proc/{service.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{which}:")) / 1024


def _spread(seconds: Sequence[float]) -> str:
    return f"{1000 * np.median(seconds):.0f}, {1000 * np.quantile(seconds, 0.95):.0f}"


if __name__ == "__main__":
    given = sys.argv[1:] or ["/tmp/onrecord-bench"]
    main(Path(given[0]), [int(size) for size in given[1:]] or SIZES)
