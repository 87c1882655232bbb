"""What a browser opens: the interface's documentation, from files of this package.

In: GET. Out: HTML and static files; nothing is loaded from another machine.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles

STATIC = Path(__file__).parent.parent / "static"
router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def docs() -> FileResponse:
    return FileResponse(STATIC / "docs.html")


def static_files() -> StaticFiles:
    return StaticFiles(directory=STATIC)
