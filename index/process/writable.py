"""Can anything be written in a folder, and if not, why: a full disk and one that is read-only are told apart.

In: a folder. Out: a sentence, None where it can be written, or where something else prevents it (rights,
say), which whoever writes will be told.
"""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

PROBE = 256 * 1024
"""Bytes tried: SQLite's own files beside the store need as much."""
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
ONLY_READING = "The disk {}, so the index is only read: {}, then start again."


def unwritable(folder: Path) -> str | None:
    """Why nothing can be written here."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(PROBE))
            file.flush()
    except OSError as error:
        if error.errno == errno.EROFS:
            return ONLY_READING.format("is read-only", "make it writable")
        if error.errno in FULL:
            return ONLY_READING.format("is full", "free some space")
    return None
