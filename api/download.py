"""A reply that browsers save as a file.

In: the bytes or text, name and media type. Out: a reply that no browser displays, so that nothing a record
may contain is ever run.
"""

from __future__ import annotations

from starlette.responses import Response


def download(data: bytes | str, name: str, media_type: str) -> Response:
    return Response(
        data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
