"""Clients whose bodies do not end: many at once, each at an address of its own."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable

from api.access import WRITE_HEADER
from tests.every_route import Way

PAUSE = 0.1
"""Seconds between two bytes of a body that drips."""


def held(address: str, ways: Iterable[Way], drips: int, within: float) -> set[Way]:
    """Those whose connection was still open after so many seconds. Each sends the head of a request and the
    first byte of its body, then one after the other `drips` more."""
    open_ones = [(way, _begun(address, way)) for way in ways]
    until = time.monotonic() + within
    while open_ones and time.monotonic() < until:
        time.sleep(PAUSE)
        open_ones = [(way, client) for way, client in open_ones if _goes_on(client, drips > 0)]
        drips -= 1
    for _, client in open_ones:
        client.close()
    return {way for way, _ in open_ones}


def _begun(address: str, way: Way) -> socket.socket:
    host, port = address.removeprefix("http://").split(":")
    client = socket.create_connection((host, int(port)))
    head = (
        f"{way.method} {way.path} HTTP/1.1\r\nHost: {host}:{port}\r\n{WRITE_HEADER}: 1\r\n"
        "Content-Type: application/json\r\nContent-Length: 9999\r\n\r\n{"
    )
    client.sendall(head.encode())
    client.setblocking(False)
    return client


def _goes_on(client: socket.socket, drip: bool) -> bool:
    """Is it still connected? Whatever came is taken, and another byte sent."""
    try:
        if drip:
            client.send(b" ")
        while client.recv(65_536):
            pass
    except BlockingIOError:
        return True
    except OSError:
        pass
    client.close()
    return False
