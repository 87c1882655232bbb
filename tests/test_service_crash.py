"""The whole service ended under mixed work, compared with a model; `bench_service_crash.py` does it long."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
import pytest

from index.ingest.build import Builder
from index.vectors.chroma_server import ChromaServerVectors
from index.vectors.collection import ASKING_SECONDS
from tests.chroma_process import chroma_running
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder
from tests.service_rounds import Model, round_once
from tests.slow_service import wait_until

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]
ROUNDS = 2
SECONDS = 6.0


def test_whatever_ends_the_service_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """Uploads, removals and questions, few descriptors, a Chroma server that stops, `kill -9` and SIGTERM."""
    model = Model()
    with chroma_running(tmp_path / "chroma") as (url, chroma_id):
        for seed in range(1, ROUNDS + 1):
            round_once(tmp_path / "data", model, seed, SECONDS, url, chroma_id)
            model.compare(tmp_path / "data")
    assert model.done["uploads"] + model.done["uploads by themselves"] > 0
    assert model.done["questions"] > 0


def test_a_chroma_server_that_hangs_costs_one_bounded_delay(tmp_path: Path) -> None:
    """The first query waits for it, the next ones are left to the scan at once, and that is told."""
    embedder = HashEmbedder()
    store = open_store(tmp_path, embedder)
    Builder(store, embedder).add([a_file("a.txt", a_draft("We discuss hospitals."))], "council")
    with chroma_running(tmp_path / "chroma") as (url, chroma_id):
        vectors = ChromaServerVectors(url, store.path, embedder.fingerprint, embedder.dim)
        vectors.start()
        wait_until(lambda: vectors.state == "ready")
        assert vectors.query(np.ones(embedder.dim, np.float32), 1) is not None
        os.kill(chroma_id, signal.SIGSTOP)
        try:
            began = time.monotonic()
            assert vectors.query(np.ones(embedder.dim, np.float32), 1) is None
            first, again = time.monotonic() - began, time.monotonic()
            assert vectors.query(np.ones(embedder.dim, np.float32), 1) is None
            assert time.monotonic() - again < 1
            assert first < 2 * ASKING_SECONDS
            assert "search scans" in vectors.detail
        finally:
            os.kill(chroma_id, signal.SIGCONT)
        wait_until(lambda: vectors.state == "ready", 120)
        vectors.close()
    store.close()
