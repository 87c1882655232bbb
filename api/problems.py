"""Every error as a problem document (RFC 9457): our own errors by the table of `api.error_kinds`.

In: exceptions that say what is wrong. Out: `application/problem+json` whose detail is one sentence and a next
step; at the addresses of OpenAI's interface, errors in its shape; for a browser, a page. Exceptions that
nobody foresaw are handled by `api.edge`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.error_kinds import TABLE
from api.invalid import invalid_fields, sentence
from api.methods import accepts, allowed
from api.openai.errors import openai_error, speaks_openai
from api.schemas import InvalidField, Problem
from api.web.pages import error_page
from index.errors import NO_SPACE, OnRecordError
from index.process.descriptors import NONE_LEFT
from index.process.writable import FULL

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
    507: "Insufficient Storage",
}
DETAILS = {
    400: "The request could not be understood; check its method, headers and host name.",
    404: "There is nothing at this address; /docs lists what there is.",
    405: "This address does not take this method; /docs lists what it takes.",
    413: "The request is larger than this service takes; send less, or add records on the machine itself.",
    500: "Something failed here that should not have; the service's log has it under this request's id.",
    503: "The service is busy; try again in a few seconds.",
}
FOR_PROGRAMS = ("/v1/", "/mcp", "/static/", "/web/", "/openapi.json")
"""Errors under these addresses are never shown as pages."""
STOPPING = "The service is stopping: what was stored stays; send the same again once it runs."
NO_DESCRIPTOR = "The service has as many files open as it may; try again in a few seconds."
RETRY_AFTER = {"Retry-After": "2"}
JSON, FORM = "application/json", "multipart/form-data"
UNPARSED = "There was an error parsing the body"
"""What FastAPI says about a body it could not even decode."""
BODY_UNREADABLE = "The body could not be read; send JSON in UTF-8, or a complete form with its files."


def install_problems(app: FastAPI) -> None:
    """Makes every foreseen error of the app a problem document."""
    app.add_exception_handler(OnRecordError, _house)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)


def problem(
    status: int,
    detail: str,
    kind: str | None = None,
    request: Request | None = None,
    errors: Sequence[InvalidField] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response for one problem; `kind` is the last part of its type, by default the status' name."""
    retry = RETRY_AFTER if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    sent = {**retry, **(headers or {})}
    if request is not None and speaks_openai(request.url.path):
        return openai_error(request.url.path, status, detail, errors or (), sent)
    if request is not None and wants_page(request):
        return error_page(detail, status, sent)
    document = _document(status, detail, kind, request, errors)
    return Response(document.model_dump_json(exclude_none=True), status, sent, MEDIA_TYPE)


def _document(
    status: int,
    detail: str,
    kind: str | None,
    request: Request | None = None,
    errors: Sequence[InvalidField] | None = None,
) -> Problem:
    title = TITLES.get(status) or HTTPStatus(status).phrase
    return Problem(
        type=f"urn:onrecord:problem:{kind or title.lower().replace(' ', '-')}",
        title=title,
        status=status,
        detail=detail,
        instance=None if request is None else request.url.path,
        request_id=None if request is None else request.scope.get("request_id"),
        errors=None if errors is None else list(errors),
    )


def wants_page(request: Request) -> bool:
    """Is it a request of a browser, at an address not meant for programs?"""
    of_program = request.url.path.startswith(FOR_PROGRAMS)
    return not of_program and accepts(request, "text/html")


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route that may answer with these problems, beside those every route has."""
    return {
        status: {
            "description": TITLES[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in sorted({400, 401, 403, 422, 500, *statuses})
    }


async def _house(request: Request, error: Exception) -> Response:
    return problem_of(error, request)


def problem_of(error: Exception, request: Request) -> Response:
    """The answer to a request that an error ended."""
    return problem(*_described(error), request)


def document_of(error: Exception) -> Problem:
    """An error as a problem, outside of any request."""
    return _document(*_described(error))


def _described(error: Exception) -> tuple[int, str, str | None]:
    """Status, sentence and kind; an error that nobody foresaw reveals nothing of itself."""
    for kind, (status, name) in TABLE.items():
        if isinstance(error, kind):
            return status, str(error), name
    return (500, str(error), None) if isinstance(error, OnRecordError) else (*unforeseen(error), None)


def unforeseen(error: BaseException | None) -> tuple[int, str]:
    """What is said of an error that is not ours; if the system has run out of something, only that."""
    number = error.errno if isinstance(error, OSError) else None
    if number in NONE_LEFT:
        return 503, NO_DESCRIPTOR
    return (507, NO_SPACE) if number in FULL else (500, DETAILS[500])


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wanted = _other_kind(request, error.errors())
    if wanted:
        return problem(
            415, f"This address takes {wanted}; send the request's Content-Type so.", None, request
        )
    fields = invalid_fields(error.errors())
    return problem(422, sentence(fields), "invalid-input", request, fields)


def _other_kind(request: Request, errors: Sequence[Any]) -> str | None:
    """The kind of body that was wanted, if another kind came instead."""
    given = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    length = request.headers.get("content-length")
    for error in errors:
        if tuple(error["loc"]) == ("body",) and error["type"] == "model_attributes_type":
            return None if given == JSON or given.endswith("+json") else JSON
        if tuple(error["loc"]) == ("body", "file") and error["type"] == "missing" and length != "0":
            return None if given in ("", FORM) else FORM
    return None


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    own = error.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN) and error.detail
    detail = own or DETAILS.get(error.status_code) or error.detail
    if detail == UNPARSED:
        status, told = unforeseen(error.__cause__)
        detail = BODY_UNREADABLE
        if status != HTTPStatus.INTERNAL_SERVER_ERROR:
            return problem(status, told, None, request)
    wrong_method = error.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    headers = {"Allow": allowed(request)} if wrong_method else error.headers
    return problem(error.status_code, detail, None, request, headers=headers)
