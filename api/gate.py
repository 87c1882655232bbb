"""How many requests work at once, and how many may wait: the rest are told to come back.

In: requests to the routes that compute. Out: a place, or a 503.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from anyio import CapacityLimiter
from fastapi import Request
from starlette.exceptions import HTTPException


class Gate:
    def __init__(self, at_once: int, queue: int) -> None:
        self.limiter = CapacityLimiter(at_once)
        self.queue = queue

    @property
    def full(self) -> bool:
        return self.limiter.statistics().tasks_waiting >= self.queue


def gate_of(request: Request) -> Gate:
    """The gate, where there is room to wait at it."""
    gate: Gate = request.app.state.gate
    if gate.full:
        raise HTTPException(503)
    return gate


async def pass_gate(request: Request) -> AsyncIterator[None]:
    """Dependency of a route that computes; the place is held until its answer is made."""
    gate = gate_of(request)
    async with gate.limiter:
        yield
