"""The outermost layer of the service: what holds for every request and every answer.

In: any ASGI request, HEAD as GET. Out: the app's answer with a request id and the security headers.
Plain-text errors of the layers below (foreign host, oversize) and unforeseen exceptions leave as problem
documents, and so do requests that are cut short when the service stops.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
import uuid

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import note_request
from api.metrics import Metrics
from api.problems import DETAILS, STOPPING, problem, unforeseen

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
LEFT = 499
"""The status counted for a request whose client left before an answer began."""
log = logging.getLogger("onrecord")


class Edge:
    """Pure ASGI middleware; add it last, so that it stands outside all others."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["request_id"] = _request_id(scope)
        reply, inner, began = _Reply(scope, receive, send), _as_get(scope), time.monotonic()
        self.metrics.at_work += 1
        try:
            await self._answer(inner, receive, reply)
        finally:
            self.metrics.at_work -= 1
            seconds, route = time.monotonic() - began, getattr(inner.get("route"), "path", None)
            self.metrics.note(scope["method"], route, reply.status, seconds)
            note_request(scope["method"], scope["path"], reply.status, seconds, scope["request_id"])

    async def _answer(self, scope: Scope, receive: Receive, reply: _Reply) -> None:
        try:
            await self.app(scope, receive, reply.send)
        except asyncio.CancelledError:
            if not reply.started:
                await reply.refuse(503, STOPPING)
        except Exception as error:
            log.exception("request %s failed", scope["request_id"])
            if reply.started:
                raise
            await reply.refuse(*unforeseen(error))


class _Reply:
    """One answer on its way out; a plain-text error is held back and a problem sent instead."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope, self.receive, self._send = scope, receive, send
        self.bodiless = scope["method"] == "HEAD"
        self.started = False
        self.status = LEFT
        self.replaced = False

    async def send(self, message: Message) -> None:
        if self.replaced:
            return
        if message["type"] == "http.response.start":
            if _plain_error(message):
                self.replaced = True
                await self.refuse(message["status"], DETAILS[message["status"]])
                return
            self.started, self.status = True, message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self.scope["request_id"]
            for name, value in SECURITY_HEADERS.items():
                headers.setdefault(name, value)
        elif self.bodiless:
            message = {**message, "body": b""}
        await self._send(message)

    async def refuse(self, status: int, detail: str) -> None:
        self.replaced = False
        response = problem(status, detail, None, Request(self.scope))
        await response(self.scope, self.receive, self.send)
        self.replaced = True


def _as_get(scope: Scope) -> Scope:
    """HEAD is GET without the body: the app answers in full, and the body it sends is dropped."""
    return {**scope, "method": "GET"} if scope["method"] == "HEAD" else scope


def _plain_error(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return bool(message["status"] in DETAILS and kind.startswith("text/plain"))


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
