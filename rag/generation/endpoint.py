"""A language model behind an OpenAI-compatible address, asked over plain HTTP.

In: an address, a model's name, a key, two messages. Out: a `Completion`, or an `EndpointFault` with a reason.
The reply is read as a stream, so that a model that stalls is noticed; nothing of a faulty reply is used.
"""

from __future__ import annotations

import json
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Literal

import httpx

Reason = Literal[
    "unreachable", "unauthorized", "rate_limited", "overloaded", "bad_status", "wrong_content_type",
    "no_first_token", "stalled", "too_slow", "cut_stream", "malformed_event", "length", "empty",
    "reasoning_only", "model_refused",
]  # fmt: skip
_STATUSES: Mapping[int, Reason] = {
    401: "unauthorized",
    403: "unauthorized",
    429: "rate_limited",
    503: "overloaded",
}
RETRIED = (429, 503)
TICK = 0.1
"""While nothing comes, whoever listens is asked again after so many seconds."""
Heard = Callable[[str], None]


class _Nothing:
    """Stands for: nothing came in time."""


_NOTHING = _Nothing()
MOST_WAIT = 10.0
"""The longest Retry-After that is waited for, in seconds."""
MOST_TEXT = 100_000


def _unheard(_: str) -> None:
    """For when nobody listens."""


class EndpointFault(Exception):
    """The model gave nothing that can be used; `reason` says why in one word."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds waited: for the connection, the first token, the next one, and the whole."""

    connect: float = 5.0
    first: float = 30.0
    idle: float = 20.0
    total: float = 120.0


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote; `usage` as the endpoint counts it, None if it does not."""

    text: str
    finish_reason: str
    usage: Mapping[str, Any] | None


@dataclass
class _Heard:
    """What came so far."""

    text: str = ""
    reasoning: bool = False
    refused: bool = False
    finish: str | None = None
    usage: Mapping[str, Any] | None = None
    done: bool = False


@dataclass(frozen=True)
class ChatEndpoint:
    """One model; safe for threads, for every request opens its own connection."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    patience: Patience = Patience()

    def complete(self, system: str, user: str, heard: Heard = _unheard) -> Completion:
        """The model's whole reply at temperature 0. Raises EndpointFault.

        `heard` is given each piece as it comes, and "" now and then while none does; what it raises ends the
        reply.
        """
        body = {
            "model": self.model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": user}],
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        ends = time.monotonic() + self.patience.total
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        timeout = httpx.Timeout(self.patience.total, connect=self.patience.connect)
        try:
            with httpx.Client(headers=headers, timeout=timeout) as client:
                return _checked(self._heard(client, body, ends, heard))
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise EndpointFault("unreachable") from error
        except httpx.HTTPError as error:
            raise EndpointFault("cut_stream") from error

    def _heard(self, client: httpx.Client, body: Mapping[str, Any], ends: float, heard: Heard) -> _Heard:
        for last in (False, True):
            lines = _Lines(
                client, f"{self.url.rstrip('/')}/chat/completions", body, self.patience, ends, heard
            )
            with lines as reply:
                wait = None if last else reply.retry_after
                if wait is None:
                    return _read(reply)
            _pause(wait, heard)
        raise EndpointFault("overloaded")


class _Lines:
    """The lines of one streamed reply; a thread reads them, so that the wait for the next one can end."""

    def __init__(
        self,
        client: httpx.Client,
        url: str,
        body: Mapping[str, Any],
        patience: Patience,
        ends: float,
        heard: Heard,
    ) -> None:
        self._client, self._url, self._body = client, url, body
        self._patience, self._ends, self.tell = patience, ends, heard
        self._queue: queue.Queue[str | httpx.Response | Exception | None] = queue.Queue()
        self._stopped = threading.Event()
        self.retry_after: float | None = None
        self._socket: socket.socket | None = None
        self.heard = False
        """Whether a token came, so that the next is waited for less long."""

    def __enter__(self) -> _Lines:
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
        if head.status_code in RETRIED and (wait := _seconds(head.headers.get("retry-after"))) is not None:
            self.retry_after = wait
        elif not head.is_success:
            raise EndpointFault(_STATUSES.get(head.status_code, "bad_status"))
        elif not head.headers.get("content-type", "").startswith("text/event-stream"):
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
        """The next line, or `_Nothing` if none comes in time; meanwhile whoever listens is asked."""
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


def _pause(seconds: float, heard: Heard) -> None:
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        heard("")
        time.sleep(min(TICK, left))


def _read(lines: _Lines) -> _Heard:
    """The events of the stream, added up."""
    heard = _Heard()
    waited = time.monotonic()
    for line in lines:
        if line.startswith("data:"):
            data = line.removeprefix("data:").strip()
            if data == "[DONE]":
                heard.done = True
                break
            before = len(heard.text)
            _take(heard, data)
            if len(heard.text) > before:
                lines.tell(heard.text[before:])
            waited = time.monotonic()
            lines.heard = lines.heard or bool(heard.text)
        elif time.monotonic() - waited > (lines._patience.idle if lines.heard else lines._patience.first):
            raise EndpointFault("stalled" if lines.heard else "no_first_token")
    return heard


def _take(heard: _Heard, data: str) -> None:
    try:
        event = json.loads(data)
        choices = event.get("choices") or []
        delta = choices[0].get("delta") or {} if choices else {}
        text = delta.get("content") or ""
        heard.text += text
        heard.reasoning |= bool(delta.get("reasoning_content") or delta.get("reasoning"))
        heard.refused |= bool(delta.get("refusal"))
        heard.finish = (choices[0].get("finish_reason") if choices else None) or heard.finish
        heard.usage = event.get("usage") or heard.usage
        failed = "error" in event or len(heard.text) > MOST_TEXT
    except (ValueError, AttributeError, TypeError, KeyError, IndexError) as error:
        raise EndpointFault("malformed_event") from error
    if failed:
        raise EndpointFault("malformed_event")


def _checked(heard: _Heard) -> Completion:
    """A reply that is whole and says something."""
    if heard.finish is None:
        raise EndpointFault("cut_stream")
    if heard.finish == "length":
        raise EndpointFault("length")
    if heard.refused or heard.finish == "content_filter":
        raise EndpointFault("model_refused")
    if not heard.text.strip():
        raise EndpointFault("reasoning_only" if heard.reasoning else "empty")
    return Completion(heard.text, heard.finish, heard.usage)


def _seconds(value: str | None) -> float | None:
    try:
        wait = float(value or "")
    except ValueError:
        return None
    return wait if 0 <= wait <= MOST_WAIT else None
