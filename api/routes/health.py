"""How the service is: alive, ready, and what its index holds.

In: nothing. Out: health without any I/O, readiness with reasons, the index's figures.
"""

from __future__ import annotations

from fastapi import APIRouter, Response

from api import schemas as wire
from api.problems import documented
from api.routes.depends import DeskOf

router = APIRouter(prefix="/v1", tags=["service"], responses=documented())


@router.get("/health", operation_id="health", summary="Alive?")
async def health() -> wire.Alive:
    """Answers as long as the process lives."""
    return wire.Alive()


@router.get(
    "/ready",
    operation_id="ready",
    summary="Ready?",
    responses={503: {"model": wire.Ready, "description": "Not ready, with the reasons"}},
)
def ready(desk: DeskOf, response: Response) -> wire.Ready:
    """Whether the index is open and the embedder loaded; 503 with the reasons while they are not."""
    found = desk.ready()
    response.status_code = 200 if found.ready else 503
    return found


@router.get("/status", operation_id="status", summary="What the index holds")
def status(desk: DeskOf) -> wire.Status:
    """Statements, passages, delegations, dates, embedder, disk and health of the index."""
    return desk.status()
