"""What a reader is, what it is given, and what comes of a file.

In: a `Candidate` (one file on disk, in an archive or in an upload) and a `Context` (the files around
it). Out: `StatementDraft`s, or `UnreadableRecord` with one sentence that says what to add or change.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import BinaryIO, Protocol, TypeVar

from index.errors import OnRecordError, UnreadableRecord
from index.model import StatementDraft
from index.readers.ziparchive import Bounds

MAX_BYTES = 64 * 2**20
T = TypeVar("T")
Spend = Callable[[int], None]


def free(_: int) -> None:
    """Outside archives a file may give any number of passages."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that gave statements; `path` is relative to the folder added, with forward slashes.

    `uploaded`: `absolute` is a place on the sender's machine, or "", and is never looked for on this one.
    `spend` is told how many passages each statement was cut into before it is stored; it raises `OverBudget`
    where the archive that the file lay in gives too many.
    """

    path: str
    absolute: str
    sha256: str
    drafts: tuple[StatementDraft, ...]
    uploaded: bool = False
    spend: Spend = field(default=free, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that gave none, and why, in one sentence."""

    path: str
    reason: str


FileOutcome = ReadFile | Skipped


class Candidate:
    """A file that may be a record; `path` is relative to the root, members as `archive.zip/inner.txt`.

    Bytes are read once and kept for the life of the candidate. `absolute` names the file on disk
    ("" for uploads), for reports only: read through `read` or `open`.
    """

    __slots__ = ("_data", "_open", "absolute", "path", "size")

    def __init__(self, path: str, size: int, open_: Callable[[], BinaryIO], absolute: str = "") -> None:
        self.path, self.size, self.absolute = path, size, absolute
        self._open = open_
        self._data: bytes | None = None

    @classmethod
    def of_bytes(cls, path: str, data: bytes, absolute: str = "") -> Candidate:
        return cls(path, len(data), lambda: io.BytesIO(data), absolute)

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def suffix(self) -> str:
        """The last suffix in lower case, with its dot."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def folder(self) -> str:
        """The folder's path, "" at the root."""
        return self.path.rpartition("/")[0]

    def open(self) -> BinaryIO:
        """A new binary stream; for files too large to hold."""
        return self._open()

    def head(self, count: int = 4096) -> bytes:
        """The first `count` bytes."""
        if self._data is not None:
            return self._data[:count]
        with self._open() as stream:
            return stream.read(count)

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """All bytes; raises UnreadableRecord beyond `limit`."""
        if self._data is None:
            if self.size > limit:
                raise UnreadableRecord(_too_large(limit))
            with self._open() as stream:
                self._data = stream.read(limit + 1)
        if len(self._data) > limit:
            raise UnreadableRecord(_too_large(limit))
        return self._data


def told_of(error: OnRecordError | OSError) -> str:
    """Why a file could not be read, on one line, since libraries quote the lines they stumble over."""
    told = str(error)
    if isinstance(error, OSError):
        told = f"Could not be read ({error.strerror or error}); check its rights."
    return one_line(told)


def one_line(told: str) -> str:
    """The words on one line, what cannot be printed replaced."""
    return "".join(char if char.isprintable() else "\ufffd" for char in " ".join(told.split()))


def _too_large(limit: int) -> str:
    return f"The file is larger than {limit // 2**20} MiB; split it into smaller records."


class Files(Protocol):
    """A tree of files: a folder on disk, the inside of an archive, an upload of one file."""

    def paths(self) -> Iterable[str]:
        """Every regular file, relative with forward slashes, in reading order, hidden ones left out."""

    def find(self, path: str) -> Candidate | None:
        """The file at `path`, or None. The candidate's own path is `path`."""


class Context:
    """The files around a candidate, and values worked out once for all of them (parsed tables).

    Paths are those of the candidates of one tree. Inside an archive the folders around the archive
    follow as `outer`, so that a table beside an archive serves its members. `faults` are the tables on
    disk that could not be used, by place, and why.
    """

    def __init__(self, files: Files, outer: Context | None = None, prefix: str = "") -> None:
        self.files, self.outer, self.prefix = files, outer, prefix
        self._kept: dict[tuple[str, str], object] = {}
        self._named: dict[str, Candidate | None] = {}
        self.faults: dict[str, str] = outer.faults if outer is not None else {}

    def beside(self, candidate: Candidate, name: str) -> Candidate | None:
        """The file called `name` in the candidate's own folder."""
        return self.files.find(f"{candidate.folder}/{name}" if candidate.folder else name)

    def around(self, candidate: Candidate, name: str) -> Iterator[Candidate]:
        """Files called `name` in the candidate's folder and its parents up to the root, nearest first."""
        folder = PurePosixPath(candidate.path).parent
        for level in (folder, *folder.parents):
            found = self._find(name if str(level) == "." else f"{level}/{name}")
            if found is not None:
                yield found
        if self.outer is not None:
            yield from self.outer.around(Candidate.of_bytes(self.prefix, b""), name)

    def note_fault(self, found: Candidate, error: OnRecordError | OSError) -> None:
        """Keep why a table on disk could not be used."""
        if found.absolute:
            self.faults[found.absolute] = told_of(error)

    def _find(self, path: str) -> Candidate | None:
        if path not in self._named:
            self._named[path] = self.files.find(path)
        return self._named[path]

    def once(self, kind: str, key: str, make: Callable[[], T]) -> T:
        """`make()` the first time, the same value or refusal afterwards."""
        place = (kind, key)
        if place not in self._kept:
            try:
                self._kept[place] = make()
            except UnreadableRecord as error:
                self._kept[place] = error
        if isinstance(found := self._kept[place], UnreadableRecord):
            raise found
        return found  # type: ignore[return-value]


class Reader(Protocol):
    """One format. A new one is one file here and one line in `table.py`."""

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Lower-case suffixes with the dot; a file with another suffix is not offered."""

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        """Is this file of the format? Cheap: name, head, neighbours. Never raises for odd content."""

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        """At least one draft; raises UnreadableRecord with one sentence saying what is wrong, what to do."""


class KnownBySuffix:
    """A reader of every file that has one of its suffixes."""

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        return True


class Container(Protocol):
    """A file that holds files (an archive): its members are read one by one as files of their own."""

    @property
    def suffixes(self) -> tuple[str, ...]: ...

    def accepts(self, candidate: Candidate) -> bool: ...

    def open(self, candidate: Candidate, bounds: Bounds) -> AbstractContextManager[Files]:
        """The members as a tree with paths relative to the archive; within bounds of size, count, ratio.

        Raises UnreadableRecord for a damaged or hostile archive, also while members are read.
        """
