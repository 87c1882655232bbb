"""Citations in the forms that people paste into their texts.

In: a passage's id and a form. Out: text of that form's own media type.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from api import examples
from api import schemas as wire
from api.problems import documented
from api.routes.depends import READING, BackendOf

router = APIRouter(prefix="/v1/citations", tags=["citations"])

MEDIA_TYPES: dict[wire.CitationFormat, str] = {
    "csl": "application/vnd.citationstyles.csl+json",
    "ris": "application/x-research-info-systems",
    "bibtex": "application/x-bibtex",
}
PLAIN = "text/plain; charset=utf-8"


@router.get(
    "/{passage_id}",
    operation_id="cite",
    summary="Cite a passage",
    dependencies=[READING],
    response_class=Response,
    responses={**documented(404, 503), 200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def cite(
    passage_id: Annotated[str, Path(max_length=wire.MAX_NAME, openapi_examples=examples.PASSAGE_ID)],
    backend: BackendOf,
    query: Annotated[wire.CitationQuery, Query()],
) -> Response:
    """The citation of a passage as a UN footnote, in another style, or for a reference manager."""
    text = backend.citation(passage_id, query.format)
    return Response(text, media_type=MEDIA_TYPES.get(query.format, PLAIN))
