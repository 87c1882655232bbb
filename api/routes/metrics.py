"""The service in figures, for a collector: `GET /metrics`."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.gate import gates
from api.metrics import MEDIA_TYPE
from api.routes.depends import BackendOf, beside

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
async def metrics(request: Request, backend: BackendOf) -> Response:
    """Requests by route, gates, index and embedder; needs a key where reading does."""
    app, status = request.app, await beside(request, backend.status)
    return Response(app.state.metrics.text(gates(app), status), media_type=MEDIA_TYPE)
