"""Fixtures of every suite: no test may reach another machine; the real house over nine real statements.

The house is imported by the fixtures that need it, so that suites of one area load only that area.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from tests import network, suites

if TYPE_CHECKING:
    from fastapi.testclient import TestClient
    from playwright.sync_api import Browser

    from api.settings import Settings
    from index.store.database import Place
    from index.store.record_store import RecordStore
    from rag.quotation.check import QuoteChecker
    from tests.command_line import Run
    from tests.hash_embedder import HashEmbedder
    from tests.llm_server import Model
    from tests.postgres_server import Server

settings.register_profile("house", deadline=None, print_blob=True)
settings.register_profile("fast", settings.get_profile("house"), max_examples=25)


def pytest_configure(config: pytest.Config) -> None:
    """Laws are tried on a quarter of their inputs by the fast suite, on all of them by `make test`."""
    settings.load_profile("fast" if "not process" in config.option.markexpr else "house")
    gc.disable()


def pytest_collection_finish() -> None:
    """What is imported and collected stays to the end, so it is not looked through for garbage again; and
    hypothesis is called back each time that any is looked for."""
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that is wholly of a suite left out is not imported: what it needs may take seconds."""
    return True if suites.leaves_out(config.option.markexpr, collection_path) else None


@pytest.hookimpl(optionalhook=True, tryfirst=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `-n`, the tests of a file stay together: records laid out and indexes made are shared by them."""
    from xdist.scheduler import LoadFileScheduling

    return LoadFileScheduling(config, log) if config.option.dist == "load" else None


@pytest.fixture(autouse=True)
def the_users_own_mask() -> Iterator[None]:
    """A command makes the process's files private for good; the next test begins with the mask it would
    have."""
    before = os.umask(0o022)
    os.umask(before)
    yield
    os.umask(before)


@pytest.fixture(scope="session", autouse=True)
def network_tried(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], list[str]]]:
    """Stands the guard before this process and every Python process it starts; says what was tried."""
    site, here = network.site(tmp_path_factory.mktemp("guard")), list[str]()
    with pytest.MonkeyPatch.context() as patch:
        network.stand(network.Guard(here.append))
        patch.syspath_prepend(site)
        patch.setenv("PYTHONPATH", str(site), prepend=os.pathsep)
        yield lambda: [*here, *network.tried(site)]


@pytest.fixture(autouse=True)
def no_network(network_tried: Callable[[], list[str]]) -> Iterator[None]:
    """Fails the test during which another machine was sought, also where the error was swallowed."""
    before = len(network_tried())
    yield
    if tried := network_tried()[before:]:
        pytest.fail(f"connections to other machines were tried: {tried}")


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of nine real statements: Kazakhstan's with paragraphs, eight of one line each with a table."""
    from tests import served

    return served.lay_out_sample(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="session")
def embedder() -> HashEmbedder:
    from tests.hash_embedder import HashEmbedder

    return HashEmbedder()


@pytest.fixture(scope="session")
def indexed(sample: Path, embedder: HashEmbedder, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose data directory holds an index of the sample."""
    from tests import served

    return served.index_sample(sample, tmp_path_factory.mktemp("indexed"), embedder)


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    from tests import quote_corpus

    return quote_corpus.checker_of_real_statements()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, embedder: HashEmbedder, tmp_path: Path) -> Run:
    """The command line, typed in an empty folder."""
    from tests import command_line

    monkeypatch.chdir(tmp_path)
    return command_line.runner(monkeypatch, embedder)


@pytest.fixture(scope="session")
def client(indexed: Settings, embedder: HashEmbedder) -> Iterator[TestClient]:
    """The real application over the indexed sample; for tests that only read."""
    from tests import served

    with served.client_of(indexed, embedder) as client:
        yield client


@pytest.fixture
def own_settings(indexed: Settings, tmp_path: Path) -> Settings:
    """Settings over a copy of the indexed sample that a test may change."""
    shutil.copytree(indexed.data_dir, tmp_path / "data")
    return replace(indexed, data_dir=tmp_path / "data")


@pytest.fixture
def own_client(own_settings: Settings, embedder: HashEmbedder) -> Iterator[TestClient]:
    """The real application over a copy that a test may change."""
    from tests import served

    with served.client_of(own_settings, embedder) as client:
        yield client


@pytest.fixture(scope="session")
def service_url(indexed: Settings) -> Iterator[str]:
    """The real application over the indexed sample in a process of its own; for tests that only read."""
    from tests import service_process

    with service_process.serving(indexed.data_dir) as address:
        yield address


@pytest.fixture(scope="module")
def address(indexed: Settings, embedder: HashEmbedder) -> Iterator[str]:
    """The real application behind a socket of this machine; for tests that only read."""
    from tests import served

    with served.listening(indexed, embedder) as at:
        yield at


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real Chromium; a module's, since it keeps an event loop running that others may not have."""
    from tests import browsing

    with browsing.launched() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def model() -> Iterator[Model]:
    """A language model behind a socket of this machine, which says what it is told to."""
    from tests.llm_server import model_server

    with model_server() as served:
        yield served


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for a database is of the database suite."""
    for item in items:
        if "postgres" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.database)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL for whoever asks; skipped where none is installed."""
    from tests.postgres_server import postgres_server

    with postgres_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.database)])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Place]:
    """Where a record may lie, on each engine: a new and empty place with every call."""
    made = count()
    if request.param == "sqlite":
        return lambda: tmp_path / f"{next(made)}" / "record.sqlite"
    server: Server = request.getfixturevalue("postgres")
    return lambda: server.schema(f"place_{next(made)}")


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    return new_place()


@pytest.fixture
def store(place: Place, embedder: HashEmbedder) -> Iterator[RecordStore]:
    """An empty one."""
    from tests.drafts import open_store

    with closing(open_store(place, embedder)) as opened:
        yield opened


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with vectors in a record store and, published, in an embedded Chroma; to be copied."""
    from tests import served_vectors

    return served_vectors.published_in(tmp_path_factory.mktemp("published"))


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return Path(shutil.copytree(published, tmp_path / "data"))
