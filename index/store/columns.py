"""Rows of the record as search holds them: columns of statements and passages, postings, marks.

In: rows as the database gives them, which damage of the disk may have changed. Out: columns and arrays that
no such row can break, and in which no statement counts whose seal does not fit.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from index.store.lexical import Postings
from index.store.rows import Row
from index.store.seals import is_sealed

MARK = 8
"""Bytes of a hash that tell a row from every other."""
UNSEALED = bytes(MARK)


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """What filters look at; days are `yyyymmdd`, 0 where the record has no date.

    `delegation` is None for who presides: the conduct of a meeting is no State's position.
    """

    id: str
    delegation: str | None
    speaker: str | None
    meeting: str | None
    organ: str | None
    collection: str
    first_day: int
    last_day: int
    procedural: bool
    groups: tuple[str, ...] = ()
    capacity: str = "other"
    path: str = ""
    """Tells a file from others of its collection."""
    damaged: bool = False
    """Its row is not what was written: nothing is told of it, and it satisfies no filter."""


@dataclass(frozen=True, slots=True)
class Roll:
    """Every statement in order of first adding: number, seal over its fields, what filters look at."""

    numbers: npt.NDArray[np.int64]
    seals: tuple[bytes | None, ...]
    columns: tuple[StatementColumn, ...]

    def known(self) -> dict[tuple[int, bytes | None], StatementColumn]:
        """What need not be read again, by number and seal; without a seal one row cannot be told from
        another."""
        sealed = zip(self.numbers.tolist(), self.seals, self.columns, strict=True)
        return {(number, seal): column for number, seal, column in sealed if seal is not None}

    def continues(self, other: Roll) -> bool:
        """Does it begin with all of the other, unchanged, so that what is known by place still holds?"""
        count = len(other.columns)
        return self.columns[:count] == other.columns and np.array_equal(self.numbers[:count], other.numbers)

    def without(self, numbers: Collection[int]) -> Roll:
        """Without the statements of these numbers; itself where it has none of them."""
        gone = np.isin(self.numbers, np.fromiter(numbers, np.int64, len(numbers)))
        if not gone.any():
            return self
        kept = (~gone).tolist()
        seals, columns = compress(self.seals, kept), compress(self.columns, kept)
        return Roll(self.numbers[~gone], tuple(seals), tuple(columns))

    def joined(self, more: Iterable[tuple[int, bytes | None, StatementColumn]]) -> Roll:
        """With these statements, which it does not have, in the order of their numbers."""
        new = sorted(more, key=itemgetter(0))
        whole = Roll(
            np.concatenate([self.numbers, np.array([number for number, _, _ in new], np.int64)]),
            (*self.seals, *(sealed for _, sealed, _ in new)),
            (*self.columns, *(column for _, _, column in new)),
        )
        order = np.argsort(whole.numbers, kind="stable")
        if (order[1:] > order[:-1]).all():
            return whole
        return Roll(
            whole.numbers[order],
            tuple(whole.seals[at] for at in order.tolist()),
            tuple(whole.columns[at] for at in order.tolist()),
        )


@dataclass(frozen=True, slots=True)
class PassageColumns:
    """Row numbers of passages, ascending, and per row: its statement's number, its kind as a position in
    `rows.KINDS`, and a mark, shape (rows, 2), that no row of another text or of other numbers has.

    Nothing of it ever changes while the row lives.
    """

    rows: npt.NDArray[np.int64]
    statements: npt.NDArray[np.int64]
    kinds: npt.NDArray[np.int8]
    marks: npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class HeldPassage:
    """A passage as searches know it; `seal` is None where it was stored by a version without seals."""

    statement: str
    id: str
    text_sha: bytes
    seal: bytes | None
    vector: bytes
    codes: bytes
    terms: Mapping[str, int]


def marks_of(rows: Sequence[Row]) -> bytes:
    """The marks made of the hashes of text and numbers; where damage left no hash, a mark that nothing else
    has."""
    try:
        made = b"".join(sha[:MARK] + (seal or UNSEALED)[:MARK] for _, _, sha, seal, _ in rows)
    except TypeError:
        made = b""
    whole = 2 * MARK * len(rows)
    return made if len(made) == whole else bytes(whole)


def sound_postings(
    starts: npt.NDArray[np.int64],
    terms: npt.NDArray[np.int32],
    counts: npt.NDArray[np.uint16],
    largest: int,
) -> Postings:
    """A term that no id stands for, as only damage makes it, becomes term 0, which nobody asks for: inverted
    unchecked it would end the process."""
    if len(terms) != len(counts):
        raise ValueError("terms without counts")
    known = (terms > 0) & (terms <= largest)
    return Postings(starts, terms if known.all() else np.where(known, terms, np.int32(0)), counts)


def term_counts(names: Mapping[int, str], terms: bytes | None, counts: bytes | None) -> dict[str, int]:
    """How often each term is held to stand in a passage; a term of no name counts under its number."""
    ids, found = np.frombuffer(terms or b"", np.int32), np.frombuffer(counts or b"", np.uint16)
    return {names.get(id, f"#{id}"): count for id, count in zip(ids.tolist(), found.tolist(), strict=False)}


def statement_column(row: Row) -> StatementColumn:
    """A row of REF_COLUMNS as searches hold it; one that is not what was written counts nowhere."""
    (id, _, _, _, _, speaker, _, delegation, _, capacity, meeting, _, first_day, last_day, *rest) = row
    (_, organ, _, _, procedural, _, _, groups, _, collection, path, *_) = rest
    if not is_sealed(row):
        return StatementColumn(str(id), None, None, None, None, "", 0, 0, procedural=True, damaged=True)
    return StatementColumn(
        id,
        None if capacity == "president" else delegation,
        speaker,
        meeting,
        organ,
        collection,
        first_day,
        last_day,
        bool(procedural),
        tuple(code for code, _ in json.loads(groups)) if groups != "[]" else (),
        capacity,
        path,
    )
