"""Errors in the shape of OpenAI's interface, for the addresses that are its own.

In: a status and the service's sentence. Out: `{"error": {...}}` with the kinds and codes its clients know;
what the service calls 422 is 400 there. `api.problems` asks here before it writes a problem document.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from api import schemas as wire

PREFIXES = ("/v1/models", "/v1/chat/completions")
USUAL, OURS = "invalid_request_error", "server_error"
CODES = {
    401: "invalid_api_key",
    403: "permission_denied",
    404: "model_not_found",
    413: "request_too_large",
    503: "overloaded",
}
UNUSABLE = {422: 400}
DOCUMENTED: dict[int | str, dict[str, Any]] = {
    "default": {"model": wire.CompletionProblem, "description": "An error, as OpenAI's interface has it."}
}
"""The `responses=` of a route that answers every error in this shape."""


def speaks_openai(path: str) -> bool:
    """Is the address one of that interface's?"""
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in PREFIXES)


def openai_error(
    status: int, detail: str, fields: Sequence[wire.InvalidField], headers: Mapping[str, str]
) -> Response:
    param = "model" if status == 404 else fields[0].field if fields else None
    error = wire.CompletionError(
        message=detail, type=OURS if status >= 500 else USUAL, param=param, code=CODES.get(status)
    )
    body = wire.CompletionProblem(error=error).model_dump_json()
    return Response(body, UNUSABLE.get(status, status), dict(headers), "application/json")
