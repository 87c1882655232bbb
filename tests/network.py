"""The guard before the network: no socket of a test, or of a Python process it starts, leaves this machine.

`stand` listens to the interpreter's own audit of sockets, which no call goes round; `site` writes a folder
that, first on PYTHONPATH, does the same in every Python child before its own code runs, and keeps what it
tried in a file. Imports nothing but the standard library, for it is loaded into every child. It does not see
other programs: `scripts/offline.sh` cuts those off too.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PASSES = (socket.AF_UNIX,)
ADDRESSED = ("socket.connect", "socket.sendto", "socket.sendmsg")
"""Audited with the socket and the address, None where it is connected already."""
LOOKED_UP = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
"""Audited with the host first."""
NAMES = ("localhost", "", None)
FILE, SITE = "tried", "sitecustomize.py"
LOADED_BY_CHILDREN = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("network_guard", {module!r})
module = sys.modules["network_guard"] = importlib.util.module_from_spec(spec)
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
    name = host.decode() if isinstance(host, bytes) else host
    if name in NAMES:
        return True
    try:
        address = ipaddress.ip_address(str(name).partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def stand(guard: Guard) -> None:
    """Puts the guard before every socket of this process, for as long as it lives."""

    def audit(event: str, details: tuple[Any, ...]) -> None:
        if event in LOOKED_UP:
            guard.check(details[0])
        elif event == "socket.getnameinfo":
            guard.check(details[0][0])
        elif event in ADDRESSED and details[1] is not None and details[0].family not in PASSES:
            guard.check(details[1][0])

    sys.addaudithook(audit)


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


def standing() -> str:
    """The guard's own text for a site that does more than guard; empty where none stands."""
    first = Path(os.environ.get("PYTHONPATH", "").partition(os.pathsep)[0], SITE)
    return first.read_text(encoding="utf-8") if first.is_file() else ""


def python_path(*folders: Path | str) -> str:
    """PYTHONPATH for a child: what is on ours, the guard first, then these folders."""
    held = os.environ.get("PYTHONPATH")
    return os.pathsep.join([*([held] if held else []), *map(str, folders)])
