"""The gatekeeper: decides by the request's head, before a byte of its body is read.

In: any ASGI request. Out: a problem document, or the request passed on with its restrictions. A body in an
encoding of the sender's choice is refused: Python knows some that take hours to decode, and some whose text
is none.
"""

from __future__ import annotations

import codecs

from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access import Asked, Refusal, judge
from api.problems import problem
from api.settings import Settings

HELD_TO = "onrecord.collections"
"""The key under which the scope holds the collections the request may write to, None for all."""
ENCODINGS = frozenset({"utf-8", "ascii", "iso8859-1"})
"""Encodings of bodies, by the names that `codecs` gives them: each byte is looked at once."""
LONGEST_TYPE = 1024
OTHER_ENCODING = "The Content-Type names another encoding, or is too long; send the request in UTF-8."


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
        if not isinstance(found, Refusal) and not _in_known_encoding(asked.headers):
            found = Refusal(415, OTHER_ENCODING)
        if not isinstance(found, Refusal):
            scope[HELD_TO] = found.collections
            await self.app(scope, receive, send)
            return
        headers = {"WWW-Authenticate": found.challenge} if found.challenge else {}
        # The rest of the body is not waited for: the connection ends with the answer.
        headers |= {"Connection": "close"} if asked.unsafe else {}
        response = problem(found.status, found.detail, None, Request(scope), headers=headers)
        await response(scope, receive, send)


def _in_known_encoding(headers: Headers) -> bool:
    """Read as the parser of forms reads it."""
    told = headers.get("content-type", "")
    if len(told) > LONGEST_TYPE:
        return False
    named = parse_options_header(told)[1].get(b"charset", b"utf-8")
    try:
        return codecs.lookup(named.decode("latin-1")).name in ENCODINGS
    except (LookupError, ValueError):  # unknown, or no name at all
        return False
