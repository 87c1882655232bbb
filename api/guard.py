"""The gatekeeper: decides rights by the request's head, before a byte of its body is read.

In: any ASGI request. Out: a problem document, or the request passed on with its restrictions.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import Asked, Refusal, judge
from api.problems import problem
from api.settings import Settings

HELD_TO = "onrecord.collections"
"""The key under which the scope holds the collections the request may write to, None for all."""


class Guard:
    """Pure ASGI middleware; add it first, so that it stands inside the host check."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope.get("client")
        asked = Asked(scope["method"], scope["path"], Headers(scope=scope), client[0] if client else None)
        found = judge(asked, self.settings)
        if not isinstance(found, Refusal):
            scope[HELD_TO] = found.collections
            await self.app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": found.challenge} if found.challenge else {}
        # The rest of the body is not waited for: the connection ends with the answer.
        headers |= {"Connection": "close"} if asked.unsafe else {}
        response = problem(found.status, found.detail, None, Request(scope), headers=headers)
        await response(scope, receive, send)
