"""The pages that explore: words searched and counted, who speaks when, an issue over time, one delegation.

In: GET parameters, so that each has an address. Out: HTML, and a picture of the coverage.
"""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api import schemas as wire
from api.download import download
from api.routes.depends import GATED, BackendOf
from api.routes.positions import MEDIA_TYPES
from api.web import explored, tables
from api.web.composed import Followed, Surveyed, Timed
from api.web.forms import Asked, Narrowed
from api.web.reading import MOST, listed_all
from api.web.shown import PageRoute, show
from index.errors import InvalidInput

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[GATED])


@router.get("/search")
def search(request: Request, backend: BackendOf) -> Response:
    """Passages for words, and how everything that holds them is spread."""
    asked = Asked.of(request.query_params, literally=True)
    if not asked.question:
        return show(request, "search.html", asked=asked)
    body = explored.sought(asked)
    return show(request, "search.html", asked=asked, found=explored.in_order(backend.search(body), asked))


@router.get("/coverage")
def coverage(request: Request, backend: BackendOf) -> Response:
    """Who speaks when and who is missing, as a picture and as a table."""
    surveyed = Surveyed.of(request.query_params)
    return show(
        request, "coverage.html", surveyed=surveyed, narrowed=surveyed.narrowed,
        covered=backend.coverage(surveyed.query()),
    )  # fmt: skip


@router.get("/coverage/picture")
def picture(request: Request, backend: BackendOf) -> Response:
    """The heat map."""
    drawn = backend.coverage_svg(Surveyed.of(request.query_params).query())
    return Response(drawn, media_type=MEDIA_TYPES["svg"])


@router.get("/timeline")
def timeline(request: Request, backend: BackendOf) -> Response:
    """The form and, where an issue came with it, its bars, their table, and the statements behind them."""
    timed = Timed.of(request.query_params)
    if not timed.issue:
        return show(request, "timeline.html", timed=timed)
    drawn, picture = backend.timeline_drawn(
        timed.query(), lambda period: f"{timed.period(period.name).address}#behind"
    )
    return show(request, "timeline.html", timed=timed, drawn=drawn, picture=Markup(picture.decode()))


@router.get("/timeline/file")
def timeline_file(request: Request, backend: BackendOf) -> Response:
    """The timeline as a picture, or its table."""
    query, format = Timed.of(request.query_params).query(), request.query_params.get("format", "")
    if format == "svg":
        return download(backend.timeline_svg(query), "timeline.svg", MEDIA_TYPES["svg"])
    if format == "csv":
        return download(tables.table_of(backend.timeline(query)), "timeline.csv", MEDIA_TYPES["csv"])
    if format == "json":
        return download(backend.timeline(query).model_dump_json(), "timeline.json", "application/json")
    raise InvalidInput("A timeline can be downloaded as svg, csv or json.")


@router.get("/delegations/{code}")
def delegation(request: Request, code: str, backend: BackendOf) -> Response:
    """One delegation: when it spoke, on what, its statements, and a way to follow it."""
    named = backend.delegation(code)
    narrowed = Narrowed(delegations=(named.code,))
    listed = list(listed_all(backend, narrowed.body()))
    covered = backend.coverage(wire.CoverageQuery.model_validate({**narrowed.body(), "by": "year"}))
    return show(
        request, "delegation.html", named=named, narrowed=narrowed, covered=covered,
        topics=explored.topics(listed), latest=explored.latest(listed), whole=len(listed) < MOST,
    )  # fmt: skip


@router.get("/history")
def history(request: Request, backend: BackendOf) -> Response:
    """The form and, where a delegation and an issue came with it, its dated sentences and what changed."""
    followed = Followed.of(request.query_params)
    told = backend.history(followed.body()) if followed else None
    return show(request, "history.html", followed=followed, told=told)
