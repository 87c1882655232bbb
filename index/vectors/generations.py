"""The folders a published index lives in, and the pointer that names the one to trust.

In: a root folder. Out: `CURRENT` (generation, applied row, fingerprint, count), finished generations
`gen-n`, half-built ones `building-n`, at most one `quarantine-n`. A generation is never changed once it is
named gen-n; the pointer is replaced in one step. Refuses a generation whose files are not, to the byte,
those that were checked when it was published.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from index.process.files import digest, flush

CURRENT = "CURRENT"
MANIFEST = "manifest.json"
DUPLICATES = "twins.npy"
_LIVING = "chroma.sqlite3"
"""Chroma writes a row to this file whenever it opens it, so it has no checksum; its rows are compared."""
_FOLDER = re.compile(r"(gen|building|quarantine)-(\d+)\Z")


class Damaged(Exception):
    """A generation is not what was published."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """What CURRENT names."""

    generation: int
    applied_row: int
    fingerprint: str
    count: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was when it was checked; `dropped` rows were deleted since it was built anew."""

    applied_row: int
    fingerprint: str
    dropped: int
    files: dict[str, tuple[int, str]]


class Generations:
    """The root folder of a published index."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> Pointer | None:
        """None where nothing is published, or the pointer cannot be read or names no folder."""
        pointer = read_pointer(self.root / CURRENT)
        return pointer if pointer and self.folder(pointer.generation).is_dir() else None

    def lies(self, pointer: Pointer) -> bool:
        """Is it this one that is published, with every file in its size?"""
        try:
            read_manifest(self.folder(pointer.generation))
        except (Damaged, OSError):
            return False
        return self.current() == pointer

    def folder(self, generation: int) -> Path:
        return self.root / f"gen-{generation}"

    def building(self, generation: int) -> Path:
        return self.root / f"building-{generation}"

    def next(self, after: int) -> int:
        """A number no folder has had, as far as the folder and the caller (`after`) know."""
        pointer = read_pointer(self.root / CURRENT)
        taken = [number for _, number, _ in self._folders()]
        return max([after, *taken, pointer.generation if pointer else 0]) + 1

    def finish(self, generation: int) -> None:
        """building-n, flushed, becomes gen-n."""
        flush_tree(self.building(generation))
        self.building(generation).rename(self.folder(generation))
        flush(self.root)

    def flip(self, pointer: Pointer) -> None:
        write_pointer(self.root / CURRENT, pointer)

    def sweep(self) -> None:
        """Removes half-built folders and, once something is published, all but it and the one before."""
        current = self.current()
        finished = sorted(number for kind, number, _ in self._folders() if kind == "gen")
        kept = finished
        if current is not None:
            earlier = [number for number in finished if number < current.generation]
            kept = [current.generation, *earlier[-1:]]
        for kind, number, folder in self._folders():
            if kind == "building" or (kind == "gen" and number not in kept):
                shutil.rmtree(folder)

    def quarantine(self, generation: int) -> None:
        """Sets a damaged generation aside; only the latest is kept for whoever wants to look at it."""
        if not self.folder(generation).is_dir():
            return
        for kind, _, folder in self._folders():
            if kind == "quarantine":
                shutil.rmtree(folder)
        self.folder(generation).rename(self.root / f"quarantine-{generation}")
        flush(self.root)

    def _folders(self) -> list[tuple[str, int, Path]]:
        matches = [(_FOLDER.match(entry.name), entry) for entry in sorted(self.root.iterdir())]
        return [(match[1], int(match[2]), entry) for match, entry in matches if match]

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Waits for the process that publishes here; the kernel releases the lock however that process
        ends."""
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / "publishing.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def write_manifest(folder: Path, applied_row: int, fingerprint: str, dropped: int) -> None:
    files = {name: (path.stat().st_size, digest(path)) for name, path in _fixed_files(folder)}
    manifest = Manifest(applied_row, fingerprint, dropped, files)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest)))


def read_manifest(folder: Path) -> Manifest:
    """Raises Damaged where a file is missing or has another size: what is then safe to copy or open."""
    try:
        held = json.loads((folder / MANIFEST).read_text())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in held["files"].items()}
        manifest = Manifest(int(held["applied_row"]), str(held["fingerprint"]), int(held["dropped"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(f"{folder.name} has no readable manifest.") from error
    sizes = {name: path.stat().st_size for name, path in _fixed_files(folder)}
    if sizes != {name: size for name, (size, _) in files.items()}:
        raise Damaged(f"The files of {folder.name} do not have the sizes they were published with.")
    return manifest


def check_files(folder: Path) -> Manifest:
    """Raises Damaged where any byte differs from what was published."""
    manifest = read_manifest(folder)
    for name, (_, wanted) in manifest.files.items():
        if digest(folder / name) != wanted:
            raise Damaged(f"{name} of {folder.name} is not what was published.")
    return manifest


def copy_generation(source: Path, target: Path) -> None:
    """Copies what the manifest names and Chroma's database: never a file that has grown since."""
    names = [*read_manifest(source).files, *(path.name for path in source.glob(f"{_LIVING}*"))]
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, target / name)


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def read_pointer(path: Path) -> Pointer | None:
    try:
        held = json.loads(path.read_text())
        return Pointer(
            int(held["generation"]), int(held["applied_row"]), str(held["fingerprint"]), int(held["count"])
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_pointer(path: Path, pointer: Pointer) -> None:
    """Replaces the pointer in one durable step."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(json.dumps(asdict(pointer)))
    flush(draft)
    os.replace(draft, path)
    flush(path.parent)


def flush_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        flush(path)


def _fixed_files(folder: Path) -> list[tuple[str, Path]]:
    found = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    names = [(path.relative_to(folder).as_posix(), path) for path in found]
    return [(name, path) for name, path in names if name != MANIFEST and not name.startswith(_LIVING)]
