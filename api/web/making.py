"""The page's workshop: positions compared, briefings previewed, all to be taken away as files.

In: GET parameters, so that each has an address. Out: HTML, files, citations for reference managers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from fastapi import APIRouter, Request, Response
from markupsafe import Markup

from api.download import download
from api.local import LocalBackend
from api.routes import citations
from api.routes import positions as media
from api.routes.depends import GATED, BackendOf
from api.web.composed import Briefed, Compared, Pointed
from api.web.forms import span_of
from api.web.labels import BRIEFS
from api.web.references import FORMATS, references
from api.web.shown import PageRoute, show
from api.web.views import Chosen
from index.errors import InvalidInput, NotFound
from index.text.steering import without_steering

HEADING = re.compile(r"<(/?)h([1-5])>")
router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[GATED])


@router.get("/brief")
def brief(request: Request, backend: BackendOf) -> Response:
    """The form, the passages of the basket and, where there is something to brief on, the briefing."""
    briefed = Briefed.of(request.query_params)
    chosen = [_chosen(backend, id) for id in briefed.passages]
    held = replace(briefed, passages=tuple(one.id for one in chosen if one.citation))
    preview = _preview(backend.brief(held.body("html"))) if held else None
    return show(request, "brief.html", briefed=briefed, held=held, chosen=chosen, preview=preview)


@router.get("/brief/file")
def brief_file(request: Request, backend: BackendOf) -> Response:
    """The briefing as a file, or what it cites for a reference manager."""
    briefed, format = Briefed.of(request.query_params), request.query_params.get("format", "")
    if format in FORMATS:
        text = references(backend.brief_citations(briefed.body("md")), format)
        return download(text, f"citations.{FORMATS[format]}", citations.MEDIA_TYPES[format])
    if format not in BRIEFS:
        forms = ", ".join(BRIEFS)
        raise InvalidInput(f"A briefing comes as {forms}; its citations come as ris, bibtex or csl.")
    return download(backend.brief(briefed.body(format)), f"briefing.{format}", media.MEDIA_TYPES[format])


@router.get("/positions")
def positions(request: Request, backend: BackendOf) -> Response:
    """The form and, where issues came with it, each delegation on each of them."""
    compared = Compared.of(request.query_params)
    matrix = backend.compare(compared.body("json")) if compared.issues else None
    return show(request, "positions.html", compared=compared, matrix=matrix)


@router.get("/positions/file")
def positions_file(request: Request, backend: BackendOf) -> Response:
    """The matrix as a file."""
    body = Compared.of(request.query_params).body(request.query_params.get("format", "csv"))
    if body.format == "json":
        return download(backend.compare(body).model_dump_json(), "positions.json", "application/json")
    return download(backend.compare_file(body), f"positions.{body.format}", media.MEDIA_TYPES[body.format])


@router.get("/similar")
def similar(request: Request, backend: BackendOf) -> Response:
    """The form and, where a point came with it, as text or as words of a statement, who else holds it."""
    pointed, given = Pointed.of(request.query_params), request.query_params
    if "statement" in given:
        span = span_of(given.get("from"), given.get("to"))
        pointed = replace(pointed, text=backend.cited(given["statement"], span).quote)
    found = backend.similar(pointed.body()) if pointed.text else None
    return show(request, "similar.html", pointed=pointed, similar=found)


@router.get("/cite")
def cite(request: Request, backend: BackendOf) -> Response:
    """The citation of any words of a statement, in the style asked for; behind the words where wanted."""
    given = request.query_params
    span = span_of(given.get("from"), given.get("to"))
    style = given.get("style", "un")
    id = given.get("statement", "")
    text = backend.cited_as(id, span, style)
    if style in FORMATS:
        return download(text, f"citation.{FORMATS[style]}", citations.MEDIA_TYPES[style])
    words = f"“{backend.cited(id, span).quote}” " if given.get("words") == "with" else ""
    return Response(words + text, media_type=citations.PLAIN)


def _chosen(backend: LocalBackend, id: str) -> Chosen:
    """A passage of the basket; one that was removed from the record stays there until it is taken out."""
    try:
        statement, span = backend.place(id)
    except NotFound:
        return Chosen(id, None)
    return Chosen(id, backend.cited(statement.id, span))


def _preview(page: bytes) -> Markup:
    """The body of the briefing's own page, every word of it escaped there, a level below our heading."""
    body = without_steering(page.decode()).partition("<body>")[2].rpartition("</body>")[0]
    return Markup(HEADING.sub(lambda tag: f"<{tag[1]}h{int(tag[2]) + 1}>", body))
