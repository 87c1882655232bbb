"""A record in PostgreSQL beside one in SQLite: writing, reading, copying; then rounds of kills over it.

    python -m tests.bench_shared [--rounds 50] [--statements 1000]

Prints for each engine: statements stored a second by one, two, four and again one process (their passages
embedded before; the record grows from one to the next), milliseconds for what every question asks of the
store, seconds to read all into memory, and to copy.
Then plays the rounds of `shared_rounds.py`: two services, three workers, killed or cut off at random.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import signal
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.synchronize import Event, Semaphore
from pathlib import Path

from index.search.snapshot import advance, load
from index.store.copying import copy_record
from index.store.database import Place
from tests.cable import Cable
from tests.chroma_process import chroma_server
from tests.drafts import a_statement, open_store, stored
from tests.hash_embedder import HashEmbedder
from tests.postgres_server import Server, postgres_server
from tests.shared_rounds import a_round, fleet

EMBEDDER = HashEmbedder()
TEXT = "Delegation {n} condemns attacks on hospitals and calls for accountability in case {n}. " * 12


def write(place: Place, first: int, count: int, ready: Semaphore, go: Event) -> None:
    """Stores statements of two passages each, made and embedded before it is told to go."""
    statements = [a_statement(f"s{n}", TEXT.format(n=n)) for n in range(first, first + count)]
    made = [(statement, stored(statement, EMBEDDER)) for statement in statements]
    with closing(open_store(place, EMBEDDER)) as store:
        store.revision()
        ready.release()
        go.wait()
        for statement, passages in made:
            store.put(statement, "sha", passages)


def seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()
    job()
    return time.perf_counter() - began


def written_by(processes: int, place: Place, first: int, count: int) -> float:
    """Statements a second, from when all are ready until the last has ended."""
    each = count // processes
    forked = multiprocessing.get_context("fork")
    ready, go = forked.Semaphore(0), forked.Event()
    running = [
        forked.Process(target=write, args=(place, first + n * each, each, ready, go))
        for n in range(processes)
    ]
    for process in running:
        process.start()
    for _ in running:
        ready.acquire()

    def all_of_them() -> None:
        go.set()
        for process in running:
            process.join()

    return each * processes / seconds(all_of_them)


def median_ms(job: Callable[[], object], times: int = 200) -> float:
    return 1000 * statistics.median(seconds(job) for _ in range(times))


def measure(name: str, place: Place, count: int, writers: tuple[int, ...]) -> None:
    open_store(place, EMBEDDER).close()
    for at, processes in enumerate(writers):
        rate = written_by(processes, place, at * count, count)
        print(f"{name}: {rate:.0f} statements stored a second by {processes} processes")
    with closing(open_store(place, EMBEDDER)) as store:
        rows = store.live_rows().tolist()[:40]
        ids = [ref.id for ref in store.refs(f"s{n}" for n in range(10)).values()]
        asked: dict[str, Callable[[], object]] = {
            "revision": store.revision,
            "40 token codes": lambda: store.token_codes(rows),
            "10 references": lambda: store.refs(ids),
            "40 passages": lambda: store.passages(rows),
        }
        for what, job in asked.items():
            print(f"{name}: {what} in {median_ms(job):.2f} ms")
        began = time.perf_counter()
        snapshot = load(store)
        print(f"{name}: {snapshot.size} passages read into memory in {time.perf_counter() - began:.2f} s")
        store.put(a_statement("one more"), "sha", stored(a_statement("one more"), EMBEDDER))
        took = 1000 * seconds(lambda: advance(snapshot, store))
        print(f"{name}: one statement more taken up in {took:.0f} ms")


def play(rounds: int, server: Server, folder: Path) -> None:
    """Every fourth round a server is restarted or cut off, in the others a process is killed."""
    seed = random.randrange(2**32)
    chance = random.Random(seed)
    print(f"seed {seed}", flush=True)
    with (
        Cable(server.port) as cable,
        chroma_server(folder / "chroma") as address,
        Cable(int(address.rpartition(":")[2])) as other,
    ):
        place = server.schema("fleet").url.replace(f":{server.port}/", f":{cable.port}/")
        harms = [lambda: restart(server), lambda: cut(cable), lambda: cut(other)]
        with fleet(folder, place, f"http://127.0.0.1:{other.port}") as run:
            for version in range(rounds):
                harm = harms[version // 4 % 3] if version % 4 == 3 else None
                began = time.perf_counter()
                a_round(run, version, chance, harm)
                took = time.perf_counter() - began
                print(f"round {version}: {len(run.told)} statements whole, in {took:.1f} s", flush=True)


def restart(server: Server) -> None:
    server.stop(signal.SIGQUIT)
    time.sleep(0.5)
    server.start()


def cut(cable: Cable) -> None:
    cable.cut()
    time.sleep(1.0)
    cable.mend()


def main() -> None:
    read = argparse.ArgumentParser()
    read.add_argument("--rounds", type=int, default=50)
    read.add_argument("--statements", type=int, default=1000)
    told = read.parse_args()
    with tempfile.TemporaryDirectory() as name, postgres_server() as server:
        folder = Path(name)
        lite, postgres = folder / "record.sqlite", server.schema("bench")
        if told.statements:
            measure("SQLite", lite, told.statements, (1,))
            measure("PostgreSQL", postgres, told.statements, (1, 2, 4, 1))
            print(f"SQLite to PostgreSQL: {seconds(lambda: copy_record(lite, server.schema('copy'))):.1f} s")
        play(told.rounds, server, folder)


if __name__ == "__main__":
    main()
