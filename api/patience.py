"""How long to wait for a request, and how long it may take: stalled bodies, deadlines, clients that leave.

In: any ASGI request. Out: the app's answer; 408 for a body that stops coming, 503 for one that there is no
room for and for work that outlasts its deadline. The work is told (`index.process.deadline`) as soon as
nobody waits for it any more, and where it does not listen, its client is answered all the same.
"""

from __future__ import annotations

import asyncio
import logging
import time

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access import SAFE
from api.bodies import FULL, Bodies
from api.gate import ADDING
from api.problems import problem
from index.errors import TookTooLong
from index.process.deadline import Deadline, within

STALLED = 30.0
"""Seconds that the next piece of a body is waited for."""
SLOWEST = 16 * 1024
"""The least average speed of a body that has taken that long, in bytes a second."""
LISTENING = 2.0
"""Seconds that work has, after its deadline, to notice it."""
SLOW_BODY = "The rest of the request did not come within 30 seconds; send it again."
log = logging.getLogger("onrecord")


class Patience:
    """Pure ASGI middleware; stands inside `api.guard`, so that nothing here is spent on a stranger."""

    def __init__(self, app: ASGIApp, seconds: float, bodies: Bodies) -> None:
        self.app, self.seconds, self.bodies = app, seconds, bodies
        self._left_behind: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        deadline = Deadline(self.seconds) if _bounded(scope) else None
        attended = _Attended(scope, receive, send, deadline, self.bodies)
        with within(deadline):
            work = asyncio.create_task(self._run(attended))
        work.add_done_callback(attended.let_go)
        watching = asyncio.create_task(attended.watch())
        try:
            await asyncio.wait({work}, timeout=self.seconds + LISTENING if attended.deadline else None)
            if not work.done():
                await attended.refuse()
        finally:
            watching.cancel()
            if not work.done():
                self._leave(attended, work)
        if work.done() and (error := work.exception()) is not None and not attended.closed:
            raise error

    async def _run(self, attended: _Attended) -> None:
        await self.app(attended.scope, attended.receive, attended.send)

    def _leave(self, attended: _Attended, work: asyncio.Task[None]) -> None:
        """Nobody waits for the work, which keeps its place at the gate until it ends."""
        attended.close()
        self._left_behind.add(work)
        work.add_done_callback(self._ended)

    def _ended(self, work: asyncio.Task[None]) -> None:
        self._left_behind.discard(work)
        error = None if work.cancelled() else work.exception()
        if error is not None:
            log.warning("Work that nobody waited for ended with %s.", type(error).__name__)


class _Attended:
    """One request with what is known of its client: whether its body came, and whether it has left."""

    def __init__(
        self, scope: Scope, receive: Receive, send: Send, deadline: Deadline | None, bodies: Bodies
    ) -> None:
        self.scope, self.deadline = scope, deadline
        self._receive, self._send = receive, send
        self._bodies, self._taken, self._came, self._began = bodies, 0, 0, time.monotonic()
        self._whole, self._left = asyncio.Event(), asyncio.Event()
        if scope["method"] in SAFE:
            self._whole.set()
        self._started = self.closed = False

    async def receive(self) -> Message:
        """The next piece of the body, in time; once the client has left, the message that says so."""
        if self._whole.is_set():
            await self._left.wait()
            return {"type": "http.disconnect"}
        try:
            message = await asyncio.wait_for(self._receive(), self._patience())
        except TimeoutError:
            message = await self._refused(408, SLOW_BODY)
        if message["type"] == "http.request" and not self._has_room(len(message.get("body", b""))):
            message = await self._refused(503, FULL)
        if message["type"] == "http.disconnect":
            self._depart()
        if not message.get("more_body", False):
            self._whole.set()
        return message

    def let_go(self, _work: asyncio.Task[None]) -> None:
        """The work has ended; the body of its request is no longer held."""
        self._bodies.give_back(self._taken)

    def _patience(self) -> float:
        """Seconds that the next piece is waited for; fewer if the whole came too slowly."""
        until = self._began + STALLED + self._came / SLOWEST
        return max(0.0, min(STALLED, until - time.monotonic()))

    def _has_room(self, size: int) -> bool:
        taken = self._bodies.taken(self._came, size)
        self._came += size
        self._taken += taken or 0
        return taken is not None

    async def _refused(self, status: int, detail: str) -> Message:
        """Answered before the body is there: the app is told that the client has left."""
        await self._answer(status, detail, {"Connection": "close"})
        return {"type": "http.disconnect"}

    async def watch(self) -> None:
        """Waits until the client leaves; begins when the body is there, since pieces come the same way."""
        await self._whole.wait()
        while not self._left.is_set():
            message = await self._receive()
            if message["type"] == "http.disconnect":
                self._depart()

    async def send(self, message: Message) -> None:
        if self.closed:
            return
        self._started = self._started or message["type"] == "http.response.start"
        await self._send(message)

    async def refuse(self) -> None:
        """Answers in place of work that did not notice its deadline."""
        assert self.deadline is not None
        await self._answer(503, str(TookTooLong.after(self.deadline.seconds)), {})

    def close(self) -> None:
        """Whatever the work still sends is dropped."""
        self.closed = True
        if self.deadline is not None:
            self.deadline.give_up()

    async def _answer(self, status: int, detail: str, headers: dict[str, str]) -> None:
        if not (self._started or self.closed):
            self._started = True
            response = problem(status, detail, None, Request(self.scope), headers=headers)
            await response(self.scope, self._receive, self._send)
        self.close()

    def _depart(self) -> None:
        self._left.set()
        if self.deadline is not None:
            self.deadline.give_up()


def _bounded(scope: Scope) -> bool:
    """Adding and removing take as long as they need: what they did is kept, whether or not anyone waits."""
    return scope["method"] in SAFE or not str(scope["path"]).startswith(ADDING)
