"""`/mcp` of the service: the Model Context Protocol over HTTP, where its SDK is installed.

In: the app, its settings and gates. Out: the endpoint, and what runs it while the app does. Each request
stands alone and is answered as JSON: no session is kept, so none is lost when the service starts anew. The
service checks host, origin and keys before a request gets here.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from api.gate import gates
from api.mcp.answers import ToolContext
from api.mcp.installed import MISSING, installed
from api.problems import problem

PATH = "/mcp"


class _Endpoint:
    """An ASGI app of its own. Only POST is taken: GET and DELETE are for sessions and their streams."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        manager = request.app.state.mcp
        if manager is None:
            await problem(501, MISSING, None, request)(scope, receive, send)
        else:
            await manager.handle_request(scope, receive, send)


def install_mcp(app: FastAPI) -> None:
    app.router.routes.append(Route(PATH, _Endpoint(), methods=["POST"]))


@asynccontextmanager
async def running_mcp(app: FastAPI) -> AsyncIterator[None]:
    """Speaks the protocol while the block lasts; does nothing where its SDK is not installed."""
    app.state.mcp = None
    if not installed():
        yield
        return
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

    from api.mcp.server import make_server

    server = make_server(_context_of, *gates(app)[:2])
    manager = StreamableHTTPSessionManager(
        server, json_response=True, stateless=True, max_request_body_size=app.state.settings.max_body
    )
    async with manager.run():
        app.state.mcp = manager
        yield


def _context_of(context: Any) -> ToolContext:
    request: Request = context.request
    return ToolContext(request.app.state.backend, str(request.base_url).rstrip("/"))
