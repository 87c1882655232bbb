"""Many users at once: `python -m tests.bench_load [minutes] [users] [own]`, by default ten and 50.

The service with its model over the sample, as a process of its own. Users ask, search and check quotations,
each waiting a moment between two requests, while one uploads; memory is looked at throughout. All ask the
same question, which is read once; with `own` each asks another every time. Then three times as many, without
a pause, to see that each is served and that who is not is told when to come back.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import httpx

from api.access import WRITE_HEADER
from tests.command_process import ONRECORD, serving

ROOT = Path(__file__).parent.parent
PAUSE = 20.0
"""Seconds between two requests of a user, on average."""
CROWD = 3
CROWDED_SECONDS = 60.0
LIMITS = httpx.Limits(keepalive_expiry=3)
"""A client lets go of an idle connection before the service does, after five seconds."""
LOADING = 300.0
WARM = 30.0
"""Seconds at the start that memory is not compared from: pools and caches fill."""
ASK = "/v1/ask"
ASKED = (
    ("/v1/search", {"query": "protection of civilians"}),
    (ASK, {"question": "What does Kazakhstan say about unarmed civilian protection?"}),
    ("/v1/search", {"query": "attacks on hospitals and medical workers", "limit": 5}),
    ("/v1/quotes/check", {"quote": "We must protect civilians in armed conflict."}),
)

TOPICS = (
    "attacks on hospitals", "unarmed protection", "explosive weapons in cities", "peacekeepers", "children",
    "impunity", "humanitarian access", "the pandemic", "sexual violence", "hunger", "refugees", "journalists",
)  # fmt: skip
Pick = Callable[[random.Random], tuple[str, dict[str, object]]]
"""What a user sends next: a path and a body."""


@dataclass
class Seen:
    """What the users met; written to by their threads."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {path: [] for path, _ in ASKED})
    statuses: Counter[str] = field(default_factory=Counter)
    served: Counter[int] = field(default_factory=Counter)
    unretried: int = 0
    memory: list[tuple[float, float]] = field(default_factory=list)

    def note(self, user: int, path: str, reply: httpx.Response, seconds: float) -> None:
        self.statuses[str(reply.status_code)] += 1
        if reply.status_code == 200:
            self.seconds[path].append(seconds)
            self.served[user] += 1
        elif reply.status_code == 503 and "retry-after" not in reply.headers:
            self.unretried += 1


def indexed(folder: Path) -> None:
    """The sample as an index in the folder."""
    add = [ONRECORD, "add", str(ROOT / "seeds"), "--data-dir", str(folder)]
    subprocess.run(add, check=True, capture_output=True)


def the_same(dice: random.Random) -> tuple[str, dict[str, object]]:
    path, body = dice.choice(ASKED)
    return path, dict(body)


def their_own(address: str) -> Pick:
    """Every question about another delegation and topic."""
    told = httpx.get(f"{address}/v1/coverage", timeout=LOADING).json()
    names = [row["delegation"]["name"] for row in told["rows"] if row["delegation"]]

    def pick(dice: random.Random) -> tuple[str, dict[str, object]]:
        path, body = the_same(dice)
        asked = f"What does {dice.choice(names)} say about {dice.choice(TOPICS)}?"
        return path, {"question": asked} if path == ASK else body

    return pick


def use(address: str, user: int, seen: Seen, over: threading.Event, pause: float, pick: Pick) -> None:
    dice = random.Random(user)
    with httpx.Client(base_url=address, timeout=120, limits=LIMITS) as client:
        over.wait(dice.random() * pause)
        while not over.is_set():
            path, body = pick(dice)
            began = time.monotonic()
            try:
                reply = client.post(path, json=body)
            except httpx.HTTPError as error:
                seen.statuses[type(error).__name__] += 1
                continue
            seen.note(user, path, reply, time.monotonic() - began)
            told = float(reply.headers.get("retry-after", 0))
            over.wait(told or dice.expovariate(1 / pause) if pause else told)


def upload(address: str, seen: Seen, over: threading.Event) -> None:
    """One file after the other, each new, for as long as it goes."""
    number = 0
    with httpx.Client(base_url=address, headers={WRITE_HEADER: "1"}, timeout=None) as client:
        while not over.wait(1):
            number += 1
            said = f"Mr. Umarov (Kazakhstan): We welcome report number {number} on the work of the Council.\n"
            reply = client.post("/v1/statements", files={"file": ("again.txt", said.encode())})
            seen.statuses[f"upload {reply.status_code}"] += 1


def memory_of(process: int) -> float:
    """Megabytes resident."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def run(
    address: str, process: int, users: int, seconds: float, pause: float, uploading: bool, pick: Pick
) -> Seen:
    seen, over, began = Seen(), threading.Event(), time.monotonic()
    work = [threading.Thread(target=use, args=(address, n, seen, over, pause, pick)) for n in range(users)]
    work += [threading.Thread(target=upload, args=(address, seen, over))] if uploading else []
    for thread in work:
        thread.start()
    while (now := time.monotonic() - began) < seconds:
        seen.memory.append((now, memory_of(process)))
        time.sleep(1)
    over.set()
    for thread in work:
        thread.join()
    return seen


def show(title: str, seen: Seen, users: int) -> None:
    print(f"\n| {title} | |\n|---|---|")
    for status, count in sorted(seen.statuses.items()):
        print(f"| {status} | {count:,} |")
    for name, seconds in {"all": list(chain.from_iterable(seen.seconds.values())), **seen.seconds}.items():
        if len(seconds) > 1:
            p50, p95 = statistics.median(seconds), statistics.quantiles(seconds, n=20)[18]
            print(f"| {name}: seconds, p50 / p95 / p95 : p50 | {p50:.2f} / {p95:.2f} / {p95 / p50:.2f} |")
    served = [seen.served[user] for user in range(users)]
    spread = f"{min(served)} / {statistics.median(served)} / {max(served)}"
    print(f"| answers a user, fewest / median / most | {spread} |")
    print(f"| 503 without Retry-After | {seen.unretried} |")
    later = [megabytes for at, megabytes in seen.memory if at >= WARM]
    tenth = max(1, len(later) // 10)
    if later:
        first, last = statistics.median(later[:tenth]), statistics.median(later[-tenth:])
        print(f"| memory after {WARM:.0f} s / at the end, MB | {first:.0f} / {last:.0f} |")


def main(minutes: float, users: int, own: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        indexed(Path(folder))
        measure(Path(folder), minutes, users, own)


def measure(folder: Path, minutes: float, users: int, own: bool) -> None:
    with serving(folder) as service:
        service.wait_until_ready(LOADING)
        for path, body in ASKED:  # what is made once, when an index is first asked
            httpx.post(f"{service.at}{path}", json=body, timeout=LOADING)
        pick = their_own(service.at) if own else the_same
        show(f"{users} users, one uploading, {minutes:g} minutes",
             run(service.at, service.pid, users, 60 * minutes, PAUSE, True, pick), users)  # fmt: skip
        crowd = CROWD * users
        show(f"{crowd} users without a pause, {CROWDED_SECONDS:.0f} s",
             run(service.at, service.pid, crowd, CROWDED_SECONDS, 0.0, False, pick), crowd)  # fmt: skip


if __name__ == "__main__":
    given = [*sys.argv[1:3], *["10", "50"][len(sys.argv) - 1 :]]
    main(float(given[0]), int(given[1]), "own" in sys.argv[3:])
