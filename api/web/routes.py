"""The page: questions, statements, quotations, positions and figures for a browser, without any script.

In: GET parameters, so that every state has an address. Out: HTML; what cannot be used is said in one
sentence on the page, with the status the interface gives the same error.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from api.backend import LocalBackend
from api.invalid import invalid_fields, sentence
from api.problems import DETAILS, RETRY_AFTER, TABLE
from api.routes.depends import GATED, BackendOf
from api.web import lit, views
from api.web.basket import Basket
from api.web.forms import Asked, Pointed, Quoted
from api.web.pages import Pages, static_files
from index.errors import InvalidInput, OnRecordError
from index.model import Span

FORMS = {"/": "home.html", "/check": "check.html", "/similar": "similar.html"}
"""Pages that keep what was typed beside the error; the others have no form."""


class PageRoute(APIRoute):
    """A route whose errors are pages."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        answer = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await answer(request)
            except (OnRecordError, ValidationError, HTTPException) as error:
                return _refused(request, error)

        return handled


router = APIRouter(include_in_schema=False, route_class=PageRoute)


def install_pages(app: FastAPI) -> None:
    """Adds the pages to the app."""
    app.state.pages = Pages()
    app.include_router(router)
    app.mount("/web", static_files(), "web")


@router.get("/", dependencies=[GATED])
def home(request: Request, backend: BackendOf) -> Response:
    """The form and, where a question came with it, the answer."""
    asked = Asked.of(request.query_params)
    if not asked.question:
        return _show(request, "home.html", asked=asked)
    if asked.literally:
        return _show(request, "home.html", asked=asked, found=backend.search(asked.search_body()))
    return _show(request, "home.html", asked=asked, answer=backend.ask(asked.body()))


@router.get("/statements/{id}")
def statement(request: Request, id: str, backend: BackendOf) -> Response:
    """A statement whole, the passage between `from` and `to` lit."""
    shown = backend.statement(id)
    span = _span(request)
    blocks = lit.blocks(shown, span)
    cited = None if span is None else backend.cited(id, span)
    return _show(request, "statement.html", statement=shown, blocks=blocks, cited=cited)


@router.get("/check", dependencies=[GATED])
def check(request: Request, backend: BackendOf) -> Response:
    """The form and, where a quotation came with it, whether it is on record."""
    quoted = Quoted.of(request.query_params)
    checked = backend.check_quote(quoted.body()) if quoted.quote else None
    return _show(request, "check.html", quoted=quoted, checked=checked)


@router.get("/similar", dependencies=[GATED])
def similar(request: Request, backend: BackendOf) -> Response:
    """The form and, where a point came with it, who else holds it and who opposes it."""
    pointed = Pointed.of(request.query_params)
    found = backend.similar(pointed.body()) if pointed.text else None
    return _show(request, "similar.html", pointed=pointed, similar=found)


@router.get("/about")
def about(request: Request, backend: BackendOf) -> Response:
    """What the index holds."""
    return _show(request, "about.html", status=backend.status())


def _show(request: Request, template: str, status_code: int = 200, **shown: Any) -> Response:
    nothing = dict.fromkeys(("error", "answer", "found", "checked", "similar"))
    find = cast(LocalBackend, request.app.state.backend).passage_at
    basket = Basket(tuple(request.query_params.getlist("passage")), find)
    context = {**nothing, "views": views, "basket": basket, **shown}
    return cast(Pages, request.app.state.pages).show(template, context, status_code)


def _refused(request: Request, error: Exception) -> Response:
    status, said = _told(error)
    template = FORMS.get(request.url.path, "error.html")
    given = request.query_params
    typed = {"asked": Asked.of(given), "quoted": Quoted.of(given), "pointed": Pointed.of(given)}
    response = _show(request, template, status, error=said, **typed)
    response.headers.update(RETRY_AFTER if status == 503 else {})
    return response


def _told(error: Exception) -> tuple[int, str]:
    """Status and sentence, as the interface has them."""
    if isinstance(error, HTTPException):
        return error.status_code, DETAILS.get(error.status_code, error.detail)
    if isinstance(error, ValidationError):
        return 422, sentence(invalid_fields(error.errors()))
    known = (status for kind, (status, _) in TABLE.items() if isinstance(error, kind))
    return next(known, 500), str(error)


def _span(request: Request) -> Span | None:
    given = [request.query_params.get(name) for name in ("from", "to")]
    if given == [None, None]:
        return None
    start, end = (_offset(value) for value in given)
    return Span(start, end)


def _offset(value: str | None) -> int:
    if value is None or not (value.isascii() and value.isdecimal() and len(value) < 10):
        raise InvalidInput("A passage needs 'from' and 'to', both whole numbers.")
    return int(value)
