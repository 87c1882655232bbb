"""What a file is by its first bytes, whatever its name says.

In: bytes. Out: one sentence that says what they are and what to do, or None where nothing tells.
"""

from __future__ import annotations

_RTF = "The file is Rich Text (RTF), not {}; open it and save it as .docx."
_SIGNS = (
    (b"{\\rtf", _RTF),
    (b"\xd0\xcf\x11\xe0", "The file is an old or encrypted Word file; save it as .docx without a password."),
    (b"%pdf-", "The file is a PDF, not {}; give it the suffix .pdf."),
    (b"<!doctype html", "The file is a web page, not {}; give it the suffix .html."),
    (b"<html", "The file is a web page, not {}; give it the suffix .html."),
    (b"pk\x03\x04", "The file is a zip archive or a Word document, not {}; give it its own suffix."),
)


def other_than(data: bytes, wanted: str, but: bytes = b"") -> str | None:
    """Why `data` is not `wanted` ("Word"), where its first bytes say so; `but` are first bytes it may
    have."""
    head = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if but and head.startswith(but.lower()):
        return None
    return next((told.format(wanted) for sign, told in _SIGNS if head.startswith(sign)), None)
