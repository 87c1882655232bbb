"""A connection's own limits: how many there are at once, how long and how large the head of a request may be,
how long an answer may lie unread.

In: bytes of a connection. Out: uvicorn's own handling of them; a problem document where it would say nothing
or plain text. A body that stalls is `api.patience`'s.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import problem

HEAD_SECONDS = 30.0
"""Seconds from the first byte, or from connecting, to the end of the head; and from an answer to the end of a
body that it did not wait for."""
HEAD_BYTES = 64 * 1024
"""Of the request line with the headers: room for a quotation of 5,000 letters in an address."""
UNREAD_SECONDS = 60.0
"""A client that takes nothing of its answer for so long is let go."""
REFUSING = 32
"""This many connections beyond the limit are told why they are refused; any more are closed at once."""
REFUSED_SECONDS = 1.0
"""How long a refused connection may go on sending, and read why, in seconds."""
MALFORMED = "This is not a request of HTTP/1.1; look at what sends it."
LARGE_HEAD = f"The address and the headers are larger than {HEAD_BYTES // 1024} KB; post the text instead."
CROWDED = "The service has as many connections as it takes; try again in a few seconds."


class _Weighing(h11.Connection):
    """Holds whole heads to the limit too: h11 holds only those to it that come in several reads."""

    def next_event(self) -> Any:
        event = super().next_event()
        if isinstance(event, h11.Request) and _bytes_of(event) > HEAD_BYTES:
            raise h11.RemoteProtocolError(LARGE_HEAD, error_status_hint=431)
        return event


class ImpatientProtocol(H11Protocol):
    """Waits this long for each head and no longer, however slowly its bytes drip. Serves one connection fewer
    than `limit_concurrency`."""

    _waiting: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _refused = _done = False

    def __init__(self, config: Any, *told: Any, **named: Any) -> None:
        super().__init__(config, *told, **named)
        self.conn = _Weighing(h11.SERVER, HEAD_BYTES)

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # paused while anything of an answer is left here
        over = len(self.connections) - (self.limit_concurrency or sys.maxsize)
        self.limit_concurrency = None  # uvicorn would hold it, in plain text, against those that are served
        if over >= REFUSING:
            transport.abort()
            return
        self._refused = over >= 0
        self._wait(REFUSED_SECONDS if self._refused else HEAD_SECONDS)

    def data_received(self, data: bytes) -> None:
        if self._done:
            return
        if self._refused:
            self._answer(503, CROWDED)
            return
        super().data_received(data)
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        self._is_read()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch_reading()

    def resume_writing(self) -> None:
        self._is_read()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """What is left of a body that was answered before it was there is dropped, but not for ever: each of
        its bytes ends uvicorn's own waiting for the next request."""
        super().on_response_complete()
        if self._is_left_over():
            self._wait_no_more()
            self._wait(HEAD_SECONDS)

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn if the head cannot be read, or is too large."""
        large = getattr(sys.exception(), "error_status_hint", 400) == 431
        self._answer(431, LARGE_HEAD) if large else self._answer(400, MALFORMED)

    def _watch_head(self) -> None:
        """Waits for the next head from its first byte on."""
        if self._done or self._is_left_over():
            return
        if self.conn.their_state is not h11.IDLE:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait(HEAD_SECONDS)

    def _is_left_over(self) -> bool:
        """Is what comes the body of a request that has its answer already?"""
        return self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY

    def _watch_reading(self, before: int = sys.maxsize) -> None:
        """Called while something is left to be read; `before` says how much there was the last time."""
        left = self.transport.get_write_buffer_size()
        if left >= before:
            self.transport.abort()
            return
        self._unread = self.loop.call_later(UNREAD_SECONDS, self._watch_reading, left)

    def _is_read(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _answer(self, status: int, detail: str) -> None:
        """The last answer of this connection, if none has begun. Whatever still comes is read and dropped for
        a moment: a connection closed over unread bytes is reset, and the answer lost."""
        self._done = True
        if self.transport.is_closing() or self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            self.transport.close()
            return
        told = problem(status, detail)
        headers = [*told.raw_headers, (b"connection", b"close")]
        events = (
            h11.Response(status_code=status, headers=headers),
            h11.Data(data=bytes(told.body)),
            h11.EndOfMessage(),
        )
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.write_eof()
        self._wait_no_more()
        self._wait(REFUSED_SECONDS)

    def _wait(self, seconds: float) -> None:
        self._waiting = self.loop.call_later(seconds, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def _bytes_of(head: h11.Request) -> int:
    """Of the address and the headers, without what stands between them."""
    return len(head.target) + sum(len(name) + len(value) for name, value in head.headers)
