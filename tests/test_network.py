"""No socket leaves the machine: not from a test, nor from any Python process the house starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index import child
from index.readers import isolate
from tests import network

ELSEWHERE = "192.0.2.1"
"""An address kept for documentation (RFC 5737)."""
CONNECT = f"import socket; socket.socket().connect(({ELSEWHERE!r}, 80))"
LOOK_UP = "import socket; socket.getaddrinfo('example.org', 80)"
ENVIRONMENTS: dict[str, Callable[[], Mapping[str, str]]] = {
    "as it is": lambda: os.environ,
    "of the publisher": child._environment,
    "of a reader of PDF": isolate._environment,
}


def a_site(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment under a guard of its own, so that what is tried here fails no test."""
    path = os.pathsep.join([str(network.site(folder)), environment.get("PYTHONPATH", "")])
    return {**environment, "PYTHONPATH": path}


@pytest.mark.parametrize("code", [CONNECT, LOOK_UP], ids=["connect", "look up"])
def test_a_child_that_seeks_another_machine_is_stopped_and_told_of(tmp_path: Path, code: str) -> None:
    """Also where it swallows every error."""
    swallowed = f"try:\n    {code}\nexcept BaseException:\n    pass"
    ran = subprocess.run([sys.executable, "-c", swallowed], env=a_site(tmp_path, os.environ), check=True)
    assert ran.returncode == 0
    assert len(network.tried(tmp_path)) == 1


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_every_child_of_the_house_is_guarded(environment: Callable[[], Mapping[str, str]]) -> None:
    """The guard stands in whatever environment the house gives its children."""
    ask = "import socket; print(socket.socket.connect.__module__)"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", ask], env=dict(environment()), capture_output=True, text=True, check=True
    )
    assert ran.stdout == "network_guard\n", ran.stderr


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "", None, "127.3.2.1", "::1%lo"])
def test_this_machine_is_open(host: str | None) -> None:
    """Loopback in every spelling."""
    assert network.is_local(host)


@pytest.mark.parametrize("host", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "example.org", "localhost.example"])
def test_other_machines_are_not(host: str) -> None:
    """Neighbours in the same network included."""
    assert not network.is_local(host)
