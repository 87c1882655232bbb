"""Files and folders -> what came of each file, one by one, in a fixed order.

In: paths, or the bytes of an upload. Out: `ReadFile` or `Skipped` for every file that is not a companion of
others. Hidden files and indexes are left out; links out of the root, special files and what may not be read
are skipped; nothing stops the rest.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from index.errors import InvalidInput, OnRecordError
from index.process.owner import LOCK
from index.readers.base import (
    MAX_BYTES,
    Candidate,
    Container,
    Context,
    FileOutcome,
    Files,
    Reader,
    ReadFile,
    Skipped,
    one_line,
    told_of,
)
from index.readers.table import CONTAINERS, READERS, check_companion, is_companion

MAX_DEPTH = 3
NOT_A_FILE = (
    "Not a regular file inside the folder, or it may not be read: check its rights, or copy it there."
)


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
        """The files below; a folder that may not be read is given as if it were one, for `find` to refuse."""
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
    """The tree of an upload of several files, by relative path; `folder`: where they lie at the sender's."""

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


def read_uploads(files: Mapping[str, bytes], folder: str = "") -> Iterator[FileOutcome]:
    """What came of uploaded files, given by relative path; one is the context of another, as on disk.

    `folder` is where they lie on the sender's machine: the same name in two folders is two files.
    """
    tree = Uploads(files, folder)
    for outcome in _read_tree(tree, Context(tree), "", 0):
        yield replace(outcome, uploaded=True) if isinstance(outcome, ReadFile) else outcome


def read_paths(paths: Sequence[Path]) -> Iterator[FileOutcome]:
    """What came of every file under `paths`; raises InvalidInput for a path that does not exist."""
    for path in paths:
        if not path.exists():
            raise InvalidInput(f"{path} does not exist; check the path.")
    faults: dict[str, str] = {}
    for path in paths:
        files = DiskFiles(path) if path.is_dir() else DiskFiles(path.parent, path.name)
        context = Context(files)
        yield from _read_tree(files, context, "", 0)
        faults |= context.faults
    yield from _tables_outside(faults, paths)


def _tables_outside(faults: Mapping[str, str], paths: Sequence[Path]) -> Iterator[Skipped]:
    """Tables that served nothing and stand beside a file given by itself: no walk has come by them."""
    walked = [path.resolve() for path in paths]
    for place, reason in faults.items():
        if not any(Path(place).is_relative_to(root) for root in walked):
            yield Skipped(Path(place).name, reason)


def read_bytes(name: str, data: bytes) -> FileOutcome:
    """What came of an uploaded file called `name`; of an archive, its first statement file or the refusal."""
    upload = OneUpload(PurePosixPath(name.replace("\\", "/")).name or "upload", data)
    candidate = upload.find(next(iter(upload.paths())))
    if candidate is None or _container(candidate):
        return Skipped(name, "Archives cannot be uploaded; add them from the command line.")
    return _read_one(candidate, Context(upload), candidate.path) or Skipped(
        candidate.path, "This file only describes others; upload the statements themselves."
    )


def _read_tree(
    files: Files, context: Context, prefix: str, depth: int, archive: str = ""
) -> Iterator[FileOutcome]:
    """`archive` is where on disk the archive lies whose members these are."""
    for path in files.paths():
        candidate = files.find(path)
        shown = prefix + path
        if candidate is None:
            yield Skipped(shown, NOT_A_FILE)
            continue
        try:
            if (container := _container(candidate)) is not None:
                yield from _read_container(container, candidate, context, shown, depth, archive)
            elif (outcome := _read_one(candidate, context, shown, archive)) is not None:
                yield outcome
        except OSError as error:
            yield Skipped(shown, told_of(error))


def _read_container(
    container: Container, candidate: Candidate, context: Context, shown: str, depth: int, archive: str
) -> Iterator[FileOutcome]:
    if depth >= MAX_DEPTH:
        yield Skipped(shown, f"Archives are nested deeper than {MAX_DEPTH}; unpack it and add the folder.")
        return
    try:
        with container.open(candidate) as members:
            inner, lies = Context(members, context, candidate.path), candidate.absolute or archive
            yield from _read_tree(members, inner, shown + "/", depth + 1, lies)
    except OnRecordError as error:
        yield Skipped(shown, told_of(error))


def _container(candidate: Candidate) -> Container | None:
    name = candidate.name.lower()
    fitting = (c for c in CONTAINERS if name.endswith(c.suffixes))
    return next((c for c in fitting if c.accepts(candidate)), None)


def _read_one(candidate: Candidate, context: Context, shown: str, archive: str = "") -> FileOutcome | None:
    """None for sound companions. Any failure of a reader is that file's alone; raises OSError where it
    lies in the disk."""
    try:
        if is_companion(candidate.name):
            check_companion(candidate, context)
            return None
        reader = _reader(candidate, context)
        if reader is None:
            return Skipped(shown, _unknown(candidate))
        drafts = reader.read(candidate, context)
        return ReadFile(shown, candidate.absolute or archive, _digest(candidate), drafts)
    except OnRecordError as error:
        return Skipped(shown, told_of(error))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault in one reader must not stop the others' files
        return Skipped(
            shown, one_line(f"Could not be read ({type(error).__name__}: {error}); please report this file.")
        )


def _reader(candidate: Candidate, context: Context) -> Reader | None:
    fitting = (r for r in READERS if candidate.suffix in r.suffixes)
    return next((r for r in fitting if r.accepts(candidate, context)), None)


def _unknown(candidate: Candidate) -> str:
    known = sorted({suffix for reader in READERS for suffix in reader.suffixes})
    if candidate.suffix in known:
        return "Not one of the layouts that are read; see the documentation of formats."
    suffix = one_line(candidate.suffix) or "A file without suffix"
    return f"{suffix} is not read; records are {', '.join(known)}."


def _digest(candidate: Candidate) -> str:
    if candidate.size <= MAX_BYTES:
        return hashlib.sha256(candidate.read()).hexdigest()
    digest = hashlib.sha256()
    with candidate.open() as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
