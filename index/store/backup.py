"""Backups: one file that holds everything of an index that cannot be rebuilt, and proves itself.

In: a data directory, which a service may be writing to. Out: a tar archive of the manifest, the record store
as one revision shows it and the files of a model of its own; behind it a line with the SHA-256 of all before.
Vectors published to Chroma are left out: a service builds them from the store. Refuses, without changing
anything, a file with a byte missing or changed.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from index.errors import DAMAGED, InvalidInput, NotFound, StorageFailed, storage_errors
from index.process.files import digest, flush
from index.store.record_store import RecordStore
from index.store.schema import DATABASE, connect, require_store

KIND = 1
"""The form of backups; a later one is refused by this version."""
KEPT = ("models",)
"""Folders of a data directory that cannot be rebuilt, beside the store."""
MANIFEST = "manifest.json"
SEAL = re.compile(rb"sha256 ([0-9a-f]{64})\n\Z")
SEAL_LENGTH = len(b"sha256 ") + 64 + 1
NAME = re.compile(rf"{re.escape(DATABASE)}|(?:{'|'.join(KEPT)})(?:/[\w][\w.-]*)+")
CHUNK = 2**20
NOT_WHOLE = (
    "{} is not a whole backup of On Record (it is cut, or a byte of it has changed): use another copy."
)
PAGE = 100
"""Statements whose seals are compared together."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: the form it has, the state of the index, how many statements, how many of those
    are damaged and so not quoted, and SHA-256 by file."""

    kind: int
    index: str
    statements: int
    damaged: int
    files: Mapping[str, str]


def write_backup(data_dir: Path, target: Path, overwrite: bool = False) -> Manifest:
    """Writes a backup and reads it back; `target` is there whole, or as it was before.

    Raises NotFound where there is no index, InvalidInput where the target is there and may not be replaced,
    or its folder is not.
    """
    require_store(data_dir / DATABASE)
    if target.exists() and not (overwrite and target.is_file()):
        raise InvalidInput(f"{target} is there already: name another file, or add --overwrite.")
    if not target.absolute().parent.is_dir():
        raise InvalidInput(f"There is no folder {target.parent} to write {target.name} to; make it first.")
    with storage_errors(), _beside(target) as folder:
        snapshot = folder / DATABASE
        _copy(data_dir / DATABASE, snapshot)
        files = {DATABASE: snapshot, **dict(_kept(data_dir))}
        manifest = Manifest(
            KIND, *_looked_through(snapshot), {name: digest(path) for name, path in files.items()}
        )
        _write(folder / "backup", manifest, files)
        check_backup(folder / "backup", str(target))
        os.replace(folder / "backup", target)
        flush(target.absolute().parent)
    return manifest


def check_backup(path: Path, called: str = "") -> Manifest:
    """What the backup holds; raises InvalidInput unless every byte of it is as it was written."""
    try:
        with open(path, "rb") as file:
            if _sealed(file):
                return _manifest(file)
    except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise InvalidInput(NOT_WHOLE.format(called or path)) from error
    except OSError as error:
        raise NotFound(
            f"{path} cannot be read ({error.strerror}): name a file that `backup` wrote."
        ) from error
    raise InvalidInput(NOT_WHOLE.format(called or path))


def unpack_backup(path: Path, folder: Path) -> Manifest:
    """Writes the backup's files into a folder, each compared with its hash, and flushes them to the disk."""
    manifest = check_backup(path)
    with storage_errors(), tarfile.open(path, "r:") as archive:
        for name, wanted in manifest.files.items():
            held = archive.extractfile(name)
            if held is None:
                raise InvalidInput(NOT_WHOLE.format(path))
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with held, open(folder / name, "wb") as file:
                shutil.copyfileobj(held, file, CHUNK)
                os.fsync(file.fileno())
            if digest(folder / name) != wanted:
                raise InvalidInput(NOT_WHOLE.format(path))
    return manifest


def _copy(database: Path, copy: Path) -> None:
    """The store as it is at one moment, while others may write to it."""
    with closing(connect(database, writing=False)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _looked_through(database: Path) -> tuple[str, int, int]:
    """State, statements, and those that are damaged; raises StorageFailed where SQLite finds its file so."""
    with closing(RecordStore.open(database, fingerprint=None, segmentation=None, create=False)) as store:
        if store.faults():
            raise StorageFailed(DAMAGED)
        for page in store.pages(PAGE):
            store.whole(page)
        return store.state(), store.stats().statements, len(store.damage.found)


def _kept(data_dir: Path) -> Iterator[tuple[str, Path]]:
    for folder in KEPT:
        for path in sorted((data_dir / folder).rglob("*")):
            name = path.relative_to(data_dir).as_posix()
            if path.is_file() and NAME.fullmatch(name):
                yield name, path


def _write(path: Path, manifest: Manifest, files: Mapping[str, Path]) -> None:
    with open(path, "w+b", opener=_private) as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
            told = json.dumps(asdict(manifest), indent=1).encode()
            archive.addfile(_member(MANIFEST, len(told)), io.BytesIO(told))
            for name, source in files.items():
                with open(source, "rb") as held:
                    archive.addfile(_member(name, os.fstat(held.fileno()).st_size), held)
        length = file.tell()
        file.seek(0)
        seal = f"sha256 {_digest_of(file, length)}\n"
        file.seek(length)
        file.write(seal.encode())
        file.flush()
        os.fsync(file.fileno())


def _private(path: str, flags: int) -> int:
    """A backup holds the record: it is for its owner alone, whatever the process gives others."""
    return os.open(path, flags, 0o600)


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _sealed(file: IO[bytes]) -> bool:
    length = file.seek(0, os.SEEK_END) - SEAL_LENGTH
    if length < 0:
        return False
    file.seek(length)
    seal = SEAL.match(file.read())
    file.seek(0)
    return seal is not None and _digest_of(file, length) == seal[1].decode()


def _manifest(file: IO[bytes]) -> Manifest:
    """Of a file whose seal fits; raises InvalidInput for one of a later version."""
    file.seek(0)
    with tarfile.open(fileobj=file, mode="r:") as archive:
        held = archive.extractfile(MANIFEST)
        found = json.loads(held.read()) if held else {}
    manifest = Manifest(
        int(found["kind"]),
        str(found["index"]),
        int(found["statements"]),
        int(found["damaged"]),
        dict(found["files"]),
    )
    if manifest.kind != KIND:
        raise InvalidInput(
            f"The backup has form {manifest.kind}, this version reads form {KIND}: restore it with the "
            "version of onrecord that wrote it."
        )
    if DATABASE not in manifest.files or not all(NAME.fullmatch(name) for name in manifest.files):
        raise ValueError(manifest.files)
    return manifest


def _digest_of(file: IO[bytes], length: int) -> str:
    found = hashlib.sha256()
    while length > 0 and (some := file.read(min(CHUNK, length))):
        found.update(some)
        length -= len(some)
    return found.hexdigest()


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A private folder on the target's own disk, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name[:80]}-", dir=target.absolute().parent) as folder:
        yield Path(folder)
