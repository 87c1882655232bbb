"""What routes need, as annotated dependencies: the backend, a place at the gate, leave to write.

In: the request and the app's state. Out: values, or the problem that stops the request.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.exceptions import HTTPException

from api.backend import LocalBackend
from api.gate import pass_gate
from api.settings import Settings


def backend_of(request: Request) -> LocalBackend:
    return cast(LocalBackend, request.app.state.backend)


def may_write(request: Request) -> None:
    """Lets the request pass when no key is set or a right one came with it."""
    settings: Settings = request.app.state.settings
    if settings.api_keys and not _known(_key(request), settings.api_keys):
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


def _key(request: Request) -> str:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")


def _known(given: str, keys: tuple[str, ...]) -> bool:
    marks = [hmac.compare_digest(_digest(given), _digest(key)) for key in keys]
    return any(marks)


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()


BackendOf = Annotated[LocalBackend, Depends(backend_of)]
GATED = Depends(pass_gate, scope="function")
WRITING = Depends(may_write)
