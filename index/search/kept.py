"""The arrays of search as a file beside the record: a start maps them instead of building them anew.

In: the parts of a snapshot, or the file. Out: the parts of the next one. The file is trusted if it was made
of exactly this state of the record. Otherwise each of its rows is compared with the record's, and a term with
another number shows that the file is another record's. What it lacks is read from the record; it may be
deleted.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.process.array_file import ArrayFile, read_arrays, write_arrays
from index.search.coarse import Coarse, coarse
from index.search.parts import Held, Part, columns_of, narrowed
from index.search.snapshot import Snapshot
from index.store.arrays import ArrayQueries
from index.store.columns import PassageColumns
from index.store.lexical import Inverted, join
from index.store.record_store import RecordStore

FORM = 4
"""Raised whenever the file has another form."""
NAME = "passages.arrays"
LEAST, SHARE = 2048, 50
"""The file is written anew once more rows than this, and more than one in so many, have come or gone."""


class KeptArrays:
    """The file in a folder; `fingerprint` is the model's."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self._path = folder / NAME
        self._made = [FORM, fingerprint]

    def read(self, view: ArrayQueries) -> list[Held]:
        """What the file truly holds of the record; nothing where it is torn or of another record or model."""
        file = read_arrays(self._path)
        if file is None:
            return []
        *made, stamp = json.loads(file.note)
        if made != self._made:
            return []
        if stamp is not None and stamp == view.stamp():
            return [Held(replace(_part(file), copies=file.arrays["copies"]))]
        return _true(_part(file), view.passage_columns(0)) if _same_terms(file, view) else []

    def write(self, snapshot: Snapshot, store: RecordStore) -> None:
        """Keeps the snapshot; raises OSError, and leaves what was there."""
        held = snapshot.held
        columns, postings = columns_of(held), join([one.lexical for one in held])
        vectors = [one.of(one.part.vectors) for one in held]
        quick = coarse(vectors[0] if len(vectors) == 1 else np.concatenate(vectors)) if held else None
        with store.reading() as view:
            stamp = view.stamp() if view.revision() == snapshot.revision else None
            terms = sorted(view.term_marks().items())
        write_arrays(
            self._path,
            json.dumps([*self._made, stamp]),
            {
                "rows": [columns.rows],
                "statements": [columns.statements],
                "kinds": [columns.kinds],
                "marks": [columns.marks],
                "vectors": vectors,
                **({"axes": [quick.axes], "along": [quick.along]} if quick else {}),
                "starts": [postings.starts],
                "passages": [postings.passages],
                "counts": [postings.counts],
                "lengths": [postings.lengths],
                "copies": [snapshot.pairs],
                "terms": [np.array([id for id, _ in terms], np.int64)],
                "sums": [np.array([checksum for _, checksum in terms], np.uint32)],
            },
        )


def _part(file: ArrayFile) -> Part:
    held = file.arrays
    return Part(
        PassageColumns(held["rows"], held["statements"], held["kinds"], held["marks"]),
        held["vectors"],
        Inverted(held["starts"], held["passages"], held["counts"], held["lengths"]),
        mapped=True,
        coarse=Coarse(held["axes"], held["along"]) if "axes" in held else None,
    )


def _true(part: Part, columns: PassageColumns) -> list[Held]:
    """The part as far as the record has the same rows, with the same texts and numbers.

    From the first row that the part lacks or has differently, the rest is another record's or another
    model's.
    """
    if not len(columns.rows):
        return []
    at = np.minimum(np.searchsorted(columns.rows, part.rows), len(columns.rows) - 1)
    same = (columns.rows[at] == part.rows) & (columns.marks[at] == part.columns.marks).all(axis=1)
    lacking = np.ones(len(columns.rows), np.bool_)
    lacking[at[same]] = False
    first = columns.rows[np.argmax(lacking)] if lacking.any() else columns.rows[-1] + 1
    return narrowed([Held(part)], [same & (part.rows < first)])


def _same_terms(file: ArrayFile, view: ArrayQueries) -> bool:
    """Does every term that the file may know have the same number in the record?"""
    terms, sums = file.arrays["terms"], file.arrays["sums"]
    if not len(terms):
        return False
    now = {id: checksum for id, checksum in view.term_marks().items() if id <= terms[-1]}
    ids = np.array(list(now), np.int64)
    at = np.minimum(np.searchsorted(terms, ids), len(terms) - 1)
    wanted = np.array(list(now.values()), np.uint32)
    return bool(((terms[at] == ids) & (sums[at] == wanted)).all())


def is_behind(size: int, changed: int) -> bool:
    """Is it worth writing the file anew?"""
    return changed > max(LEAST, size // SHARE)
