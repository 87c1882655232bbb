"""A backup put in place of an index, whole or not at all.

In: a backup's file and a data directory nobody owns. Out: the index as it was when the backup was written, in
this version's format. Refuses a backup that is not whole before anything is touched, and a directory that
holds something unless told to replace it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import InvalidInput, storage_errors
from index.process.files import flush
from index.process.owner import LOCK, NOTE, Owner
from index.store.backup import KEPT, Manifest, check_backup, unpack_backup
from index.store.record_store import RecordStore
from index.store.schema import DATABASE

NEW, OLD = ".restoring", ".replaced"
DERIVED, ARRAYS = "vectors", "arrays"
"""Folders of what was made from the store: Chroma's index, and arrays as files."""
REPLACED = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", *KEPT, DERIVED, ARRAYS)
"""What of a data directory is the index, the store first: where it is missing, nothing is taken for one."""


def restore_backup(backup: Path, data_dir: Path, overwrite: bool = False) -> Manifest:
    """Raises InvalidInput (not a whole backup, or something is there), IndexBusy, IndexMismatch."""
    check_backup(backup)
    with Owner.acquire(data_dir), storage_errors():
        held = sorted(entry.name for entry in data_dir.iterdir() if entry.name not in (LOCK, NOTE, NEW))
        if held and not overwrite:
            raise InvalidInput(
                f"{data_dir} is not empty ({', '.join(held[:3])}): name another folder, or add --overwrite."
            )
        with _folder(data_dir / NEW) as new:
            manifest = unpack_backup(backup, new)
            RecordStore.open(new / DATABASE, fingerprint=None, segmentation=None, create=False).close()
            _swap(new, data_dir)
    return manifest


def _swap(new: Path, data_dir: Path) -> None:
    """Sets aside what is there, the store first, and puts what is new in its place, the store last. Where
    this is cut short, there is no index rather than half of each, and the old one lies whole in
    `.replaced`."""
    with _folder(data_dir / OLD) as old:
        try:
            for name in REPLACED:
                _move(data_dir / name, old / name)
            for name in (*KEPT, DATABASE):
                _move(new / name, data_dir / name)
        except BaseException:
            for name in reversed([name for name in REPLACED if (old / name).exists()]):
                _move(data_dir / name, new / name)
                _move(old / name, data_dir / name)
            raise
        flush(data_dir)


def _move(path: Path, to: Path) -> None:
    if path.exists():
        os.replace(path, to)


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """A private folder, empty at first and gone afterwards."""
    if path.exists():
        shutil.rmtree(path)
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path)
