"""Hostile files: what reading them comes to, and archives of any members."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

from index.readers.base import Skipped
from index.readers.walk import read_paths


def outcomes(folder: Path) -> dict[str, str]:
    """Path -> "read" or the reason it was skipped."""
    return {o.path: o.reason if isinstance(o, Skipped) else "read" for o in read_paths([folder])}


def is_sentence(reason: str) -> bool:
    return (
        reason[:1].isupper()
        and reason.endswith((".", "!"))
        and "\n" not in reason
        and "report this" not in reason
    )


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()
