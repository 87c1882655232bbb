"""Names of archive members as their maker meant them.

In: the names an archive prints, and for zip files without the UTF-8 flag the bytes behind them. Out: names
with forward slashes, each once. Guesses an old code page only where every letter then is one of its script.
Bytes of a name that are no text come from Python as halves of characters, which nothing can store or print.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath
from zipfile import ZipInfo

UTF8_FLAG = 0x800
"""Bit 11 of a member's flags: its name is UTF-8 (PKWARE APPNOTE 4.4.4, appendix D)."""
ZIP_PAGE = "cp437"
"""What a name without the flag is written in, by the same appendix, and what `zipfile` takes it for."""
OLD_PAGES = (("cp437", "LATIN"), ("cp866", "CYRILLIC"), ("gb2312", "CJK"))
"""Code pages that DOS and Windows wrote names in, as Python's `codecs` calls them, likeliest first, and what
the Unicode names of their letters begin with. Pages that these would swallow (Japanese, Korean) are not."""


def name_in_zip(info: ZipInfo) -> str:
    """The name of a member, by its flag, else as UTF-8, else in an old code page whose letters fit."""
    if info.flag_bits & UTF8_FLAG or info.filename.isascii():
        return info.filename
    try:
        raw = info.filename.encode(ZIP_PAGE)
    except UnicodeEncodeError:
        return info.filename
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _in_old_page(raw) or info.filename


def name_in_tar(name: str) -> str:
    """The name of a member as text: in an old code page where its letters fit, else with other bytes written
    out."""
    if is_text(name):
        return name
    raw = name.encode("utf-8", "surrogateescape")
    return _in_old_page(raw) or raw.decode("utf-8", "replace")


def is_text(name: str) -> bool:
    """Is every byte of the name part of a character?"""
    return not any("\ud800" <= char <= "\udfff" for char in name)


def made_visible(name: str) -> str:
    """The name with what is no text of it written out, like `caf\\udce9.txt`."""
    return name.encode("utf-8", "backslashreplace").decode()


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names with forward slashes and none twice: the second `a.txt` is `a (2).txt`."""
    given: dict[str, None] = {}
    count: dict[str, int] = {}
    for name in names:
        cleaned = clean = name.replace("\\", "/").removeprefix("./")
        while cleaned in given:
            count[clean] = count.get(clean, 1) + 1
            cleaned = _numbered(clean, count[clean])
        given[cleaned] = None
    return tuple(given)


def _numbered(name: str, number: int) -> str:
    path = PurePosixPath(name)
    return f"{name.removesuffix(path.suffix)} ({number}){path.suffix}"


def _in_old_page(raw: bytes) -> str | None:
    return next((name for row in OLD_PAGES if (name := _in_page(raw, *row))), None)


def _in_page(raw: bytes, page: str, script: str) -> str | None:
    try:
        name = raw.decode(page)
    except UnicodeDecodeError:
        return None
    letters = (unicodedata.name(char, "") if char.isalpha() else "" for char in name if not char.isascii())
    return name if all(letter.startswith(script) for letter in letters) else None
