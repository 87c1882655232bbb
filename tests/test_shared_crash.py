"""Services and workers over one database: killed, cut off, restarted, they lose and double nothing."""

from __future__ import annotations

import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.errors import Unavailable
from index.store.database import Postgres
from tests.cable import Cable
from tests.chroma_process import chroma_server
from tests.drafts import a_statement, open_store
from tests.hash_embedder import HashEmbedder
from tests.postgres_server import Server, postgres_server
from tests.shared_rounds import a_round, ask, fleet
from tests.test_store import put

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
EMBEDDER = HashEmbedder()
AWAY = (0.3, 1.0)
"""Seconds for which a server is away."""


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """One that may be stopped without harm to other suites."""
    with postgres_server() as server:
        yield server


def through(cable: Cable, server: Server, place: Postgres) -> str:
    return place.url.replace(f":{server.port}/", f":{cable.port}/")


def test_services_and_workers_killed_and_cut_off(own_server: Server, tmp_path: Path) -> None:
    """Kills, a restart of the database, and cut cables, over one record; the seed is printed on failure."""
    seed = random.randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    with (
        Cable(own_server.port) as cable,
        chroma_server(tmp_path / "chroma") as address,
        Cable(int(address.rpartition(":")[2])) as other,
    ):
        url = through(cable, own_server, own_server.schema("fleet"))

        def restart() -> None:
            own_server.stop(signal.SIGQUIT)
            time.sleep(chance.uniform(*AWAY))
            own_server.start()

        def cut(which: Cable) -> None:
            which.cut()
            time.sleep(chance.uniform(*AWAY))
            which.mend()

        with fleet(tmp_path, url, f"http://127.0.0.1:{other.port}") as run:
            harms = (None, None, restart, lambda: cut(cable), lambda: cut(other))
            for version, harm in enumerate(harms):
                a_round(run, version, chance, harm)
            cable.cut()
            assert [ask(service.first_line, set()) for service in run.services] == [503, 503]


def test_a_store_outlives_a_restart_of_its_database(own_server: Server) -> None:
    """It says that the database is away, and goes on once it is back; a broken view ends, others begin."""
    with closing(open_store(own_server.schema("outlive"), EMBEDDER)) as store:
        put(store, a_statement("a"))
        with store.reading() as view:
            own_server.stop(signal.SIGQUIT)
            with pytest.raises(Unavailable, match="once it is back"):
                view.revision()
        for ask_it in (store.revision, lambda: put(store, a_statement("b"))):
            with pytest.raises(Unavailable, match="once it is back"):
                ask_it()
        own_server.start()
        assert set(store.statements(["a", "b"])) == {"a"}
        put(store, a_statement("b"))
        assert set(store.statements(["a", "b"])) == {"a", "b"}


def test_writers_follow_each_other(own_server: Server) -> None:
    """Rows ascend with revisions, whoever wrote them: who has read up to one has everything below it."""
    place = own_server.schema("writers")
    with closing(open_store(place, EMBEDDER)) as reader:
        writing = [threading.Thread(target=write_some, args=(place, name)) for name in "abc"]
        for thread in writing:
            thread.start()
        rows: list[int] = []
        while any(thread.is_alive() for thread in writing) or len(rows) < 60:
            with reader.reading() as view:
                new = [row for row in view.live_rows().tolist() if row not in rows]
                assert min(new, default=61) > max(rows, default=0), "a row came below one seen before"
                assert view.last_row() == max([*rows, *new], default=0)
            rows += new
        assert rows == list(range(1, 61))


def write_some(place: Postgres, name: str) -> None:
    with closing(open_store(place, EMBEDDER)) as store:
        for n in range(10):
            put(store, a_statement(f"{name}{n}"))
