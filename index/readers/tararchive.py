"""Tar archives, plain or gzipped, read member by member in their own order, nothing unpacked to disk.

In: a .tar, .tar.gz or .tgz. Out: its members as a tree of files. Bounded in members, sizes and ratio; links,
devices and names that lead out of the archive are no files of the tree. Refuses bombs and damaged archives.
"""

from __future__ import annotations

import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import BinaryIO

from index.errors import UnreadableRecord
from index.readers.archive import by_name, is_safe
from index.readers.base import Candidate, Files
from index.readers.inflated import Inflated
from index.readers.member_names import name_in_tar
from index.readers.ziparchive import Bounds

DAMAGE = (tarfile.TarError, OSError, EOFError, ValueError, OverflowError, RecursionError, zlib.error)
DAMAGED = "The archive is damaged or cut off; make it again."
END = 2 * tarfile.BLOCKSIZE


class TarFiles:
    """The members of a tar archive, in its own order, so that a compressed one is read once."""

    def __init__(self, archive: tarfile.TarFile, bounds: Bounds) -> None:
        self._archive, self._bounds = archive, bounds
        infos = [info for info in _listed(archive, bounds) if not info.isdir()]
        self._members = by_name((name_in_tar(info.name) for info in infos), infos)

    def paths(self) -> Iterable[str]:
        return tuple(self._members)

    def find(self, path: str) -> Candidate | None:
        info = self._members.get(path)
        if info is None or not info.isreg() or info.issparse() or not is_safe(path):
            return None
        return Candidate(path, info.size, lambda: self._open(info))

    def _open(self, info: tarfile.TarInfo) -> BinaryIO:
        if info.size > self._bounds.member:
            raise UnreadableRecord(f"The file is larger than {self._bounds.member // 2**20} MiB; split it.")
        try:
            stream = self._archive.extractfile(info)
            return io.BytesIO(stream.read(self._bounds.member + 1) if stream else b"")
        except DAMAGE as error:
            raise UnreadableRecord(
                f"{info.name[:80]} is damaged inside the archive; make it again."
            ) from error


def _listed(archive: tarfile.TarFile, bounds: Bounds) -> Iterator[tarfile.TarInfo]:
    """The members; raises UnreadableRecord past the bounds."""
    total = count = 0
    try:
        for info in archive:
            total, count = total + max(info.size, 0), count + 1
            if count > bounds.members:
                raise UnreadableRecord(f"The archive holds more than {bounds.members} files; split it.")
            if total > bounds.total:
                raise UnreadableRecord(
                    f"The archive unpacks to more than {bounds.total // 2**20} MiB; split it."
                )
            yield info
        ended = _is_ended(archive)
    except DAMAGE as error:
        raise UnreadableRecord(DAMAGED) from error
    if not ended:
        raise UnreadableRecord(DAMAGED)


def _is_ended(archive: tarfile.TarFile) -> bool:
    """Do the blocks of zeros that end an archive follow its last member? At a header it cannot read the
    standard library ends without a word, and what comes after would be lost."""
    archive.fileobj.seek(archive.offset)
    end = archive.fileobj.read(END)
    return bool(end) and not any(end)


class TarArchive:
    """The container of tar files, plain or gzipped."""

    suffixes = (".tar", ".tar.gz", ".tgz")

    def accepts(self, candidate: Candidate) -> bool:
        return True

    @contextmanager
    def open(self, candidate: Candidate, bounds: Bounds) -> Iterator[Files]:
        with candidate.open() as raw:
            packed = candidate.head(2) == b"\x1f\x8b"
            stream = Inflated(raw, candidate.size, bounds) if packed else raw
            try:
                archive = tarfile.TarFile(fileobj=stream)
            except DAMAGE as error:
                raise UnreadableRecord(
                    "The archive is damaged or not a tar archive; make it again."
                ) from error
            with archive:
                yield TarFiles(archive, bounds)
