"""A gzip stream in which one can go back, within bounds.

In: the packed stream. Out: its bytes, at any place. Members of an archive are looked at out of their order,
and more than once; marks along the way save inflating everything before them again. Refuses to grow past the
bounds, as bombs do.
"""

from __future__ import annotations

import io
import zlib
from bisect import bisect_right
from dataclasses import dataclass
from typing import BinaryIO

from index.errors import UnreadableRecord
from index.readers.ziparchive import Bounds

BOMB = "The archive unpacks to far more than its size, as bombs do; unpack it yourself if you trust it."
CUT_OFF = "The stream ends before its end is marked."
CHUNK = 16 * 1024
"""Packed bytes read at a time."""
BLOCK = 64 * 1024
"""Bytes inflated at a time at most."""
MOST_MARKS = 256
GZIP = 16 + zlib.MAX_WBITS
"""The format, for zlib: one member with its head and its checksum."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """How inflating stood before the byte `at`; `packed` is where the packed stream is read on."""

    at: int
    packed: int
    state: zlib._Decompress


class Inflated(io.RawIOBase):
    """`packed` is the size of the packed stream, in bytes."""

    def __init__(self, stream: BinaryIO, packed: int, bounds: Bounds) -> None:
        self._stream, self._state, self._rest = stream, zlib.decompressobj(GZIP), b""
        self._most = min(bounds.total, max(bounds.ratio * packed, 8 * bounds.least))
        self._single = bounds.member + 2**20
        self._marks, self._apart = [_Mark(0, stream.tell(), self._state.copy())], BLOCK
        self._block, self._block_at, self._at = b"", 0, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence != io.SEEK_SET or not 0 <= offset <= self._most:
            raise UnreadableRecord(BOMB)
        if not self._block_at <= offset <= self._end:
            mark = self._marks[bisect_right(self._marks, offset, key=lambda mark: mark.at) - 1]
            if offset < self._block_at or mark.at > self._end:
                self._go_to(mark)
            while offset > self._end and self._go_on():
                pass
        self._at = min(offset, self._end)
        return self._at

    def read(self, size: int = -1) -> bytes:
        if size < 0 or size > self._single or self._at + size > self._most + self._single:
            raise UnreadableRecord(BOMB)
        parts, wanted = [], size
        while wanted and (self._at < self._end or self._go_on()):
            part = self._block[self._at - self._block_at :][:wanted]
            parts.append(part)
            self._at += len(part)
            wanted -= len(part)
        return b"".join(parts)

    @property
    def _end(self) -> int:
        """The end of what is inflated at present."""
        return self._block_at + len(self._block)

    def _go_on(self) -> bool:
        """To the next block; False at the end."""
        block_at = self._end
        if block_at >= self._marks[-1].at + self._apart:
            self._set_mark(block_at)
        block = self._inflate()
        if block:
            self._block, self._block_at = block, block_at
        return bool(block)

    def _go_to(self, mark: _Mark) -> None:
        self._stream.seek(mark.packed)
        self._state, self._rest = mark.state.copy(), b""
        self._block, self._block_at = b"", mark.at

    def _set_mark(self, at: int) -> None:
        """Every second one goes once there are many, so that they never hold more than a few megabytes."""
        if len(self._marks) == MOST_MARKS:
            self._marks, self._apart = self._marks[::2], 2 * self._apart
        self._marks.append(_Mark(at, self._stream.tell(), self._state.copy()))

    def _inflate(self) -> bytes:
        """The next bytes, none at the end. Raises EOFError and zlib.error for a damaged stream."""
        while True:
            if self._state.eof and not self._begin_member():
                return b""
            packed = self._rest or self._state.unconsumed_tail or self._stream.read(CHUNK)
            block, self._rest = self._state.decompress(packed, BLOCK), b""
            if block:
                return block
            if not packed and not self._state.eof:
                raise EOFError(CUT_OFF)

    def _begin_member(self) -> bool:
        """A stream may have several members, with zeros behind them; False behind the last."""
        rest = self._state.unused_data.lstrip(b"\0")
        while not rest:
            read = self._stream.read(CHUNK)
            if not read:
                return False
            rest = read.lstrip(b"\0")
        self._state, self._rest = zlib.decompressobj(GZIP), rest
        return True

    def close(self) -> None:
        self._stream.close()
        super().close()
