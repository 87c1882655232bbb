"""Bytes of a text file -> text, in the encodings as found.

UTF-8 with or without a byte order mark, UTF-16 with one, Windows-1252, and UTF-8 with single Windows-1252
bytes in it. Refuses binary content. Line ends become LF; nothing else is changed.
"""

from __future__ import annotations

import codecs

from index.errors import UnreadableRecord

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ALLOWED_CONTROLS = frozenset("\t\n\r\f\v\x1a\x85")


def _windows_1252() -> dict[int, str]:
    """What surrogate-escaped bytes mean in Windows-1252; its five gaps stay the C1 controls."""
    return {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode_text(data: bytes) -> str:
    """The text of `data`; raises UnreadableRecord when it is no text."""
    text = _decode(data)
    if _looks_binary(text):
        raise UnreadableRecord("The content is not text; give the file the suffix of its real format.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    text = data.decode("utf-8", "surrogateescape")
    return text if text.isascii() or not _has_escapes(text) else text.translate(_windows_1252())


def _has_escapes(text: str) -> bool:
    return any("\udc80" <= c <= "\udcff" for c in text)


def _looks_binary(text: str) -> bool:
    """More than one control character in a thousand, or any NUL."""
    if "\0" in text:
        return True
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in _ALLOWED_CONTROLS)
    return controls > max(8, len(text) // 1000)
