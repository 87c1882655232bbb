"""Fixtures of every suite: no test may reach another machine; the real house over nine real statements.

The house is imported by the fixtures that need it, so that suites of one area load only that area.
"""

from __future__ import annotations

import ipaddress
import shutil
import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from api.settings import Settings
    from tests.hash_embedder import HashEmbedder

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

PASSES = (socket.AF_UNIX,)
NAMES = ("localhost", "", None)


class NetworkUsed(BaseException):
    """A test tried to reach another machine; no `except Exception` may hide it."""


class Guard:
    """Stands before the socket calls; keeps every attempt to go further than this machine."""

    def __init__(self) -> None:
        self.attempts: list[str] = []

    def check(self, where: object) -> None:
        if not _local(where):
            self.attempts.append(repr(where))
            raise NetworkUsed(f"a connection to {where!r} was tried")


def _local(host: object) -> bool:
    if host in NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


@pytest.fixture(scope="session", autouse=True)
def network_guard() -> Iterator[Guard]:
    guard = Guard()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(guard, getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _looked_up(guard, socket.getaddrinfo))
        yield guard
    assert guard.attempts == []


@pytest.fixture(autouse=True)
def no_network(network_guard: Guard) -> Iterator[None]:
    """Fails the test during which another machine was sought, also where the error was swallowed."""
    before = len(network_guard.attempts)
    yield
    tried = network_guard.attempts[before:]
    if tried:
        del network_guard.attempts[before:]
        pytest.fail(f"connections to other machines were tried: {tried}")


def _guarded(guard: Guard, call: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family not in PASSES:
            guard.check(address[0])
        return call(self, address)

    return connect


def _looked_up(guard: Guard, call: Any) -> Any:
    def getaddrinfo(host: Any, *rest: Any, **more: Any) -> Any:
        guard.check(host.decode() if isinstance(host, bytes) else host)
        return call(host, *rest, **more)

    return getaddrinfo


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
