"""Which statements share word runs with a quotation: hashed runs of letters in sorted arrays.

In: statements as folded streams. Out: statement numbers ranked by how many runs of the quotation they hold. A
run is the RUN letters and digits that follow the beginning of a word, without blanks, with the look-alikes of
optical recognition made one. An exact quotation shares all its runs with its statement, so none is missed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from index.text.lexicon import LOOK_ALIKES

RUN = 12
NUMBER_BITS = 24
SEGMENTS = 8
BATCH = 1 << 23
_ALIKE = str.maketrans({read: printed for read, printed in LOOK_ALIKES if read in "l106"})
_NUMBER = np.uint64((1 << NUMBER_BITS) - 1)
Keys = npt.NDArray[np.uint64]


class RunIndex:
    """Sorted arrays of (hash of run, statement number), one array per addition, merged when many.

    Statement numbers are the caller's, below 2**24, and never given twice.
    """

    def __init__(self, keys: Keys | None = None) -> None:
        self._segments: list[Keys] = [] if keys is None or not len(keys) else [keys]

    def add(self, streams: Sequence[tuple[int, str]]) -> None:
        """Adds (number, folded stream) pairs."""
        parts = [run_keys(batch) for batch in _batches(streams)]
        if parts:
            self._segments.append(_sorted(parts))
        if len(self._segments) > SEGMENTS:
            self._segments = [_sorted(self._segments)]

    def holding(self, stream: str, limit: int) -> list[npt.NDArray[np.int64]]:
        """For each run of `stream`, rarest first, the numbers that hold it; stops beyond `limit` numbers."""
        hashes = np.unique(run_keys([(0, stream)]) >> np.uint64(NUMBER_BITS))
        lists = [self._numbers(value) for value in hashes]
        lists = sorted((found for found in lists if len(found)), key=len)
        kept = 1 + int(np.searchsorted(np.cumsum([len(found) for found in lists]), limit)) if lists else 0
        return lists[:kept]

    def renumbered(self, numbers: npt.NDArray[np.int64]) -> Keys:
        """All keys in order, each statement under the new number given for its old one; -1 leaves it out.

        The new numbers must ascend with the old ones.
        """
        keys = np.empty(0, np.uint64) if not self._segments else _sorted(self._segments)
        new = numbers[(keys & _NUMBER).astype(np.int64)]
        live = new >= 0
        return (keys[live] & ~_NUMBER) | new[live].astype(np.uint64)

    def _numbers(self, value: np.uint64) -> npt.NDArray[np.int64]:
        low = np.uint64(int(value) << NUMBER_BITS)
        found = []
        for keys in self._segments:
            start, end = np.searchsorted(keys, low, "left"), np.searchsorted(keys, low | _NUMBER, "right")
            found.append(keys[start:end] & _NUMBER)
        return _unique(found).astype(np.int64)


def _unique(parts: Sequence[Keys]) -> Keys:
    """The numbers of ascending parts once each, ascending; one part need not be sorted again."""
    held = [part for part in parts if len(part)]
    if not held:
        return np.empty(0, np.uint64)
    numbers = held[0] if len(held) == 1 else np.sort(np.concatenate(held))
    first: npt.NDArray[np.bool_] = np.append(True, numbers[1:] != numbers[:-1])
    return np.asarray(numbers[first], np.uint64)


def _batches(streams: Sequence[tuple[int, str]]) -> Iterable[list[tuple[int, str]]]:
    batch: list[tuple[int, str]] = []
    size = 0
    for number, stream in streams:
        batch.append((number, stream))
        size += len(stream)
        if size > BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _sorted(parts: Sequence[Keys]) -> Keys:
    keys = np.concatenate(parts)
    keys.sort()
    return keys


def run_keys(streams: Sequence[tuple[int, str]]) -> Keys:
    """One key per word that has RUN letters to the end of its stream: 40 bits of hash, 24 of number."""
    joined = "\0".join(stream.translate(_ALIKE).replace("rn", "m") for _, stream in streams)
    raw = np.frombuffer(joined.encode(), np.uint8)
    begins = np.concatenate([[True], raw[:-1] <= 32]) & (raw > 32) if len(raw) else np.empty(0, bool)
    solid = raw != 32
    letters, begins = raw[solid], begins[solid]
    ends = np.flatnonzero(letters == 0)
    starts = np.flatnonzero(begins)
    owner = np.searchsorted(ends, starts)
    limits = np.append(ends, len(letters))[owner]
    whole = starts + RUN <= limits
    starts, owner = starts[whole], owner[whole]
    numbers = np.array([number for number, _ in streams], np.uint64)
    return (_hash(letters, starts) << np.uint64(NUMBER_BITS)) | numbers[owner]


def _hash(letters: npt.NDArray[np.uint8], starts: npt.NDArray[np.int64]) -> Keys:
    """Forty mixed bits of the RUN letters from each start (multiplicative hashing, Knuth 6.4)."""
    value = np.zeros(len(starts), np.uint64)
    for step in range(RUN):
        value = value * np.uint64(0x100000001B3) + letters[starts + step]
    value ^= value >> np.uint64(29)
    value *= np.uint64(0x9E3779B97F4A7C15)
    return value >> np.uint64(NUMBER_BITS)
