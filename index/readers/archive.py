"""Zip archives read member by member, nothing unpacked to disk.

In: a .zip. Out: its members as a tree of files. Bounded in members, sizes and ratio; links, devices and
names that lead out of the archive are no files of the tree. Refuses bombs, encrypted and damaged archives.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import BinaryIO, TypeVar
from zipfile import ZipFile, ZipInfo

from index.errors import UnreadableRecord
from index.readers.base import Candidate, Files
from index.readers.member_names import distinct, name_in_zip
from index.readers.ziparchive import Bounds, open_zip, read_member

T = TypeVar("T")
EMPTY = "The archive holds no files; check that it is complete."


def is_safe(name: str) -> bool:
    """Does a member's name stay inside the archive?"""
    path = PurePosixPath(name)
    return bool(path.parts) and not (
        path.is_absolute() or ".." in path.parts or "\\" in name or ":" in path.parts[0] or "\0" in name
    )


def is_hidden(name: str) -> bool:
    """Is it left out without a word, as hidden files are on disk? What is not safe is reported instead."""
    parts = [part for part in PurePosixPath(name).parts if part != "."]
    return is_safe(name) and any(part.startswith((".", "__MACOSX")) for part in parts)


def by_name(names: Iterable[str], infos: Sequence[T]) -> dict[str, T]:
    """The members that are not hidden, each under a name of its own; raises UnreadableRecord for none."""
    told = zip(distinct(names), infos, strict=True)
    members = {name: info for name, info in told if not is_hidden(name)}
    if not members:
        raise UnreadableRecord(EMPTY)
    return members


class ZipFiles:
    """The members of a zip archive."""

    def __init__(self, archive: ZipFile, bounds: Bounds) -> None:
        self._archive, self._bounds = archive, bounds
        infos = [info for info in archive.infolist() if not info.filename.endswith(("/", "\\"))]
        self._members = by_name(map(name_in_zip, infos), infos)

    def paths(self) -> Iterable[str]:
        return sorted(self._members)

    def find(self, path: str) -> Candidate | None:
        info = self._members.get(path)
        if info is None or not is_safe(path) or (info.external_attr >> 28) not in (0, 8):
            return None
        return Candidate(path, info.file_size, lambda: self._open(info))

    def _open(self, info: ZipInfo) -> BinaryIO:
        return io.BytesIO(read_member(self._archive, info, self._bounds.member) or b"")


class ZipArchive:
    """The container of zip files."""

    suffixes = (".zip",)

    def accepts(self, candidate: Candidate) -> bool:
        return True

    @contextmanager
    def open(self, candidate: Candidate, bounds: Bounds) -> Iterator[Files]:
        with candidate.open() as stream, open_zip(stream, bounds) as archive:
            yield ZipFiles(archive, bounds)
