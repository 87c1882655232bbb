"""The HTTP service as a process: one worker, one address, an orderly end.

In: settings, an address, a way to open the service under it. Out: it serves until SIGTERM or Ctrl-C; then
uploads stop between two statements, other requests in progress finish, and the index is closed. It refuses an
address beyond this machine without a key.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from types import FrameType

import uvicorn

from api.access import is_loopback
from api.app import create_app
from api.logs import install_logs
from api.protocol import ImpatientProtocol
from api.settings import Settings
from index.errors import InvalidInput
from index.process.descriptors import make_room
from rag.service import OnRecord

GRACE_SECONDS = 6
"""How long requests in progress have to finish once the service is told to stop."""
CLOSING_SECONDS = 2.5
"""How long closing the index may take after that; then the process ends whatever is running. Nothing
acknowledged is lost, just as after a kill."""
LAST_SECONDS = 0.5
"""How long the process has to end itself then, before the system does: where many threads compete for the
interpreter and others for the processors, that alone has taken two seconds."""
BACKLOG = 128
SWITCH_SECONDS = 0.0005
"""How long a thread that computes keeps the interpreter while another waits for it. A question is many short
steps, and waits this long at each."""
log = logging.getLogger("onrecord")
Announce = Callable[[str], None]
Opened = Callable[[str, Callable[[], bool]], AbstractContextManager[OnRecord]]
"""Opens the service under its address; it is given the function that tells long work to stop."""


class _Announced(uvicorn.Server):
    """Says where it listens once it does, and notices through `stopping` that it was told to stop."""

    def __init__(self, config: uvicorn.Config, said: Callable[[], None], stopping: threading.Event) -> None:
        super().__init__(config)
        self._said = said
        self._stopping = stopping

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if not self._stopping.is_set():
            ending = threading.Timer(GRACE_SECONDS + CLOSING_SECONDS, _end_now, (sig,))
            ending.daemon = True
            _end_by_system(GRACE_SECONDS + CLOSING_SECONDS + LAST_SECONDS)
            ending.start()
        self._stopping.set()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._said()


def serve(
    settings: Settings,
    host: str,
    port: int,
    opened: Opened,
    announce: Announce,
    insecure: bool = False,
) -> None:
    """Serves until stopped; `announce` is given the address once requests are answered."""
    if not (insecure or settings.any_key or is_loopback(host)):
        raise InvalidInput(
            f"Listening on {host} lets others read this index: set ONRECORD_API_KEY, or add --insecure."
        )
    install_logs(settings.log)
    room = make_room(settings.connections)
    if room.told:
        log.warning(room.told)
    sys.setswitchinterval(SWITCH_SECONDS)
    stopping = threading.Event()
    with bind(host, port) as listening, opened(address_of(listening), stopping.is_set) as service:
        app = create_app(
            replace(settings, allowed_hosts=(*settings.allowed_hosts, host)), lambda: nullcontext(service)
        )
        app.state.few = room.told
        config = uvicorn.Config(
            app,
            log_config=None,
            access_log=False,
            http=ImpatientProtocol,
            limit_concurrency=room.connections + 1,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
        server = _Announced(config, lambda: announce(address_of(listening)), stopping)
        server.run(sockets=[listening])


def _end_by_system(seconds: float) -> None:
    """The system ends the process by SIGALRM after so many seconds, for which no thread of it has to run."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, seconds)


def _end_now(sig: int) -> None:
    """Ends with the code that a shell gives a process ended by the signal."""
    log.warning("What still ran was cut short; what was stored is kept.")
    os._exit(128 + sig)


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to the address; raises InvalidInput where that is taken or not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(BACKLOG)
    except OSError as error:
        listening.close()
        raise InvalidInput(
            f"Port {port} of {host} cannot be used ({error.strerror}): choose another, or 0 for a free one."
        ) from error
    return listening


def address_of(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
