"""Uploaded files as a tree in memory: names and folder are checked, never used as paths on disk.

In: the parts of a form. Out: contents by relative path; names that lead out of the tree are refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath, PureWindowsPath

from fastapi import UploadFile

from index.errors import InvalidInput

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
LONGEST_PART = 255
MOST_PARTS = 32


def read_all(files: Sequence[UploadFile]) -> dict[str, bytes]:
    """Raises InvalidInput as `names_of` does."""
    return {name: file.file.read() for name, file in zip(names_of(files), files, strict=True)}


def names_of(files: Sequence[UploadFile]) -> list[str]:
    """Raises InvalidInput for a name that is not a relative path, or comes twice."""
    found: dict[str, None] = {}
    for file in files:
        path = relative(file.filename or "")
        if path in found:
            raise InvalidInput(f"Two files of the upload are called {path!r}; give each its own name.")
        found[path] = None
    return list(found)


def place(folder: str) -> str:
    """The sender's folder with forward slashes, or "" for none; raises InvalidInput if not absolute."""
    if not folder:
        return ""
    windows = PureWindowsPath(folder)
    path = PurePosixPath(windows.as_posix() if windows.drive else folder)
    if not (path.is_absolute() or windows.is_absolute()) or ".." in path.parts or CONTROL.search(folder):
        raise InvalidInput(f"{folder[:80]!r} is not a folder; give its absolute path, like /home/me/records.")
    return str(path)


def relative(name: str) -> str:
    """The name as a relative path with forward slashes."""
    parts = name.replace("\\", "/").split("/")
    bad = any(part in ("", ".", "..") or len(part.encode()) > LONGEST_PART for part in parts)
    if bad or len(parts) > MOST_PARTS or CONTROL.search(name):
        raise InvalidInput(
            f"{name[:80]!r} is not a usable file name; give a relative path like folder/record.txt."
        )
    return "/".join(parts)
