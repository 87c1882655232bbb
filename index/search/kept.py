"""The arrays of search as a file beside the record: a start maps them instead of building them anew.

In: a snapshot, or the file. Out: a part of the next snapshot, or none. The file is not believed by itself:
`index.search.snapshot.load` holds every row of it against the record's, and a term that has another number in
the record makes it the file of another record. What it lacks is read from the record; it may be deleted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from index.process.array_file import ArrayFile, read_arrays, write_arrays
from index.search.parts import Held, Part, columns_of
from index.store.arrays import PassageColumns
from index.store.lexical import Inverted, join
from index.store.record_store import RecordStore

FORM = 1
"""Raised whenever the file has another form."""
NAME = "passages.arrays"
LEAST, SHARE = 2048, 50
"""Rows, and one of so many, that may have come and gone before the file is written anew."""


class KeptArrays:
    """The file in a folder; `fingerprint` is the model's."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._path = folder / NAME
        self._note = json.dumps([FORM, fingerprint])

    def read(self, store: RecordStore) -> Part | None:
        """What the file holds; None where there is none, or it is torn, or of another record or model."""
        file = read_arrays(self._path)
        if file is None or file.note != self._note or not _same_terms(file, store):
            return None
        held = file.arrays
        return Part(
            PassageColumns(held["rows"], held["statements"], held["kinds"], held["marks"]),
            held["vectors"],
            Inverted(held["starts"], held["passages"], held["counts"], held["lengths"]),
            mapped=True,
        )

    def write(self, held: Sequence[Held], store: RecordStore) -> None:
        """Keeps the live passages of some parts; raises OSError, and leaves what was there."""
        columns, postings = columns_of(held), join([one.lexical for one in held])
        terms = sorted(store.term_marks().items())
        write_arrays(
            self._path,
            self._note,
            {
                "rows": [columns.rows],
                "statements": [columns.statements],
                "kinds": [columns.kinds],
                "marks": [columns.marks],
                "vectors": [one.of(one.part.vectors) for one in held],
                "starts": [postings.starts],
                "passages": [postings.passages],
                "counts": [postings.counts],
                "lengths": [postings.lengths],
                "terms": [np.array([id for id, _ in terms], np.int64)],
                "sums": [np.array([checksum for _, checksum in terms], np.uint32)],
            },
        )


def _same_terms(file: ArrayFile, store: RecordStore) -> bool:
    """Has every term of the record that the file may know the number it has there?"""
    terms, sums = file.arrays["terms"], file.arrays["sums"]
    if not len(terms):
        return False
    now = {id: checksum for id, checksum in store.term_marks().items() if id <= terms[-1]}
    ids = np.array(list(now), np.int64)
    at = np.minimum(np.searchsorted(terms, ids), len(terms) - 1)
    wanted = np.array(list(now.values()), np.uint32)
    return bool(((terms[at] == ids) & (sums[at] == wanted)).all())


def is_behind(size: int, changed: int) -> bool:
    """Is it worth writing the file anew?"""
    return changed > max(LEAST, size // SHARE)
