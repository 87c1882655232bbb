"""The page: questions, statements, quotations, positions and figures for a browser.

In: GET parameters, so that every state has an address. Out: HTML that needs no script; errors are pages too
(`api.web.shown`).
"""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response

from api.routes.depends import GATED, BackendOf
from api.web import checking, lit, making
from api.web.forms import Asked, span_of
from api.web.pages import Pages, static_files
from api.web.shown import PageRoute, show
from index.model import Span

router = APIRouter(include_in_schema=False, route_class=PageRoute)


def install_pages(app: FastAPI, largest: int) -> None:
    """Adds the pages to the app; `largest` bounds the bytes of a draft sent to it."""
    app.state.pages = Pages()
    for pages in (router, making.router, checking.router):
        app.include_router(pages, max_body_size=largest)
    app.mount("/web", static_files(), "web")


@router.get("/", dependencies=[GATED])
def home(request: Request, backend: BackendOf) -> Response:
    """The form and, where a question came with it, the answer."""
    asked = Asked.of(request.query_params)
    if not asked.question:
        return show(request, "home.html", asked=asked)
    if asked.literally:
        return show(request, "home.html", asked=asked, found=backend.search(asked.search_body()))
    return show(request, "home.html", asked=asked, answer=backend.ask(asked.body()))


@router.get("/statements/{id}")
def statement(request: Request, id: str, backend: BackendOf) -> Response:
    """A statement whole, the passage between `from` and `to` lit."""
    shown = backend.statement(id)
    span = _span(request)
    blocks = lit.blocks(shown, span)
    cited = None if span is None else backend.cited(id, span)
    return show(request, "statement.html", statement=shown, blocks=blocks, cited=cited)


@router.get("/about")
def about(request: Request, backend: BackendOf) -> Response:
    """What the index holds."""
    return show(request, "about.html", status=backend.status())


def _span(request: Request) -> Span | None:
    given = [request.query_params.get(name) for name in ("from", "to")]
    return None if given == [None, None] else span_of(*given)
