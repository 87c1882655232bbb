"""Services and workers over one database, killed at random while statements come and go: rounds of it.

Shared by the suite (`test_shared_crash.py`) and `bench_shared.py`. After each round nothing waits, and the
record holds what it was told, whole and once; no service may answer from a statement that was removed.
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from index.errors import Unavailable
from index.ids import statement_id
from index.ingest.working import Worker, queue_statements
from index.store.database import Postgres
from index.store.record_store import RecordStore
from tests import service_process
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.wholeness import check_whole

EMBEDDER = HashEmbedder()
SERVICES, WORKERS = 2, 3
COUNT = 30
"""Statements that come and go."""
PATIENCE = 600.0
"""Seconds for whatever has to come about on a busy machine."""
SENTENCE = "try again once it is back"
"""What is said while the database is away."""
QUESTION = {"query": "What of the items?", "limit": 50}
Harm = Callable[[], None]


def text_of(number: int, version: int) -> str:
    return f"Item {number} in round {version}. We thank nobody. " * (1 + (number + version) % 4)


def id_of(number: int) -> str:
    return statement_id("council", f"{number}.txt", "")


def work(url: str) -> None:
    """What a worker process does until it is ended."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    while not stop.is_set():
        with suppress(Unavailable), closing(open_store(Postgres(url), EMBEDDER)) as store:
            print("open", flush=True)
            Worker(store, EMBEDDER, stop.is_set).work()
        time.sleep(0.2)


@dataclass
class Process:
    """A service or a worker; killed, it is started again."""

    command: Sequence[str]
    first_line: str = ""
    running: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self.running = subprocess.Popen(
            self.command, cwd=service_process.ROOT, env=service_process.environment(), stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip

    def wait_until_up(self) -> str:
        """The first line it printed: the address, of a service."""
        assert self.running is not None
        if not self.first_line:
            assert self.running.stdout is not None
            self.first_line = self.running.stdout.readline().strip()
        assert self.first_line, "a process ended by itself"
        return self.first_line

    def kill(self) -> None:
        if self.running is not None:
            self.running.kill()
            self.running.wait()
            if self.running.stdout is not None:
                self.running.stdout.close()
        self.first_line = ""


@dataclass
class Fleet:
    """The processes, what the record was told to hold, and what was gone when."""

    url: str
    services: list[Process]
    workers: list[Process]
    told: dict[str, str] = field(default_factory=dict)

    @property
    def processes(self) -> list[Process]:
        return [*self.services, *self.workers]


@contextmanager
def fleet(
    folder: Path,
    url: str,
    chroma: str | None = None,
) -> Iterator[Fleet]:
    """Started and up."""
    open_store(Postgres(url), EMBEDDER).close()
    options = ["--database", url, "--deadline", str(int(PATIENCE)), *(["--chroma", chroma] if chroma else [])]
    calls = [service_process.command(folder / f"service-{n}", *options) for n in range(SERVICES)]
    call = [sys.executable, "-c", f"from tests.shared_rounds import work; work({url!r})"]
    made = Fleet(url, [Process(one) for one in calls], [Process(call) for _ in range(WORKERS)])
    try:
        for process in made.processes:
            process.start()
        for process in made.processes:
            process.wait_until_up()
        yield made
    finally:
        for process in made.processes:
            process.kill()


def change(fleet: Fleet, store: RecordStore, version: int, chance: random.Random) -> set[str]:
    """Gives some statements anew and removes others; those removed, which must be gone at once."""
    numbers = chance.sample(range(COUNT), COUNT // 2)
    files = [a_file(f"{n}.txt", a_draft(text_of(n, version))) for n in numbers[4:]]
    patiently(lambda: queue_statements(store, EMBEDDER, files, "council", lambda: False, lambda _: None))
    gone = {id_of(n) for n in numbers[:4]}
    patiently(lambda: store.remove(sorted(gone)))
    fleet.told |= {id_of(n): text_of(n, version) for n in numbers[4:]}
    fleet.told = {id: text for id, text in fleet.told.items() if id not in gone}
    return gone


def patiently(job: Callable[[], object]) -> None:
    """As a client does that is told to try again."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            job()
            return
        except Unavailable:
            assert time.monotonic() < until
            time.sleep(0.1)


def ask(address: str, gone: set[str]) -> int:
    """One question to a service: the status of its reply. What is gone is not in it."""
    try:
        reply = httpx.post(f"{address}/v1/search", json=QUESTION, timeout=PATIENCE)
    except httpx.TransportError:
        return 0
    if reply.status_code == 200:
        found = {hit["citation"]["statement"]["id"] for hit in reply.json()["hits"]}
        assert not found & gone, "answered from a removed statement"
    if reply.status_code == 503:
        assert reply.headers["Retry-After"]
        assert SENTENCE in reply.json()["detail"], reply.json()
    return reply.status_code


def settle(fleet: Fleet, store: RecordStore) -> None:
    """Waits until nothing waits any more; the record then holds what it was told, whole and once."""
    until = time.monotonic() + PATIENCE
    while store.waiting() != (0, 0):
        assert time.monotonic() < until, f"still waiting: {store.waiting()}"
        time.sleep(0.05)
    assert check_whole(store) == fleet.told


def strike(fleet: Fleet, chance: random.Random, harm: Harm | None = None) -> None:
    """After a while kills one of the processes, or does other harm, and has what was killed start again."""
    time.sleep(chance.uniform(0, 0.5))
    if harm is not None:
        harm()
        return
    victim = chance.choice(fleet.processes)
    victim.kill()
    victim.start()


def a_round(fleet: Fleet, version: int, chance: random.Random, harm: Harm | None = None) -> list[int]:
    """One round; what the services replied to the questions asked meanwhile."""
    with closing(open_store(Postgres(fleet.url), EMBEDDER)) as store:
        striking = threading.Thread(target=strike, args=(fleet, chance, harm))
        striking.start()
        gone = change(fleet, store, version, chance)
        replies = [
            ask(service.first_line, gone)
            for _ in range(3)
            for service in fleet.services
            if service.first_line
        ]
        striking.join()
        settle(fleet, store)
        for service in fleet.services:
            assert ask(service.wait_until_up(), gone) == 200
            assert found_by(service.first_line) == set(fleet.told)
    return replies


def found_by(address: str) -> set[str]:
    """Every statement a service lists."""
    reply = httpx.get(f"{address}/v1/statements", params={"limit": 100}, timeout=PATIENCE)
    return {item["id"] for item in reply.json()["items"]}
