"""The folders a published index lives in.

In: a root folder. Out: finished generations `gen-n`, of which the newest is the one to check and serve. A
generation is built whole in `building-n`, gets its name in one durable step, and is never changed after that.
Refuses one whose files are not, to the byte, those that were built.
"""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from index.process import faults
from index.process.files import digest, flush

MANIFEST = "manifest.json"
DUPLICATES = "twins.npy"
_LIVING = "chroma.sqlite3"
"""Chroma writes a row to this file whenever it opens it, so it has no checksum; its rows are compared."""
_FOLDER = re.compile(r"(gen|building)-(\d+)\Z")


class Damaged(Exception):
    """A generation is not what was published."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What is published: its number, up to which row, of which model, and how many rows."""

    generation: int
    applied_row: int
    fingerprint: str
    count: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was when it was built: size and digest of each file."""

    pointer: Pointer
    files: dict[str, tuple[int, str]]


class Generations:
    """The root folder of a published index."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Pointer | None:
        """The newest; None where there is none or it cannot be told what it is."""
        try:
            return _manifest_of(self.folder(self._newest())).pointer
        except Damaged:
            return None

    def lies(self, pointer: Pointer) -> bool:
        """Is it this one that is published, with every file in its size?"""
        try:
            return read_manifest(self.folder(self._newest())).pointer == pointer
        except (Damaged, OSError):
            return False

    def folder(self, generation: int) -> Path:
        return self.root / f"gen-{generation}"

    @contextmanager
    def building(self) -> Iterator[tuple[int, Path]]:
        """The next generation's number and empty folder: published if the block ends well, else removed.

        A number is the time, so that no folder gets the name of another that a process has open.
        """
        generation = max(time.time_ns(), self._newest() + 1)
        draft = self.root / f"building-{generation}"
        draft.mkdir()
        try:
            yield generation, draft
            for path in [*draft.rglob("*"), draft]:
                flush(path)
            faults.point("publish.before_flip")
            draft.rename(self.folder(generation))
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        flush(self.root)

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Waits for the process that publishes here, then removes all but the newest; the kernel releases the
        lock however that process ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / "publishing.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            newest = self.folder(self._newest())
            for entry in self.root.iterdir():
                if _FOLDER.match(entry.name) and entry != newest:
                    shutil.rmtree(entry)
            yield

    def _newest(self) -> int:
        matches = [_FOLDER.match(path.name) for path in self.root.glob("gen-*")]
        return max((int(match[2]) for match in matches if match), default=0)


def write_manifest(folder: Path, pointer: Pointer) -> None:
    files = {name: (path.stat().st_size, digest(path)) for name, path in _fixed_files(folder)}
    (folder / MANIFEST).write_text(json.dumps(asdict(Manifest(pointer, files))))


def read_manifest(folder: Path) -> Manifest:
    """Raises Damaged where a file is missing or has another size: what is then safe to open."""
    manifest = _manifest_of(folder)
    sizes = {name: path.stat().st_size for name, path in _fixed_files(folder)}
    if sizes != {name: size for name, (size, _) in manifest.files.items()}:
        raise Damaged(f"The files of {folder.name} do not have the sizes they were published with.")
    return manifest


def check_files(folder: Path) -> Manifest:
    """Raises Damaged where any byte differs from what was published."""
    manifest = read_manifest(folder)
    for name, (_, wanted) in manifest.files.items():
        if digest(folder / name) != wanted:
            raise Damaged(f"{name} of {folder.name} is not what was published.")
    return manifest


def pointer_of(held: dict[str, object]) -> Pointer:
    """Raises KeyError, TypeError or ValueError where it is none."""
    generation, applied_row, count = (int(str(held[key])) for key in ("generation", "applied_row", "count"))
    return Pointer(generation, applied_row, str(held["fingerprint"]), count)


def _manifest_of(folder: Path) -> Manifest:
    try:
        held = json.loads((folder / MANIFEST).read_text())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in held["files"].items()}
        return Manifest(pointer_of(held["pointer"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{folder.name} has no readable manifest.") from error


def _fixed_files(folder: Path) -> list[tuple[str, Path]]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = [(path.relative_to(folder).as_posix(), path) for path in found]
    return [(name, path) for name, path in names if name != MANIFEST and not name.startswith(_LIVING)]
