"""The HTTP application: routes, errors and limits, built around a way to open the service.

In: settings and `opened`, which is entered when the application starts. Out: a FastAPI app that leaves it
again when it ends. Nothing is done or kept at import.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AbstractContextManager, asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from api import VERSION
from api.bodies import FULL_UPLOADS, Bodies
from api.edge import Edge
from api.gate import gates, install_gates, seconds_of
from api.guard import Guard
from api.local import LocalBackend
from api.mcp.http import install_mcp, running_mcp
from api.metrics import Metrics
from api.openai import routes as openai
from api.patience import Patience
from api.problems import install_problems
from api.routes import answers, citations, drafts, health, metrics, pages, positions, statements, tasks
from api.schemas import Problem
from api.settings import Settings
from api.tasks import Tasks
from api.web.routes import install_pages
from rag.service import OnRecord

DESCRIPTION = """
Answers over diplomatic statements in the speakers' own words, each cited to speaker and paragraph.

Errors are problem documents (RFC 9457). Unknown keys, filters and delegations are errors, not empty results.
"""
TELEMETRY: TelemetryConfig = {"logs": False, "exclude": lambda scope: bool(scope.get("query_string"))}
"""What the framework reports of requests if its own switch (`FASTAPI_OTEL_AUTO_CONFIGURE`) is on. Requests
with a query are left out, because their spans would show what was asked; logs are left out, because messages
of faults may show it too."""
FORM_OVERHEAD = 64 * 1024
SMALL, PACKED = 1024, 5
"""Bytes from which an answer is packed where the client takes that, and how hard; streams never are. No page
holds a secret beside what was typed, so what is typed can learn nothing from its length."""
Opening = Callable[[], AbstractContextManager[OnRecord]]


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The description of the interface, made when it is first asked for, which takes longer than all else
        of a start; with the problem document, which no route returns."""
        before, document = self.openapi_schema, super().openapi()
        if document is not before:
            described = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            document["components"]["schemas"] |= described.pop("$defs") | {"Problem": described}
        return document


def create_app(settings: Settings, opened: Opening) -> FastAPI:
    app = _Application(
        title="On Record",
        version=VERSION,
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(opened, settings.own),
        redirect_slashes=False,
        telemetry=TELEMETRY,
    )
    app.state.settings = settings
    install_gates(app, settings)
    bodies = Bodies(FULL_UPLOADS * settings.max_upload, settings.max_body)
    app.state.tasks, app.state.few = Tasks(gates(app)[-1], bodies), None
    install_problems(app)
    app.add_middleware(Patience, seconds=seconds_of(settings), bodies=bodies)
    app.add_middleware(Guard, settings=settings)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(settings.allowed_hosts), www_redirect=False)
    app.add_middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=PACKED)
    app.state.metrics = Metrics()
    app.add_middleware(Edge, metrics=app.state.metrics)
    _include_routes(app, settings)
    return app


def _include_routes(app: FastAPI, settings: Settings) -> None:
    """Includes the routes, each with the largest body it takes."""
    for router in (
        answers.router,
        answers.asking,
        statements.router,
        tasks.router,
        citations.router,
        health.router,
        metrics.router,
        pages.router,
        positions.router,
        openai.router,
    ):
        app.include_router(router, max_body_size=settings.max_body)
    for router in (statements.uploads, drafts.router):
        app.include_router(router, max_body_size=settings.max_upload + FORM_OVERHEAD)
    app.mount("/static", pages.static_files(), "static")
    install_pages(app, settings.max_upload + FORM_OVERHEAD)
    install_mcp(app)


def _lifespan(opened: Opening, own: str | None) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        service = opened()
        app.state.backend = LocalBackend(await run_in_threadpool(service.__enter__), own)
        try:
            async with running_mcp(app):
                yield
        finally:
            await app.state.tasks.close()
            await run_in_threadpool(service.__exit__, None, None, None)

    return lifespan
