"""Trees of files: a folder on disk, one uploaded file, an upload of several.

In: a path, or bytes by relative path. Out: `Files`. Hidden files and indexes are left out; links out of the
root, special files and what may not be read are not found.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from index.process.owner import LOCK
from index.readers.base import Candidate


class DiskFiles:
    """A folder on disk, or one file of it when `only` names it."""

    def __init__(self, root: Path, only: str | None = None) -> None:
        self.root = root.resolve()
        self.only = only

    def paths(self) -> Iterator[str]:
        if self.only is not None:
            yield self.only
            return
        yield from self._below(self.root, "")

    def _below(self, folder: Path, prefix: str) -> Iterator[str]:
        """The files below; a folder that may not be read is listed like a file, so that `find` refuses it."""
        try:
            with os.scandir(folder) as entries:
                listed = sorted((e for e in entries if not e.name.startswith(".")), key=lambda e: e.name)
        except OSError:
            yield prefix or "."
            return
        if any(entry.name == LOCK for entry in listed):
            return
        for entry in listed:
            path = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._below(Path(entry.path), path + "/")
            else:
                yield path

    def find(self, path: str) -> Candidate | None:
        try:
            place = (self.root / path).resolve(strict=True)
            info = place.stat()
        except (OSError, RuntimeError, ValueError):
            return None
        if not place.is_relative_to(self.root) or not stat.S_ISREG(info.st_mode):
            return None
        return Candidate(path, info.st_size, lambda: place.open("rb"), str(place))


class OneUpload:
    """The tree of an upload: one file."""

    def __init__(self, name: str, data: bytes) -> None:
        self._file = Candidate.of_bytes(name, data)

    def paths(self) -> Iterable[str]:
        return (self._file.path,)

    def find(self, path: str) -> Candidate | None:
        return self._file if path == self._file.path else None


class Uploads:
    """The tree of an upload of several files, by relative path; `folder` is where they lie on the sender's
    machine."""

    def __init__(self, files: Mapping[str, bytes], folder: str = "") -> None:
        self._files = files
        self._folder = folder

    def paths(self) -> Iterable[str]:
        return sorted(self._files)

    def find(self, path: str) -> Candidate | None:
        data = self._files.get(path)
        if data is None:
            return None
        return Candidate.of_bytes(path, data, f"{self._folder.rstrip('/')}/{path}" if self._folder else "")
