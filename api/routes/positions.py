"""Routes over many statements at once: similar positions, issues by delegation or time, briefings, coverage.

In: JSON bodies, query strings. Out: JSON, or a file of the format asked for; each passes the gate first.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response

from api import examples
from api import schemas as wire
from api.download import download
from api.methods import accepts
from api.problems import documented
from api.routes.depends import GATED, BackendOf

router = APIRouter(
    prefix="/v1", tags=["positions"], dependencies=[GATED], responses=documented(413, 415, 503)
)

MEDIA_TYPES: dict[str, str] = {
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
    "pdf": "application/pdf",
    "svg": "image/svg+xml",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
BY_ACCEPT = {"Vary": "Accept"}


def _files(*formats: str) -> dict[int | str, dict[str, Any]]:
    """How the interface documents that a route may also give a file."""
    return {200: {"content": {MEDIA_TYPES[format]: {} for format in formats}}}


_pictured = partial(router.get, responses=_files("svg"))
"""A route that gives JSON, or a picture for `format=svg` or `Accept: image/svg+xml`."""


@router.post(
    "/similar", operation_id="similar", summary="Find who else holds a point", responses=documented(404)
)
def similar(
    body: Annotated[wire.SimilarBody, Body(openapi_examples=examples.SIMILAR)], backend: BackendOf
) -> wire.SimilarResult:
    """What other delegations say on the point of a passage or a text: on which side, and in which words."""
    return backend.similar(body)


@router.post(
    "/compare",
    operation_id="compare",
    summary="Compare delegations issue by issue",
    response_model=wire.Matrix,
    responses=_files("csv", "html"),
)
def compare(
    body: Annotated[wire.CompareBody, Body(openapi_examples=examples.COMPARE)], backend: BackendOf
) -> wire.Matrix | Response:
    """What each delegation said on each issue, over all its statements, or that it did not address it."""
    if body.format == "json":
        return backend.compare(body)
    return download(backend.compare_file(body), f"comparison.{body.format}", MEDIA_TYPES[body.format])


@router.post(
    "/briefs",
    operation_id="brief",
    summary="Write a briefing",
    response_class=Response,
    responses=documented(404) | _files("docx", "md", "html", "pdf"),
)
def brief(
    body: Annotated[wire.BriefBody, Body(openapi_examples=examples.BRIEF)], backend: BackendOf
) -> Response:
    """A briefing of verified quotations with footnotes, as a file."""
    return download(backend.brief(body), f"briefing.{body.format}", MEDIA_TYPES[body.format])


@router.post("/history", operation_id="history", summary="One delegation on an issue over time")
def history(
    body: Annotated[wire.HistoryBody, Body(openapi_examples=examples.HISTORY)], backend: BackendOf
) -> wire.History:
    """Its dated sentences on the issue, oldest first, and how each statement relates to the one before."""
    return backend.history(body)


@_pictured(
    "/coverage",
    operation_id="coverage",
    summary="Delegations by year or meeting",
    response_model=wire.Coverage,
)
def coverage(
    query: Annotated[wire.CoverageQuery, Query()], backend: BackendOf, request: Request, reply: Response
) -> wire.Coverage | Response:
    """How many statements and passages of each delegation the record holds, and where there are none.

    Gives a heat map for `format=svg` or `Accept: image/svg+xml`.
    """
    if _wants_picture(query.format, request):
        return _picture(backend.coverage_svg(query))
    reply.headers.update(BY_ACCEPT)
    return backend.coverage(query)


@_pictured("/timeline", operation_id="timeline", summary="An issue over time", response_model=wire.Timeline)
def timeline(
    query: Annotated[wire.TimelineQuery, Query()], backend: BackendOf, request: Request, reply: Response
) -> wire.Timeline | Response:
    """How many statements and delegations speak of an issue by year, month or day, and their sentences.

    Gives the bars as a picture for `format=svg` or `Accept: image/svg+xml`.
    """
    if _wants_picture(query.format, request):
        return _picture(backend.timeline_svg(query))
    reply.headers.update(BY_ACCEPT)
    return backend.timeline(query)


def _wants_picture(format: str | None, request: Request) -> bool:
    """By the format in the address; where it names none, if the client accepts pictures and not JSON."""
    if format is not None:
        return format == "svg"
    return accepts(request, MEDIA_TYPES["svg"]) and not accepts(request, "application/json")


def _picture(svg: bytes) -> Response:
    return Response(svg, media_type=MEDIA_TYPES["svg"], headers=BY_ACCEPT)
