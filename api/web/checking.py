"""The page that checks: one quotation by its address, a whole draft by upload or paste.

In: a quotation and to whom it is given, or a draft, which is read and kept nowhere. Out: HTML.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from api.download import download
from api.routes.depends import GATED, BackendOf
from api.uploads import relative
from api.web import drafts
from api.web.forms import Quoted
from api.web.labels import STYLES
from api.web.shown import PageRoute, show
from index.errors import InvalidInput
from index.model import Span

MOST = 2_000
"""Quotations of a draft."""
router = APIRouter(include_in_schema=False, route_class=PageRoute, dependencies=[GATED])


@router.get("/check")
def check(request: Request, backend: BackendOf) -> Response:
    """The forms and, where a quotation came with it, whether it is on record."""
    quoted = Quoted.of(request.query_params)
    checked = backend.check_quote(quoted.body()) if quoted.quote else None
    return show(request, "check.html", quoted=quoted, checked=checked)


@router.post("/check")
def check_draft(
    request: Request,
    backend: BackendOf,
    file: Annotated[UploadFile | None, File()] = None,
    draft: Annotated[str, Form()] = "",
) -> Response:
    """Every quotation of a draft, its verdict beside it."""
    name, data = drafts.PASTED, draft.encode("utf-8", "replace")
    if file is not None and file.filename:
        name, data = relative(file.filename), file.file.read()
    if not data.strip():
        raise InvalidInput("No draft was sent. Choose a file or paste its text.")
    checked = drafts.laid_out(name, data, backend.check_draft(name, data))
    return show(request, "check.html", quoted=Quoted.of(request.query_params), draft=checked)


@router.post("/check/footnotes")
def footnotes(
    backend: BackendOf,
    cited: Annotated[list[str], Form(max_length=MOST)],
    style: Annotated[str, Form(max_length=20)] = "un",
) -> Response:
    """The footnotes of a checked draft as a file, each cited anew from the record."""

    def cite(id: str, span: Span) -> tuple[str, str]:
        return backend.cited(id, span).quote, backend.cited_as(id, span, style)

    if style not in STYLES:
        raise InvalidInput(f"Footnotes come in these styles: {', '.join(STYLES)}.")
    text = drafts.footnotes(map(drafts.unpacked, cited), cite)
    return download(text, "footnotes.txt", "text/plain; charset=utf-8")
