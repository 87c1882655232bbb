"""A question beside four hostile requests: `python -m tests.bench_hostile [INDEX [ASKS [ROUTE ...]]]`, the
sample, 8 and every route by default.

The service with its models as a process of its own. For each route that computes, four clients send what
costs most within its bounds, again and again, while another asks; how long it waits for each answer is
printed, beside the time an answer takes when nobody else is there.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import httpx

from tests.bench_load import indexed
from tests.command_process import serving

HOSTILE = 4
QUESTIONS = (
    "What does Kazakhstan say about unarmed civilian protection?",
    "What did Estonia say about attacks on hospitals?",
    "Why does Switzerland speak of humanitarian law?",
    "What did Viet Nam say about children in armed conflict?",
)
TOLD = (
    "Kazakhstan condemned the attacks on hospitals, on medical workers and on humanitarian convoys, and "
    "asked the Council to protect civilians in armed conflict by all means at its disposal"
)
QUOTED = "We must protect all {} civilians in armed conflict, and we condemn the attacks on hospitals"


def bodies() -> dict[str, dict[str, Any]]:
    """What is posted to each route, or asked of it by its address: texts, lists and counts as large as it
    takes them."""
    long = " ".join(f"{TOLD}, for the {n}th time." for n in range(1, 200))[:19_900]
    piece = f"{TOLD}. " * 5
    marked = " ".join(f"{TOLD[:90]} of {n} convoys [{n % 100 + 1}]." for n in range(1, 300))[:19_900]
    reference = "Statement by Kazakhstan, Security Council, 27 May 2020"
    draft = "\n\n".join(f"Kazakhstan said: “{QUOTED.format(n)}”." for n in range(1_900))
    issue = "protection of civilians, hospitals, humanitarian workers, sanctions, women, peace and security"
    return {
        "/v1/similar": {"json": {"text": piece[:4_000], "limit": 50}},
        "/v1/compare": {"json": {"issues": [f"{issue} {n}" for n in range(20)]}},
        "/v1/briefs": {"json": {"topic": issue, "length": "full", "format": "docx"}},
        "/v1/history": {"json": {"delegation": "Kazakhstan", "issue": issue, "limit": 50}},
        "/v1/drafts/check": {"files": {"file": ("a.txt", draft.encode())}},
        "/v1/answers/verify": {
            "json": {"text": marked, "citations": [{"number": n + 1, "text": reference} for n in range(100)]}
        },
        "/v1/quotes/check": {"json": {"quote": long}},
        "/v1/search": {"json": {"query": f"{TOLD} {issue} " * 5, "limit": 50, "facets": True}},
        "/v1/ask": {"json": {"question": f"Which delegations mention {issue}?", "limit": 50}},
        "/v1/timeline": {"params": {"issue": issue, "by": "day", "limit": 50}},
        "/v1/coverage": {"params": {"by": "meeting"}},
        "/v1/statements": {"params": {"limit": 100}},
        "/records": {"params": {}},
    }


@contextmanager
def pressed(address: str, path: str, given: dict[str, Any]) -> Iterator[Counter[str]]:
    """Four clients that send the same again as soon as they are answered; what they were told."""
    over, told = threading.Event(), Counter[str]()

    def send() -> None:
        with httpx.Client(base_url=address, timeout=120) as client:
            while not over.is_set():
                began = time.monotonic()
                status = client.request("GET" if "params" in given else "POST", path, **given).status_code
                told[f"{status}"] += 1
                told["seconds"] += round(time.monotonic() - began)  # type: ignore[assignment]
                over.wait(0.2 if status == 503 else 0)

    threads = [threading.Thread(target=send) for _ in range(HOSTILE)]
    for thread in threads:
        thread.start()
    time.sleep(2)
    try:
        yield told
    finally:
        over.set()
        for thread in threads:
            thread.join()


def waited(address: str, asks: int) -> list[float]:
    """Seconds to each answer, one question after the other."""
    found = []
    with httpx.Client(base_url=address, timeout=120) as client:
        for question in islice(cycle(QUESTIONS), asks):
            began = time.monotonic()
            reply = client.post("/v1/ask", json={"question": question})
            found.append(time.monotonic() - began)
            if reply.status_code != 200:
                print(f"answered {reply.status_code}: {reply.text}", file=sys.stderr)
    return found


def row(name: str, seconds: Sequence[float], told: Counter[str]) -> str:
    over = ", ".join(f"{count} x {what}" for what, count in sorted(told.items()))
    return f"| {name} | {statistics.median(seconds):.2f} | {max(seconds):.2f} | {over} |"


def main(index: Path | None, asks: int, only: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        if index is None:
            indexed(place)
        else:
            shutil.copytree(index, place, ignore=shutil.ignore_patterns("owner.lock"))
        with serving(place) as served:
            address = served.at
            waited(address, len(QUESTIONS))
            print("| beside four of | median s | worst s | what the four were told |\n|---|---|---|---|")
            print(row("nothing", waited(address, asks), Counter()), flush=True)
            for path, given in bodies().items():
                if only and path not in only:
                    continue
                with pressed(address, path, given) as told:
                    seconds = waited(address, asks)
                print(row(path, seconds, told), flush=True)


if __name__ == "__main__":
    index, asks = [*sys.argv[1:3], *["", "8"][len(sys.argv) - 1 :]][:2]
    main(Path(index) if index else None, int(asks), sys.argv[3:])
