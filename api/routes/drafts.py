"""A whole draft checked: an uploaded file in, every quotation of it with its verdict out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, UploadFile

from api import sample
from api import schemas as wire
from api.problems import documented
from api.routes.depends import GATED, BackendOf
from api.uploads import relative

router = APIRouter(prefix="/v1", tags=["answers"])


@router.post(
    "/drafts/check",
    operation_id="checkDraft",
    summary="Check every quotation of a draft",
    dependencies=[GATED],
    responses=documented(413, 415, 503),
)
def check_draft(
    file: Annotated[
        UploadFile, File(description="A draft: .docx, .md, .txt or .html.", examples=[sample.DRAFT])
    ],
    backend: BackendOf,
) -> wire.DraftReport:
    """Every quotation, whom the draft attributes it to, and whether it stands so in the record."""
    return backend.check_draft(relative(file.filename or ""), file.file.read())
