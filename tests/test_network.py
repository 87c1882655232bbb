"""No socket leaves the machine: not from a test, nor from any Python process the house starts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index.process import child, isolate
from tests import network
from tests.pausing import HOUSE, pausing

pytestmark = pytest.mark.process

ELSEWHERE = "192.0.2.1"
"""An address kept for documentation (RFC 5737)."""
SOUGHT = {
    "connect": f"socket.socket().connect(({ELSEWHERE!r}, 80))",
    "connect_ex": f"socket.socket().connect_ex(({ELSEWHERE!r}, 80))",
    "connect below the module": f"socket._socket.socket().connect(({ELSEWHERE!r}, 80))",
    "sendto": f"socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ({ELSEWHERE!r}, 9))",
    "sendmsg": f"socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], [], 0, ({ELSEWHERE!r}, 9))",
    "getaddrinfo": "socket.getaddrinfo('example.org', 80)",
    "getaddrinfo of bytes": "socket.getaddrinfo(b'example.org', 80)",
    "gethostbyname": "socket.gethostbyname('example.org')",
    "gethostbyname_ex": "socket.gethostbyname_ex('example.org')",
    "gethostbyaddr": f"socket.gethostbyaddr({ELSEWHERE!r})",
    "getnameinfo": f"socket.getnameinfo(({ELSEWHERE!r}, 80), 0)",
}
ENVIRONMENTS: dict[str, Callable[[], Mapping[str, str]]] = {
    "as it is": lambda: os.environ,
    "of the publisher": child._environment,
    "of a reader of PDF": isolate._environment,
}


def a_site(folder: Path, environment: Mapping[str, str]) -> dict[str, str]:
    """The environment under a guard of its own, so that what is tried here fails no test."""
    path = os.pathsep.join([str(network.site(folder)), environment.get("PYTHONPATH", "")])
    return {**environment, "PYTHONPATH": path}


@pytest.mark.parametrize("code", SOUGHT.values(), ids=SOUGHT.keys())
def test_a_child_that_seeks_another_machine_is_stopped_and_told_of(tmp_path: Path, code: str) -> None:
    """Also where it swallows every error."""
    swallowed = f"import socket\ntry:\n    {code}\nexcept BaseException:\n    pass"
    ran = subprocess.run([sys.executable, "-c", swallowed], env=a_site(tmp_path, os.environ), check=True)
    assert ran.returncode == 0
    assert len(network.tried(tmp_path)) == 1


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS.keys())
def test_every_child_of_the_house_is_guarded(environment: Callable[[], Mapping[str, str]]) -> None:
    """The guard stands in whatever environment the house gives its children."""
    ask = "import sys; print('network_guard' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-P", "-c", ask], env=dict(environment()), capture_output=True, text=True, check=True
    )
    assert ran.stdout == "True\n", ran.stderr


def test_a_test_that_seeks_another_machine_fails(tmp_path: Path) -> None:
    """Also where it swallows every error, and before anything is sent."""
    test = tmp_path / "test_seeking.py"
    test.write_text(f"import socket\ndef test():\n try: {SOUGHT['sendto']}\n except BaseException: pass\n")
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(test)]
    ran = subprocess.run(command, env=environment, cwd=HOUSE, capture_output=True, text=True, check=False)
    assert "connections to other machines were tried" in ran.stdout


def test_a_process_that_pauses_is_guarded_too(tmp_path: Path) -> None:
    path = pausing(tmp_path, "")["PYTHONPATH"]
    assert Path(path.partition(os.pathsep)[0], network.SITE).read_text().startswith(network.standing())
    assert network.standing()


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "", None, "127.3.2.1", "::1%lo"])
def test_this_machine_is_open(host: str | None) -> None:
    """Loopback in every spelling."""
    assert network.is_local(host)


@pytest.mark.parametrize("host", [ELSEWHERE, "10.0.0.1", "2001:db8::1", "example.org", "localhost.example"])
def test_other_machines_are_not(host: str) -> None:
    """Neighbours in the same network included."""
    assert not network.is_local(host)
