"""The guard before the network: no socket of a test, or of a Python process it starts, leaves this machine.

`stand` patches this process's socket calls; `site` writes a folder that, first on PYTHONPATH, does the same
in every Python child before its own code runs, and keeps what it tried in a file. Imports nothing but the
standard library, for it is loaded into every child. `scripts/offline.sh` cuts off all other programs too.
"""

from __future__ import annotations

import ipaddress
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSES = (socket.AF_UNIX,)
NAMES = ("localhost", "", None)
FILE, SITE = "tried", "sitecustomize.py"
LOADED_BY_CHILDREN = """
import importlib.util
spec = importlib.util.spec_from_file_location("network_guard", {module!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.stand(module.Guard(lambda where: open({tried!r}, "a").write(where + chr(10))))
"""


class NetworkUsed(BaseException):
    """Another machine was sought; no `except Exception` may hide it."""


class Guard:
    """Stands before the socket calls; tells `kept` of every attempt to go further than this machine."""

    def __init__(self, kept: Callable[[str], object]) -> None:
        self._kept = kept

    def check(self, where: object) -> None:
        if not is_local(where):
            self._kept(repr(where))
            raise NetworkUsed(f"a connection to {where!r} was tried")


def is_local(host: object) -> bool:
    if host in NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(host).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def stand(guard: Guard, put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Puts the guard before this process's sockets; `put` may be a fixture's that takes it away again."""
    for name in ("connect", "connect_ex"):
        put(socket.socket, name, _guarded(guard, getattr(socket.socket, name)))
    put(socket, "getaddrinfo", _looked_up(guard, socket.getaddrinfo))


def site(folder: Path) -> Path:
    """The folder to put first on PYTHONPATH; `tried` reads what the children tried."""
    folder.mkdir(parents=True, exist_ok=True)
    text = LOADED_BY_CHILDREN.format(module=str(Path(__file__).resolve()), tried=str(folder / FILE))
    (folder / SITE).write_text(text, encoding="utf-8")
    return folder


def tried(folder: Path) -> list[str]:
    """Where the children of this site tried to go."""
    kept = folder / FILE
    return kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []


def python_path(*folders: Path | str) -> str:
    """PYTHONPATH for a child: what is on ours, the guard first, then these folders."""
    held = os.environ.get("PYTHONPATH")
    return os.pathsep.join([*([held] if held else []), *map(str, folders)])


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
