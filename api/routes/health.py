"""How the service is: alive, ready, and what its index holds.

In: nothing. Out: health without any I/O, readiness with reasons, the index's figures.
"""

from __future__ import annotations

from fastapi import APIRouter, Request

from api import schemas as wire
from api.gate import gates, stuck
from api.problems import documented
from api.routes.depends import BackendOf, beside
from index.errors import Unavailable

router = APIRouter(prefix="/v1", tags=["service"], responses=documented())


@router.get("/health", operation_id="health", summary="Alive?")
async def health() -> wire.Alive:
    """Answers as long as the process lives."""
    return wire.Alive()


@router.get("/ready", operation_id="ready", summary="Ready?", responses=documented(503))
async def ready(request: Request, backend: BackendOf) -> wire.Ready:
    """Whether the index is open and the embedder loaded; if not, a problem with the reasons."""
    found = await beside(request, backend.ready)
    shut, held = stuck(gates(request.app))
    few: str | None = request.app.state.few
    reasons = [*found.reasons, *held, *([few] if few else [])]
    if shut or not found.ready:
        raise Unavailable(f"Not ready{'' if shut else ' yet'}: {' '.join(reasons)}")
    return wire.Ready(ready=True, reasons=reasons)


@router.get("/status", operation_id="status", summary="What the index holds")
async def status(request: Request, backend: BackendOf) -> wire.Status:
    """Statements, passages, delegations, dates, embedder, disk and health of the index."""
    return await beside(request, backend.status)
