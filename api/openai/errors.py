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
ELSEWHERE = ("/v1/responses", "/v1/completions", "/v1/embeddings")
"""Addresses of that interface that its clients call too, and that are not here."""
NOT_HERE = "This is not answered here; send a chat to POST /v1/chat/completions."
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
    return _begins(path, PREFIXES + ELSEWHERE)


def openai_error(
    path: str, status: int, detail: str, fields: Sequence[wire.InvalidField], headers: Mapping[str, str]
) -> Response:
    """The error of a request to `path`."""
    if status == 404 and _begins(path, ELSEWHERE):
        error = wire.CompletionError(message=NOT_HERE, type=USUAL, param=None, code="unknown_url")
    else:
        param = "model" if status == 404 else fields[0].field if fields else None
        kind = OURS if status >= 500 else USUAL
        error = wire.CompletionError(message=detail, type=kind, param=param, code=CODES.get(status))
    body = wire.CompletionProblem(error=error).model_dump_json()
    return Response(body, UNUSABLE.get(status, status), dict(headers), "application/json")


def _begins(path: str, prefixes: Sequence[str]) -> bool:
    return any(path == prefix or path.startswith(f"{prefix}/") for prefix in prefixes)
