"""A Chroma server that comes and goes: search is answered all the while."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.process import background
from index.vectors.chroma_server import ChromaServerVectors
from tests.chroma_process import chroma_server, free_port
from tests.served_vectors import (
    DIM,
    ROWS,
    VECTORS,
    answering,
    assert_serves,
    wait_until_ready,
)

pytestmark = [pytest.mark.crash, pytest.mark.timeout(300)]


def test_server_comes_and_goes(folder: Path, tmp_path: Path) -> None:
    """Without the server search scans; with it back, or its data lost, the index is there again."""
    port = free_port()
    store = ChromaServerVectors(f"http://127.0.0.1:{port}", folder / "store.sqlite3", "model-1", DIM)
    store.start()
    store.publish(wait=True)
    assert store.query(VECTORS[0], 3) is None
    assert store.state == "damaged"
    for data in ("one", "one", "two"):
        with chroma_server(tmp_path / data, port), answering(store, folder):
            store.publish(wait=True)
            assert_serves(store, ROWS)
        assert store.query(VECTORS[0], 3) is None
    store.close()


def test_server_that_comes_back_is_used_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long before the next try of what failed."""
    monkeypatch.setattr(background, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(background, "RETRY_SECONDS", (3600.0,))
    port = free_port()
    store = ChromaServerVectors(f"http://127.0.0.1:{port}", folder / "store.sqlite3", "model-1", DIM)
    store.start()
    store.publish(wait=True)
    assert store.state == "damaged"
    for _ in range(2):
        with chroma_server(tmp_path / "data", port):
            wait_until_ready(store)
            assert_serves(store, ROWS)
        assert store.query(VECTORS[0], 3) is None
        store.publish(wait=True)
    store.close()
