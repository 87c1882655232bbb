"""Folded statements as a file beside the record: a quotation is checked without folding the record anew.

In: folded texts by id, each with the mark of the text it was made of, or the file. Out: the same, mapped. A
statement whose mark is another one by now is folded anew by `folded_corpus`; the file may be deleted.
"""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.process.array_file import Array, read_arrays, write_arrays
from rag.quotation.run_index import Keys

FORM = 1
"""Raised whenever texts are folded, or runs hashed, in another way: tests/test_kept_folds.py tells."""
NAME = "quotations.arrays"
TEXTS = ("ids", "marks", "streams", "words")
Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Texts:
    """Many texts in one array of bytes."""

    letters: Bytes
    starts: Places

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> str:
        return self.raw(at).decode()

    def raw(self, at: int) -> bytes:
        return self.letters[self.starts[at] : self.starts[at + 1]].tobytes()


@dataclass(frozen=True, slots=True)
class Folds:
    """Folded statements by number, the runs of all of them, and how often each word occurs, by its bytes."""

    ids: Texts
    marks: Texts
    streams: Texts
    keys: Keys
    words: Texts
    counts: Places

    def count(self, word: str) -> int:
        wanted = word.encode()
        at = bisect_left(range(len(self.words)), wanted, key=self.words.raw)
        found = at < len(self.words) and self.words.raw(at) == wanted
        return int(self.counts[at]) if found else 0


def texts_of(texts: Iterable[bytes]) -> Texts:
    joined, ends = bytearray(), [0]
    for text in texts:
        joined += text
        ends.append(len(joined))
    return Texts(np.frombuffer(bytes(joined), np.uint8), np.array(ends, np.int64))


NONE = texts_of(())
NOTHING = Folds(NONE, NONE, NONE, np.empty(0, np.uint64), NONE, np.empty(0, np.int64))


class KeptFolds:
    """The file in a folder."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._note = json.dumps([FORM, unicodedata.unidata_version])

    def read(self) -> Folds:
        """What the file holds; nothing where there is none, or it is torn, or folded in another way."""
        file = read_arrays(self._path)
        if file is None or file.note != self._note:
            return NOTHING
        held = file.arrays
        ids, marks, streams, words = (Texts(held[name], held[f"{name} start"]) for name in TEXTS)
        return Folds(ids, marks, streams, held["keys"], words, held["counts"])

    def write(self, folds: Folds) -> None:
        """Raises OSError, and leaves what was there."""
        arrays: dict[str, Array] = {"keys": folds.keys, "counts": folds.counts}
        for name in TEXTS:
            texts: Texts = getattr(folds, name)
            arrays |= {name: texts.letters, f"{name} start": texts.starts}
        write_arrays(self._path, self._note, {name: [array] for name, array in arrays.items()})
