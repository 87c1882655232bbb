"""Saying that an answer is wrong: noted beside the index, sent nowhere.

In: a form with the address of the question, the answer's id, the right words, a note. Out: a page that says
what was noted.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.datastructures import QueryParams

from api import schemas as wire
from api.feedback import Right, Wrong, note_wrong
from api.routes.depends import GATED, BackendOf
from api.settings import Settings
from api.web.forms import Asked
from api.web.shown import PageRoute, show
from index.errors import InvalidInput

router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[GATED])
Words = Annotated[str, Form(max_length=wire.MAX_TEXT)]


@router.post("/wrong")
def wrong(
    request: Request,
    backend: BackendOf,
    address: Words = "",
    answer: Words = "",
    note: Words = "",
    right: Words = "",
    none: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Notes it; right words must stand on record as given to count as the answer."""
    asked = Asked.of(QueryParams(address.partition("#")[0].partition("?")[2]))
    if not asked.question:
        raise InvalidInput("This note belongs to no question. Send it from the page of an answer.")
    if not (note.strip() or right.strip() or none):
        raise InvalidInput("Say what is wrong, or give the right words.")
    found = backend.check_quote(wire.QuoteBody(quote=right)) if right.strip() and not none else None
    known = found.match if found and found.verdict == "verbatim" else None
    said = Wrong(
        question=asked.question,
        filters=asked.body().filters.model_dump(exclude_defaults=True),
        before=asked.before,
        answer=answer[:100],
        note=note.strip(),
        none=bool(none),
        right=Right.of(known) if known else None,
        words="" if known else right.strip(),
    )
    settings: Settings = request.app.state.settings
    path = note_wrong(settings.data_dir, said)
    return show(request, "noted.html", said=said, asked=asked, file=path.name)
