"""What the address and headers of a request say: the methods the address takes, the kinds its client accepts.

In: a request. Out: for the `Allow` of a 405, the methods of all routes of its address (the router knows only
the first one it met), HEAD with every GET; mounted files take no others.
"""

from __future__ import annotations

from fastapi import Request
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

ASKED = ("GET", "POST", "PUT", "PATCH", "DELETE")


def accepts(request: Request, kind: str) -> bool:
    """Does the client name this media type among those it accepts?"""
    named = request.headers.get("accept", "").split(",")
    return any(one.partition(";")[0].strip().lower() == kind for one in named)


def allowed(request: Request) -> str:
    """The value of `Allow`: every method some route of the app takes at this address."""
    taken = [method for method in ASKED if _taken(request, method)]
    return ", ".join(["GET", "HEAD", *taken[1:]] if taken[:1] == ["GET"] else taken)


def _taken(request: Request, method: str) -> bool:
    scope: Scope = {
        "type": "http",
        "method": method,
        "path": request.scope["path"],
        "root_path": request.scope.get("app_root_path", request.scope.get("root_path", "")),
    }
    return any(_takes(route, scope) for route in request.app.routes)


def _takes(route: BaseRoute, scope: Scope) -> bool:
    readable = scope["method"] == "GET" or not isinstance(route, Mount)
    return readable and route.matches(scope)[0] is Match.FULL
