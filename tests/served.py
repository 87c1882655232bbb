"""The real house over a few real statements, without a model or Chroma, for the suites of `api`."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import uvicorn
from fastapi.testclient import TestClient

from api import wiring
from api.access import WRITE_HEADER
from api.app import create_app
from api.protocol import ImpatientProtocol
from api.serve import address_of, bind
from api.settings import Settings
from rag.reader.words import WordReader
from rag.service import OnRecord
from tests.exact_vectors import ExactVectors
from tests.hash_embedder import HashEmbedder

SEEDS = Path(__file__).parent.parent / "seeds"
SPEECHES = (2, 3, 4, 6, 9, 12, 20, 40)
"""Speeches of the open debate of 27 May 2020 in the sample."""


def lay_out_sample(folder: Path) -> Path:
    """Kazakhstan's statement with its sidecar, and speeches with their table."""
    for source in SEEDS.glob("kazakhstan-*"):
        shutil.copy(source, folder)
    meeting = SEEDS / "protection-of-civilians-2020"
    (folder / "poc" / "speeches").mkdir(parents=True)
    shutil.copy(meeting / "speaker.tsv", folder / "poc")
    for number in SPEECHES:
        name = f"UNSC_2020_SPV.2020_465_spch{number:03}.txt"
        shutil.copy(meeting / "speeches" / name, folder / "poc" / "speeches")
    return folder


def index_sample(sample: Path, data_dir: Path, embedder: HashEmbedder) -> Settings:
    settings = Settings(data_dir=data_dir)
    with opened(settings, embedder) as service:
        report = service.add([sample], "sample")
    assert (report.added, report.skipped) == (1 + len(SPEECHES), ())
    return settings


@contextmanager
def opened(settings: Settings, embedder: HashEmbedder) -> Iterator[OnRecord]:
    """The index with its vectors in memory, and the language model that the settings name."""
    store = wiring.open_store(settings.record, embedder, create=True)
    alone = settings.database_url is None
    vectors = (
        ExactVectors(settings.record, embedder.dim) if alone else wiring.make_vectors(settings, embedder)
    )
    model = wiring.make_model(settings)
    with closing(wiring.assemble(store, vectors, embedder, WordReader(), model=model)) as service:
        vectors.start()
        yield service


@contextmanager
def listening(settings: Settings, embedder: HashEmbedder, most: int | None = None) -> Iterator[str]:
    """The real application behind a real socket of this machine; `most` is uvicorn's `limit_concurrency`."""
    application = create_app(settings, lambda: opened(settings, embedder))
    config = uvicorn.Config(
        application, log_level="critical", ws="none", http=ImpatientProtocol, limit_concurrency=most
    )
    server = uvicorn.Server(config)
    with bind("127.0.0.1", 0) as accepting:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [accepting]})
        thread.start()
        try:
            yield address_of(accepting)
        finally:
            server.should_exit = True
            thread.join(10)


@contextmanager
def client_of(settings: Settings, embedder: HashEmbedder) -> Iterator[TestClient]:
    """The application as a client sees it; errors nobody foresaw arrive as answers."""
    app = create_app(settings, lambda: opened(settings, embedder))
    peer = ("127.0.0.1", 50000)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, client=peer) as client:
        client.headers[WRITE_HEADER] = "1"
        yield client
