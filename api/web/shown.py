"""How a page is answered: what every template knows, and errors as pages.

In: a request and what its page shows, or an error. Out: HTML; what cannot be used is said in one sentence on
the page, with the status the interface gives the same error.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api import feedback
from api.error_kinds import TABLE
from api.invalid import invalid_fields, sentence
from api.local import LocalBackend
from api.problems import DETAILS, RETRY_AFTER
from api.settings import Settings
from api.web import (
    differences,
    drafts,
    explored,
    grouping,
    labels,
    positions,
    records,
    tables,
    taken,
    views,
)
from api.web.basket import Basket
from api.web.composed import Briefed, Compared, Followed, Pointed, Surveyed, Timed
from api.web.forms import Asked, Quoted
from api.web.pages import Pages
from index.errors import OnRecordError, UnknownDelegation

FORMS = {
    "/": "home.html",
    "/brief": "brief.html",
    "/check": "check.html",
    "/coverage": "coverage.html",
    "/history": "history.html",
    "/positions": "positions.html",
    "/search": "search.html",
    "/similar": "similar.html",
    "/timeline": "timeline.html",
}
"""Pages that keep what was typed beside the error; the others have no form."""

NOTHING = (
    "error", "near", "answer", "found", "checked", "similar", "preview", "matrix", "draft", "told", "covered",
    "drawn",
)  # fmt: skip
"""What a page shows only where there is any."""

LAID_OUT = {
    "labels": labels,
    "views": views,
    "understood": taken,
    "stances": positions,
    "differences": differences,
    "drafts": drafts,
    "explored": explored,
    "tables": tables,
    "grouping": grouping,
    "noting": feedback,
    "records": records,
}
"""Functions that lay out what the templates show, by the name they have there."""


class PageRoute(APIRoute):
    """A route whose errors are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await answer(request)
            except (OnRecordError, ValidationError, RequestValidationError, HTTPException) as error:
                return refused(request, error)

        return handled


def show(request: Request, template: str, status_code: int = 200, **shown: Any) -> Response:
    """The page; what it is not given it shows as absent."""
    context = context_of(request, **shown)
    return cast(Pages, request.app.state.pages).show(template, context, status_code)


def context_of(request: Request, **shown: Any) -> dict[str, Any]:
    """What every template knows, and what this one is given."""
    nothing = dict.fromkeys(NOTHING)
    find = cast(LocalBackend, request.app.state.backend).passage_at
    basket = Basket(tuple(request.query_params.getlist("passage")), find)
    settings: Settings = request.app.state.settings
    known = {"basket": basket, "chosen": (), "keys": settings.any_key, "model": settings.any_model}
    return {**nothing, **LAID_OUT, **known, **shown}


def refused(request: Request, error: Exception) -> Response:
    """The page that says what is wrong, with the form and what was typed where there is one."""
    status, said = _described(error)
    template = FORMS.get(request.url.path, "error.html")
    given = request.query_params
    typed = {
        "asked": Asked.of(given, literally=request.url.path == "/search"),
        "quoted": Quoted.of(given),
        "pointed": Pointed.of(given),
        "briefed": Briefed.of(given),
        "compared": Compared.of(given),
        "followed": Followed.of(given),
        "surveyed": Surveyed.of(given),
        "timed": Timed.of(given),
    }
    response = show(request, template, status, error=said, near=_near(request, error), **typed)
    response.headers.update(RETRY_AFTER if status == 503 else {})
    return response


def _near(request: Request, error: Exception) -> list[tuple[str, str]]:
    """Names that may be meant instead of an unknown one, each with the page of the same under it."""
    if not isinstance(error, UnknownDelegation):
        return []
    given, place = request.query_params.multi_items(), request.url.path
    meant = ([(k, name if v.strip() == error.name else v) for k, v in given] for name in error.near)
    return [(name, f"{place}?{urlencode(pairs)}") for name, pairs in zip(error.near, meant, strict=True)]


def _described(error: Exception) -> tuple[int, str]:
    """Status and sentence, as the interface has them."""
    if isinstance(error, HTTPException):
        return error.status_code, DETAILS.get(error.status_code, error.detail)
    if isinstance(error, ValidationError | RequestValidationError):
        return 422, sentence(invalid_fields(error.errors()))
    known = (status for kind, (status, _) in TABLE.items() if isinstance(error, kind))
    return next(known, 500), str(error)
