"""Limits how many requests work at once and how many may wait; the others are asked to come back later.

In: requests to the routes that compute, read or write. Out: a place, or a 503. Asking, computing over many
statements, reading, removing and adding have a gate each, so that none of them holds up the others.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager

from anyio import CapacityLimiter
from fastapi import Request
from starlette.applications import Starlette
from starlette.exceptions import HTTPException

from api.settings import Settings
from index.process.deadline import present
from index.process.turns import Turns

HEAVY = frozenset(
    {
        "/brief",
        "/brief/file",
        "/check",
        "/check/footnotes",
        "/coverage",
        "/coverage/picture",
        "/history",
        "/positions",
        "/positions/file",
        "/similar",
        "/timeline",
        "/timeline/file",
        "/wrong",
        "/v1/answers/verify",
        "/v1/briefs",
        "/v1/compare",
        "/v1/coverage",
        "/v1/drafts/check",
        "/v1/history",
        "/v1/quotes/check",
        "/v1/similar",
        "/v1/timeline",
    }
)
HEAVY_BELOW = "/delegations/"
"""Requests that look at many statements, or at texts of any length; every other gated request counts as
asking, except reading and adding."""
ADDING = "/v1/statements"
ASKING = "asking"
ROOM = 0.75
"""Seconds after which a question that still works lets another one in beside it."""
STUCK = 2.0
"""A place counts as stuck once it has been held this many times as long as its request may take."""
SILENT = 150.0
"""How long an addition may take from one file or statement to the next, in seconds."""


TELLING = 2
"""Threads of those who ask how the service is; they pass no gate."""


class Gate:
    """Places for `at_once` requests, with room for `queue` more to wait; `seconds` is how long one may take,
    or may go without a sign of life; None for any time. `turns` is shared with other gates, so that asking
    goes first."""

    def __init__(
        self,
        at_once: int,
        queue: int,
        name: str = ASKING,
        seconds: float | None = None,
        turns: Turns | None = None,
    ) -> None:
        self.name, self.at_once, self.queue, self.seconds = name, at_once, queue, seconds
        self._turns = turns or Turns()
        self._long: set[object] = set()
        self.limiter = CapacityLimiter(at_once)
        self._since: dict[object, float] = {}

    @property
    def full(self) -> bool:
        return self.waiting >= self.queue

    @property
    def waiting(self) -> int:
        return self.limiter.statistics().tasks_waiting

    @property
    def working(self) -> int:
        return len(self._since)

    @property
    def stuck(self) -> int:
        """Places whose work goes on long after its deadline."""
        if self.seconds is None:
            return 0
        latest = time.monotonic() - STUCK * self.seconds
        return sum(since < latest for since in list(self._since.values()))

    @asynccontextmanager
    async def place(self) -> AsyncIterator[Callable[[], None]]:
        """Waits for a free place and holds it until the work has ended, whether or not anyone still waits for
        that. Long work calls the function it is given, to show that it is alive, and gives way there to what
        goes first."""
        mine = object()

        def lives() -> None:
            self._since[mine] = time.monotonic()

        async with self.limiter:
            lives()
            leaving = asyncio.get_running_loop().call_later(ROOM, self._make_room, mine)
            try:
                with self._turns.taken(self.name == ASKING) as turn:
                    if (deadline := present()) is not None:
                        deadline.turn = turn

                    def lives_on() -> None:
                        lives()
                        turn.give_way(lives)

                    yield lives_on
            finally:
                leaving.cancel()
                self._take_room(mine)
                del self._since[mine]

    def _make_room(self, mine: object) -> None:
        """A question that takes long leaves room for one that has just come, as often as there are places."""
        if self.name == ASKING and len(self._long) < self.at_once:
            self._long.add(mine)
            self.limiter.total_tokens += 1

    def _take_room(self, mine: object) -> None:
        if mine in self._long:
            self._long.remove(mine)
            self.limiter.total_tokens -= 1


def seconds_of(settings: Settings) -> float:
    """How long a request may take: the setting and, if a language model writes, its time as well."""
    return settings.deadline + (settings.llm_patience.total if settings.llm_url else 0.0)


def install_gates(app: Starlette, settings: Settings) -> None:
    """Asking has every place; heavier work has fewer, and additions wait for each other anyway. Reading is
    short, so that it gives way to nothing, as removing does: what matters is that they never take every
    thread there is."""
    fewer, queue, seconds = max(1, settings.at_once // 2), settings.queue, seconds_of(settings)
    turns = Turns()
    app.state.telling = CapacityLimiter(TELLING)
    app.state.gate = Gate(settings.at_once, queue, ASKING, seconds, turns)
    app.state.other_gates = (
        Gate(fewer, queue, "computing", seconds, turns),
        Gate(settings.at_once, queue, "reading", seconds),
        Gate(1, queue, "removing"),
        Gate(1, queue, "adding", SILENT, turns),
    )


def gates(app: Starlette) -> tuple[Gate, ...]:
    """Asking, computing, reading, removing, adding."""
    return (app.state.gate, *app.state.other_gates)


def gate_for(request: Request) -> Gate:
    """The gate that a request has to pass."""
    asking, computing, *_, adding = gates(request.app)
    path = request.url.path
    if path == ADDING:
        return adding
    return computing if path in HEAVY or path.startswith(HEAVY_BELOW) else asking


def gate_of(request: Request) -> Gate:
    """The gate that a request has to pass, if there is room to wait at it."""
    return _with_room(gate_for(request))


async def pass_gate(request: Request) -> AsyncIterator[None]:
    """Dependency of a route that computes; the place is held until its answer is made."""
    async with gate_of(request).place():
        yield


async def pass_reading(request: Request) -> AsyncIterator[None]:
    """Dependency of a route that only shows what is stored."""
    async with _with_room(gates(request.app)[2]).place():
        yield


async def pass_removing(request: Request) -> AsyncIterator[None]:
    """Dependency of a route that removes: a large removal takes long, and others wait for it without a
    thread."""
    async with _with_room(gates(request.app)[3]).place():
        yield


def _with_room(gate: Gate) -> Gate:
    if gate.full:
        raise HTTPException(503)
    return gate


def stuck(all_gates: Iterable[Gate]) -> tuple[bool, tuple[str, ...]]:
    """Whether stuck work shuts a gate, and a sentence for each gate that has any."""
    held = [gate for gate in all_gates if gate.stuck]
    told = [
        f"{gate.stuck} of {gate.at_once} places for {gate.name} are held by work that does not end; "
        "restart the service if this stays."
        for gate in held
    ]
    return any(gate.stuck >= gate.at_once for gate in held), tuple(told)
