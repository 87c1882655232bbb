"""Fixtures of every suite: no test may reach another machine."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from typing import Any

import pytest

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
