"""An empty database may be opened by several processes at once, as when a whole fleet is started."""

from __future__ import annotations

import threading
import time
from contextlib import closing
from typing import TYPE_CHECKING

from index.store.postgres_connection import PostgresConnection
from index.store.postgres_schema import CREATING, lay_tables
from index.store.record_store import RecordStore
from tests.drafts import open_store
from tests.hash_embedder import HashEmbedder

if TYPE_CHECKING:
    from tests.postgres_server import Server

EMBEDDER = HashEmbedder()


def test_who_waited_for_the_tables_finds_them(postgres: Server) -> None:
    """Whoever had found nothing and then waited while another laid them; and there is one build."""
    database = postgres.schema("first")
    with closing(PostgresConnection.to(database, writing=True)) as first:
        first.execute("BEGIN")
        first.execute("SELECT pg_advisory_xact_lock(?)", (CREATING,))
        opened: list[RecordStore] = []
        others = [
            threading.Thread(target=lambda: opened.append(open_store(database, EMBEDDER))) for _ in range(2)
        ]
        for other in others:
            other.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        until = time.monotonic() + 60
        while first.execute(waiting).fetchone()[0] < len(others) and time.monotonic() < until:
            time.sleep(0.01)
        lay_tables(first)
    for other in others:
        other.join()
    assert len(opened) == 2
    assert opened[0].database.query("SELECT count(*) FROM builds", ()) == [(1,)]
    for store in opened:
        store.close()
