"""The lines of a streamed reply of a language model, as they come over HTTP.

In: a client, an address, what is asked. Out: lines, or an `EndpointFault` with a reason: waiting has an end,
and whoever listens is asked meanwhile.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from email.utils import parsedate_to_datetime
from math import inf
from typing import Any

import httpx

from rag.generation.replies import EndpointFault, Patience, Reason

_STATUSES: Mapping[int, Reason] = {
    401: "unauthorized",
    403: "unauthorized",
    429: "rate_limited",
    503: "overloaded",
}
RETRIED = (429, 503)
TICK = 0.02
"""Seconds after which whoever listens is asked again, while nothing comes."""
Heard = Callable[[str], None]


class _Nothing:
    """That nothing came in time."""


_NOTHING = _Nothing()
MOST_WAIT = 10.0
"""Seconds of a Retry-After that are waited for, at most."""


class Lines:
    """The lines of one streamed reply, read by a thread so that waiting for the next has an end."""

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        body: Mapping[str, Any],
        patience: Patience,
        ends: float,
        heard: Heard,
        once_more: bool = False,
    ) -> None:
        self._client, self._url, self._body = client, url, body
        self._patience, self._ends, self.tell = patience, ends, heard
        self._queue: queue.Queue[str | httpx.Response | Exception | None] = queue.Queue()
        self._stopped = threading.Event()
        self._once_more = once_more
        self.retry_after: float | None = None
        """Seconds after which a busy model wants to be asked once more, where it may be."""
        self._socket: socket.socket | None = None
        self.heard = False
        """Whether a token came, so that the next is waited for less long."""

    def __enter__(self) -> Lines:
        threading.Thread(target=self._pull, daemon=True).start()
        head = self._next()
        if not isinstance(head, httpx.Response):
            raise EndpointFault("cut_stream")
        self._socket = head.extensions["network_stream"].get_extra_info("socket")
        self._check_head(head)
        return self

    def __exit__(self, *_: object) -> None:
        """The thread may wait for a byte: the connection is ended under it, so that the model stops too."""
        self._stopped.set()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def __iter__(self) -> Iterator[str]:
        while (line := self._next()) is not None:
            if isinstance(line, str):
                yield line

    def _check_head(self, head: httpx.Response) -> None:
        if self._once_more and head.status_code in RETRIED:
            self.retry_after = _seconds(head.headers.get("retry-after"))
        if self.retry_after is not None:
            return
        if not head.is_success:
            raise EndpointFault(_STATUSES.get(head.status_code, "bad_status"))
        if not head.headers.get("content-type", "").startswith("text/event-stream"):
            raise EndpointFault("wrong_content_type")

    def _next(self) -> str | httpx.Response | None:
        wait = self._patience.idle if self.heard else self._patience.first
        left = self._ends - time.monotonic()
        item = self._within(min(wait, left))
        if isinstance(item, _Nothing):
            slow: Reason = "stalled" if self.heard else "no_first_token"
            raise EndpointFault("too_slow" if left < wait else slow)
        if isinstance(item, Exception):
            raise item
        return item

    def _within(self, seconds: float) -> str | httpx.Response | Exception | _Nothing | None:
        """What comes next, or `_Nothing` if nothing comes in time; meanwhile whoever listens is asked."""
        ends = time.monotonic() + seconds
        while True:
            left = ends - time.monotonic()
            try:
                return self._queue.get(timeout=max(0.0, min(TICK, left)))
            except queue.Empty:
                if left <= TICK:
                    return _NOTHING
                self.tell("")

    def _pull(self) -> None:
        try:
            with self._client.stream("POST", self._url, json=self._body) as response:
                self._queue.put(response)
                for line in response.iter_lines():
                    if self._stopped.is_set():
                        return
                    self._queue.put(line)
            self._queue.put(None)
        except Exception as error:  # noqa: BLE001 (handed to the thread that waits, which raises it)
            self._queue.put(error)


def pause(seconds: float, heard: Heard) -> None:
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        heard("")
        time.sleep(min(TICK, left))


def _seconds(value: str | None) -> float | None:
    """Of a Retry-After, told as seconds or as a date; None for none, or for longer than is waited."""
    try:
        wait = float(value or "")
    except ValueError:
        wait = _until(value or "")
    return max(0.0, wait) if wait <= MOST_WAIT else None


def _until(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except ValueError:
        return inf
