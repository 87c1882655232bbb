"""Whoever asks an index how it is hears whether sides are read twice, and if not, what to do."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.assembly import assemble
from api.settings import Settings
from index.embedding.larger import folder_for
from rag.reader.careful import LARGER, CarefulReader
from rag.reader.reading import Reader
from rag.reader.words import WordReader
from tests.command_line import Run
from tests.drafts import open_store
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder
from tests.pages import page, words


@pytest.mark.parametrize(
    ("reader", "sides"),
    [(WordReader(), "read once"), (CarefulReader(WordReader(), WordReader()), "read twice")],
)
def test_a_service_says_what_it_reads_with(tmp_path: Path, reader: Reader, sides: str) -> None:
    """A sentence says what to do exactly where the larger reader is missing."""
    embedder = HashEmbedder()
    store = open_store(tmp_path, embedder)
    with closing(assemble(store, ExactVectors(store.path, embedder.dim), embedder, reader)) as service:
        status = service.status()
    assert status.sides == sides
    assert (status.sides_detail is None) == (sides == "read twice")


def test_a_command_says_what_it_would_read_with(
    run: Run, indexed: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of this environment, before and after set-up has made the larger reader; the command to type is
    there."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    place = ("status", "--data-dir", indexed.data_dir)
    assert "python -m rag.reader.careful" in run(*place).stdout
    assert json.loads(run(*place, "--json").stdout)["sides"] == "read once"
    folder_for(LARGER).mkdir(parents=True)
    assert json.loads(run(*place, "--json").stdout)["sides"] == "read twice"
    assert "sides detail" not in run(*place).stdout


def test_the_page_says_it_too(client: TestClient) -> None:
    """Among the figures of the index, in the words of the API."""
    told = client.get("/v1/status").json()
    shown = words(page(client, "/about"))
    assert told["sides"] in shown
    assert told["sides_detail"] in shown
