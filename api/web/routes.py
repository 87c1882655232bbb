"""The page: questions, statements, quotations, positions and figures for a browser.

In: GET parameters, so that every state has an address. Out: HTML that needs no script; errors are pages too
(`api.web.shown`).
"""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response

from api.routes.depends import GATED, BackendOf
from api.web import checking, exploring, feedback, making, reading, streaming
from api.web.forms import Asked
from api.web.pages import Pages, static_files
from api.web.shown import PageRoute, show

PAGES = (exploring, making, checking, reading, feedback, streaming)
router = APIRouter(include_in_schema=False, route_class=PageRoute)


def install_pages(app: FastAPI, largest: int) -> None:
    """Adds the pages to the app; `largest` bounds the bytes of a draft sent to it."""
    app.state.pages = Pages()
    for pages in (router, *(one.router for one in PAGES)):
        app.include_router(pages, max_body_size=largest)
    app.mount("/web", static_files(), "web")


@router.get("/", dependencies=[GATED])
def home(request: Request, backend: BackendOf) -> Response:
    """The form and, where a question came with it, the answer."""
    asked = Asked.of(request.query_params)
    if not asked.question:
        return show(request, "home.html", asked=asked)
    return show(request, "home.html", asked=asked, answer=backend.ask(asked.body()))
