"""An answer as a stream of events: passages, progress, statements as it is settled that they are on a list,
sentences as they are verified, those removed, the whole.

In: work that makes an answer and reports as it goes. Out: server-sent events. What fails before the first
event is the problem document it would be otherwise; later it is an `error` event that holds it. When a client
leaves, the work ends, and its place at the gate is free once it has.
"""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import nullcontext

import anyio
from anyio.abc import TaskGroup
from anyio.from_thread import run_sync as in_loop
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from anyio.to_thread import run_sync as in_thread
from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api import schemas as wire
from api.events import EventListener
from api.gate import Gate, gate_of
from api.methods import accepts
from api.problems import problem_of

EVENTS = "text/event-stream"
HEADERS = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
BEAT = 15.0
"""After this many seconds without an event, a comment shows that the service is at work."""
WAITING = b": waiting\n\n"
ANSWERED: dict[int | str, dict[str, object]] = {
    200: {
        "content": {EVENTS: {"schema": {"type": "string"}}},
        "description": "The answer; asked for as `text/event-stream`, the events `passages`, `progress`, "
        "`listed`, `sentence`, `removed`, `done` (the answer as JSON) and `error` (a problem document).",
    }
}
"""The `responses=` of a route that answers with a stream if asked to."""
Make = Callable[[EventListener], wire.Answer]
Encode = Callable[[str, BaseModel], bytes]
Made = bytes | Exception
log = logging.getLogger("onrecord")


class Gone(Exception):
    """The client has left."""


def wants_events(request: Request) -> bool:
    """Does the client name the stream among what it accepts?"""
    return accepts(request, EVENTS)


async def pass_gate_unless_streamed(request: Request) -> AsyncIterator[None]:
    """Dependency of a route whose answer may be an `EventStream`, which takes its place by itself."""
    gate = gate_of(request)
    async with nullcontext() if wants_events(request) else gate.place():
        yield


def event(name: str, value: BaseModel) -> bytes:
    return f"event: {name}\ndata: {value.model_dump_json()}\n\n".encode()


class _Teller(EventListener):
    """Sends what it hears to the client; raises Gone once nobody reads it."""

    def __init__(self, put: Callable[[bytes], None], gone: threading.Event, encode: Encode) -> None:
        super().__init__(self._send)
        self._put, self._gone, self._encode = put, gone, encode

    def waiting(self) -> None:
        if self._gone.is_set():
            raise Gone

    def _send(self, name: str, value: BaseModel) -> None:
        self.waiting()
        self._put(self._encode(name, value))


class EventStream(Response):
    """The events of one answer; the work is done in a thread, at a place of the gate. `encode` puts what is
    told, by the event's name, into words."""

    media_type = EVENTS

    def __init__(self, make: Make, request: Request, beat: float = BEAT, encode: Encode = event) -> None:
        super().__init__(headers=HEADERS)
        del self.headers["content-length"]
        self._make, self._request, self._beat, self._encode = make, request, beat, encode
        self._gate: Gate = request.app.state.gate
        self._gone = threading.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        sender, receiver = anyio.create_memory_object_stream[Made](math.inf)
        failed: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(self._watch, receive, group)
            group.start_soon(self._work, sender)
            try:
                failed = await self._pour(receiver, send)
            finally:
                self._gone.set()
                group.cancel_scope.cancel()
        if failed is not None:
            raise failed

    async def _watch(self, receive: Receive, group: TaskGroup) -> None:
        """Ends it all when the client leaves."""
        while (await receive())["type"] != "http.disconnect":
            continue
        self._gone.set()
        group.cancel_scope.cancel()

    async def _work(self, sender: MemoryObjectSendStream[Made]) -> None:
        """A thread is not cancelled: the place stays taken until it has noticed that nobody listens."""
        async with sender, self._gate.place():
            await in_thread(self._made, sender)

    def _made(self, sender: MemoryObjectSendStream[Made]) -> None:
        def put(made: Made) -> None:
            if not self._gone.is_set():
                in_loop(sender.send_nowait, made)

        try:
            put(self._encode("done", self._make(_Teller(put, self._gone, self._encode))))
        except Gone:
            log.info("request %s was left by its client", self._request.scope.get("request_id"))
        except Exception as error:  # noqa: BLE001 (told to the client, as a problem or an event)
            put(error)

    async def _pour(self, receiver: MemoryObjectReceiveStream[Made], send: Send) -> Exception | None:
        """Sends what comes; returns whatever failed before anything was sent."""
        started = False
        async with receiver:
            while (made := await self._next(receiver)) is not None:
                if isinstance(made, Exception) and not started:
                    return made
                if not started:
                    head = {"status": self.status_code, "headers": self.raw_headers}
                    await send({"type": "http.response.start", **head})
                    started = True
                body = self._failed(made) if isinstance(made, Exception) else made
                await send({"type": "http.response.body", "body": body, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
        return None

    async def _next(self, receiver: MemoryObjectReceiveStream[Made]) -> Made | None:
        """The next event, a comment where none comes in time, None at the end."""
        with anyio.move_on_after(self._beat):
            try:
                return await receiver.receive()
            except anyio.EndOfStream:
                return None
        return WAITING

    def _failed(self, error: Exception) -> bytes:
        response = problem_of(error, self._request)
        if response.status_code == 500:
            log.error("request %s failed", self._request.scope.get("request_id"), exc_info=error)
        return b"event: error\ndata: " + bytes(response.body) + b"\n\n"
