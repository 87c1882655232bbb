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
from index.embedding.larger import DAMAGED, folder_for
from rag.reader.careful import LARGER, CarefulReader, packaged_reader
from rag.reader.reading import Reader, alone
from rag.reader.trained import TrainedReader
from rag.reader.words import WordReader
from tests.command_line import Run
from tests.drafts import open_store
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder
from tests.larger_files import made_of
from tests.pages import page, words


@pytest.mark.parametrize(
    ("reader", "sides"),
    [
        (WordReader(), "read once"),
        (CarefulReader(WordReader(), WordReader()), "read twice"),
        (CarefulReader(WordReader(), WordReader(), lambda: DAMAGED), "read once"),
    ],
)
def test_a_service_says_what_it_reads_with(tmp_path: Path, reader: Reader, sides: str) -> None:
    """A sentence says what to do exactly where the larger reader is missing or damaged."""
    embedder = HashEmbedder()
    store = open_store(tmp_path, embedder)
    with closing(assemble(store, ExactVectors(store.path, embedder.dim), embedder, reader)) as service:
        status, ready = service.status(), service.ready()
    assert status.sides == sides
    assert ready.ready
    assert ready.reasons == ((DAMAGED,) if status.sides_detail == DAMAGED else ())
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
    made_of(folder_for(LARGER))
    assert json.loads(run(*place, "--json").stdout)["sides"] == "read twice"
    assert "sides detail" not in run(*place).stdout
    (folder_for(LARGER) / "tables.safetensors").write_bytes(b"weights of a nodel")
    told = json.loads(run(*place, "--json").stdout)
    assert (told["sides"], told["sides_detail"]) == ("read once", DAMAGED)


@pytest.mark.model
def test_a_question_is_answered_without_the_larger_reader(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Where its files are damaged the small one reads; whoever keeps the service is told once."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    folder_for(LARGER).mkdir(parents=True)
    made_of(folder_for(LARGER))
    (folder_for(LARGER) / "model.onnx").write_bytes(b"weights of a nodel")
    passage = alone("Utopia bans the sale of ivory.", "Utopia. Ivory. 2 May 2020.")
    reader, small = packaged_reader(), TrainedReader()
    for question in ("Does Utopia ban ivory?", "Who bans ivory?"):
        assert reader.read(question, [passage]) == small.read(question, [passage])
    assert reader.stance("the sale of ivory", [passage]) == small.stance("the sale of ivory", [passage])
    assert [record.getMessage() for record in caplog.records] == [DAMAGED]


def test_the_page_says_it_too(client: TestClient) -> None:
    """Among the figures of the index, in the words of the API."""
    told = client.get("/v1/status").json()
    shown = words(page(client, "/about"))
    assert told["sides"] in shown
    assert told["sides_detail"] in shown
