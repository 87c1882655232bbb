"""Bytes of a text file -> text, in the encodings as found.

UTF-8 with or without a byte order mark, UTF-16 with one, Windows-1252, and UTF-8 with single Windows-1252
bytes in it. Refuses binary content. Line ends become LF; nothing else is changed.
"""

from __future__ import annotations

import codecs
import re

from index.errors import UnreadableRecord

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(
    r"utf-8|ascii|iso8859-\d{1,2}|cp(?:125[0-8]|866|874|932|949)|koi8-[rut]|mac-(?:roman|cyrillic)"
    r"|tis-620|gbk|gb2312|gb18030|hz|big5(?:hkscs)?|euc_(?:jp|kr)|iso2022_(?:jp|kr)|shift_jis"
)
"""Encodings of pages, by the names that `codecs` gives them: Python knows more, of which some take hours.
A page that can be read far enough to find UTF-16 named in it is not in UTF-16 (HTML Standard, 13.2.3.2)."""
_MEANT = {"iso8859-1": "cp1252", "iso8859-9": "cp1254"}
"""What pages are in that name these: where they have control characters, Windows has quotation marks and
dashes (WHATWG Encoding Standard, labels)."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


def _windows_1252() -> dict[int, str]:
    """What surrogate-escaped bytes mean in Windows-1252; its five gaps stay the C1 controls."""
    return {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}


def decode_text(data: bytes) -> str:
    """The text of `data`; raises UnreadableRecord when it is not text."""
    text = _decode(data)
    if _looks_binary(text):
        raise UnreadableRecord("The content is not text; give the file the suffix of its real format.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def decode_declared(data: bytes, name: str) -> str:
    """The text of a page that says in which encoding it is; where it is not in that, or in none that pages
    have, as `decode_text` has it."""
    try:
        known = codecs.lookup(name).name
        return data.decode(_MEANT.get(known, known)) if _DECLARED.fullmatch(known) else decode_text(data)
    except (LookupError, UnicodeDecodeError):
        return decode_text(data)


def _decode(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape").translate(_windows_1252())


def _looks_binary(text: str) -> bool:
    """A NUL, or more than one control character in a thousand."""
    return "\0" in text or len(_CONTROLS.findall(text)) > max(8, len(text) // 1000)
