"""Arrays in one file, opened as they lie: what was worked out once is mapped, not read and built again.

In: named arrays and a note. Out: the same, read-only, or nothing where the file is not, to the byte count and
the sum of each array, what was written. A file is replaced in one step and never changed, so that whoever has
it open goes on reading the old one.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt

from index.process.files import flush

Array = npt.NDArray[Any]
ALIGNED = 64
"""Bytes at a multiple of which each array begins."""
STEP = 1 << 24
"""Bytes written, or added up, at a time."""
_END = struct.Struct("<8sQQI")
"""What a file ends with: a mark, where the table of arrays begins, its length and its checksum."""
_MARK = b"ORarray1"


@dataclass(frozen=True, slots=True)
class ArrayFile:
    """What a file holds."""

    note: str
    arrays: Mapping[str, Array]


def write_arrays(path: Path, note: str, arrays: Mapping[str, Sequence[Array]]) -> None:
    """Writes arrays, each given as parts to be joined, in place of what is there; on disk when this returns.

    Raises OSError, and leaves what was there.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        with open(os.open(new, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:
            table = [_written(file, name, parts) for name, parts in arrays.items()]
            told = json.dumps([note, table]).encode()
            at = _aligned(file)
            file.write(told + _END.pack(_MARK, at, len(told), zlib.crc32(told)))
        flush(new)
        os.replace(new, path)
        flush(path.parent)
    finally:
        new.unlink(missing_ok=True)


def read_arrays(path: Path) -> ArrayFile | None:
    """None where there is no file or it is not whole."""
    try:
        with open(path, "rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        held = memoryview(mapped)
        mark, at, length, checksum = _END.unpack(held[-_END.size :])
        told = held[at : at + length]
        if mark != _MARK or zlib.crc32(told) != checksum:
            return None
        note, table = json.loads(bytes(told))
        arrays = {name: _read(held, *entry) for name, *entry in table}
        if hasattr(mmap, "MADV_DONTNEED"):
            mapped.madvise(mmap.MADV_DONTNEED)  # read once for the sums; only what is asked for stays
        return ArrayFile(note, arrays)
    except (OSError, ValueError, struct.error):  # no file, an empty or a short one, or sums that differ
        return None


def _written(file: BinaryIO, name: str, parts: Sequence[Array]) -> list[Any]:
    at, total = _aligned(file), 0
    for part in parts:
        for block in _blocks(np.ascontiguousarray(part)):
            file.write(block)
    size = file.tell() - at
    file.seek(at)
    for start in range(0, size, STEP):
        total += added_up(np.frombuffer(file.read(min(STEP, size - start)), np.uint8))
    shape = [sum(len(part) for part in parts), *parts[0].shape[1:]]
    return [name, parts[0].dtype.str, shape, at, size, total % (1 << 64)]


def _read(held: memoryview, kind: str, shape: Sequence[int], at: int, size: int, total: int) -> Array:
    found = np.frombuffer(held[at : at + size], np.dtype(kind)).reshape(shape)
    if added_up(found) != total:
        raise ValueError("not what was written")
    return found


def added_up(array: Array) -> int:
    """A checksum as fast as memory: the sum of every eight bytes as a number, and of those left over."""
    raw = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
    whole = len(raw) - len(raw) % 8
    words = raw[:whole].view(np.uint64)
    with np.errstate(over="ignore"):
        return (int(words.sum(dtype=np.uint64)) + int(raw[whole:].sum(dtype=np.uint64))) % (1 << 64)


def _blocks(array: Array) -> Iterator[memoryview]:
    raw = array.reshape(-1).view(np.uint8).data
    return (raw[at : at + STEP] for at in range(0, len(raw), STEP))


def _aligned(file: BinaryIO) -> int:
    """The place the file goes on at, filled up to a multiple of `ALIGNED`."""
    file.write(bytes(-file.tell() % ALIGNED))
    return file.tell()
