"""Which methods an address takes, for the `Allow` of a 405: the router knows only the first route it met.

In: a request. Out: the methods of all routes of its address, HEAD wherever GET; mounted files take no other.
"""

from __future__ import annotations

from fastapi import Request
from starlette.routing import BaseRoute, Match, Mount
from starlette.types import Scope

ASKED = ("GET", "POST", "PUT", "PATCH", "DELETE")


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
