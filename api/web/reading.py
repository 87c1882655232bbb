"""The pages to read in: a statement, its meeting, lists of statements, what is on record.

In: GET parameters. Out: HTML, and a statement as a file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from fastapi import APIRouter, Request, Response

from api import schemas as wire
from api.download import download
from api.local import LocalBackend
from api.routes.depends import READING, BackendOf
from api.schemas.base import MAX_PAGE
from api.web import lit, records
from api.web.forms import Narrowed, span_of
from api.web.labels import STYLES
from api.web.shown import PageRoute, show
from index.errors import InvalidInput, NotFound
from index.model import Span

MOST = 1_000
"""How many statements of a meeting are listed at most."""
router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[READING])


@router.get("/statements")
def statements(request: Request, backend: BackendOf) -> Response:
    """A page of the statements under the filters."""
    narrowed, cursor = Narrowed.of(request.query_params), request.query_params.get("cursor")
    query = wire.StatementQuery.model_validate({**narrowed.body(), "cursor": cursor or None})
    return show(request, "statements.html", narrowed=narrowed, listed=backend.statements(query))


@router.get("/statements/{id}")
def statement(request: Request, id: str, backend: BackendOf) -> Response:
    """A statement whole, the passage between `from` and `to` lit, with its neighbours in the meeting."""
    shown, span = backend.statement(id), _span(request)
    words, quoted = span or Span(0, len(shown.text)), backend.quoted(id)
    return show(
        request,
        "statement.html",
        statement=shown,
        blocks=lit.blocks(shown, span, quoted),
        quoted=quoted,
        cited=None if span is None else backend.cited(id, span),
        span=words,
        cites={name: backend.cited_as(id, words, name) for name in STYLES},
        around=records.around(id, list(_meeting(backend, shown))),
    )


@router.get("/statements/{id}/file")
def statement_file(request: Request, id: str, backend: BackendOf) -> Response:
    """A statement as text, Markdown or JSON."""
    shown, format = backend.statement(id), request.query_params.get("format", "")
    if format not in FILES:
        raise InvalidInput(f"A statement can be downloaded as {', '.join(FILES)}.")
    media_type, text = FILES[format]
    return download(text(shown), f"statement.{format}", media_type)


@router.get("/meetings")
def meeting(request: Request, backend: BackendOf) -> Response:
    """Who spoke in a meeting, in the order stored."""
    narrowed = Narrowed.of(request.query_params)
    if len(narrowed.meetings) != 1:
        raise InvalidInput("Name one meeting, like S/PV.8534.")
    listed = list(listed_all(backend, narrowed.body()))
    if not listed:
        raise NotFound(f"There is no statement of the meeting {narrowed.meetings[0]!r} on record.")
    return show(request, "meeting.html", symbol=narrowed.meetings[0], listed=listed, most=MOST)


@router.get("/records")
def held(request: Request, backend: BackendOf) -> Response:
    """What is on record, to be walked through."""
    return show(request, "records.html", held=backend.names(), status=backend.status())


@router.get("/about")
def about(request: Request, backend: BackendOf) -> Response:
    """What the service does and does not, and the figures of its index."""
    return show(request, "about.html", status=backend.status())


def _meeting(backend: LocalBackend, ref: wire.StatementRef) -> Iterator[wire.StatementRef]:
    if ref.meeting:
        yield from listed_all(backend, {"meetings": [ref.meeting], "collections": [ref.source.collection]})


def listed_all(backend: LocalBackend, filters: dict[str, object]) -> Iterator[wire.StatementRef]:
    """Every statement under the filters, as far as a page lists them."""
    cursor: str | None = None
    for _ in range(MOST // MAX_PAGE):
        query = {**filters, "cursor": cursor, "limit": MAX_PAGE}
        page = backend.statements(wire.StatementQuery.model_validate(query))
        yield from page.items
        if (cursor := page.next) is None:
            return


def _span(request: Request) -> Span | None:
    given = [request.query_params.get(name) for name in ("from", "to")]
    return None if given == [None, None] else span_of(*given)


FILES: dict[str, tuple[str, Callable[[wire.Statement], str]]] = {
    "txt": ("text/plain; charset=utf-8", records.as_text),
    "md": ("text/markdown; charset=utf-8", records.as_markdown),
    "json": ("application/json", wire.Statement.model_dump_json),
}
"""Formats a statement can be taken away in."""
