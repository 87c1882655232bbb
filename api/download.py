"""A file that leaves as a download.

In: its bytes or text, its name and media type. Out: a reply that no browser shows, so that none runs what a
record may hold.
"""

from __future__ import annotations

from starlette.responses import Response


def download(data: bytes | str, name: str, media_type: str) -> Response:
    return Response(
        data, media_type=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
