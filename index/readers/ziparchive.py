"""Zip files opened within bounds: number of members, size, ratio, safe names.

In: a seekable stream. Out: a `ZipFile` whose members have been counted and measured. Refuses bombs,
encrypted and damaged archives, each with one sentence.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

from index.errors import UnreadableRecord


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an archive may hold and cost, those inside it included; bytes, `ratio` is unpacked to packed.
    `file_seconds` is what any file may."""

    members: int = 250_000
    member: int = 64 * 2**20
    total: int = 4 * 2**30
    ratio: int = 200
    least: int = 2**20
    """Below this unpacked size no ratio is suspicious."""
    statements: int = 1_000_000
    passages: int = 2_000_000
    """Of statements that are new or changed; embedding takes as long as there are of these."""
    seconds: int = 3600
    """Of reading; what embedding takes afterwards is not counted."""
    file_seconds: int = 600
    """Of reading one file, in an archive or not, with the tables it needs that nobody read before."""


BOUNDS = Bounds()


class Measured(io.RawIOBase):
    """A stream that refuses single reads no honest archive needs, such as a directory of hundreds of MB."""

    def __init__(self, stream: BinaryIO, most: int = 48 * 2**20) -> None:
        self._stream, self._most = stream, most

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def read(self, size: int = -1) -> bytes:
        if size > self._most:
            raise UnreadableRecord("The archive's directory is too large; split the archive.")
        data = self._stream.read(self._most + 1 if size < 0 else size)
        if len(data) > self._most:
            raise UnreadableRecord("The archive's directory is too large; split the archive.")
        return data

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_zip(stream: BinaryIO, bounds: Bounds) -> zipfile.ZipFile:
    """The archive, its directory checked; raises UnreadableRecord."""
    try:
        archive = zipfile.ZipFile(Measured(stream))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError, UnicodeError) as error:
        raise UnreadableRecord(f"The archive is damaged ({error}); make it again.") from error
    try:
        check_members(archive.infolist(), bounds)
    except UnreadableRecord:
        archive.close()
        raise
    return archive


def check_members(members: list[zipfile.ZipInfo], bounds: Bounds) -> None:
    """Raises UnreadableRecord for an archive that would unpack to too much."""
    if len(members) > bounds.members:
        raise UnreadableRecord(f"The archive holds more than {bounds.members} files; split it.")
    if sum(member.file_size for member in members) > bounds.total:
        raise UnreadableRecord(
            f"The archive unpacks to more than {bounds.total // 2**20} MiB; split it into smaller ones."
        )
    for member in members:
        if member.flag_bits & 0x1:
            raise UnreadableRecord("The archive is encrypted; add a copy without a password.")
        packed = max(member.compress_size, 1)
        if member.file_size > bounds.least and member.file_size / packed > bounds.ratio:
            raise UnreadableRecord(
                f"{member.filename[:80]!r} unpacks to {member.file_size // packed} times its size, as bombs "
                "do; unpack it yourself if you trust it."
            )


def read_member(archive: zipfile.ZipFile, member: str | zipfile.ZipInfo, most: int) -> bytes | None:
    """The bytes of a member, None where there is none; raises UnreadableRecord.

    Where a name is there twice, the last is read; `ZipInfo` says which is meant.
    """
    name = member if isinstance(member, str) else member.filename
    try:
        with archive.open(member) as stream:
            data = stream.read(most + 1)
    except KeyError:
        return None
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as error:
        raise UnreadableRecord(f"{name} is damaged inside the archive; make it again.") from error
    except Exception as error:
        if type(error).__name__ in ("error", "LZMAError"):
            raise UnreadableRecord(f"{name} is damaged inside the archive; make it again.") from error
        raise
    if len(data) > most:
        raise UnreadableRecord(f"{name} is larger than {most // 2**20} MiB; split it.")
    return data
