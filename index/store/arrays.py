"""What search holds in memory, read from the record store: a column for each thing, in row order.

In: the last row already held. Out: numpy arrays and the filter columns of statements. Row numbers
follow commit order and are never reused, so everything new lies above the last row held.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import Embedded, TokenCodes, Vector, readable
from index.errors import StorageFailed, damage_told
from index.store.columns import (
    HeldPassage,
    PassageColumns,
    Roll,
    StatementColumn,
    marks_of,
    sound_postings,
    statement_column,
    term_counts,
)
from index.store.lexical import Postings
from index.store.queries import Queries
from index.store.rows import KINDS, REF_COLUMNS
from index.store.seals import FIELDS, PLACES
from index.text.amounts import many

VALID_KINDS = frozenset(range(len(KINDS)))
NUMBERED = (
    f"SELECT s.number, {REF_COLUMNS} FROM statements s LEFT JOIN sources f ON f.number = s.source "
    "WHERE s.number IN "
)
WITH = "passages LEFT JOIN {} USING (row)"
"""What hangs on passages is read by their rows, so that one that damage took from it moves no other."""

GONE = "The vectors of {} are not there: ask again, and run `onrecord verify` if this stays."
"""Of passages removed meanwhile, or of a record that is damaged."""
Numbers = TypeVar("Numbers", bound=npt.NDArray[Any])


class ArrayQueries(Queries):
    """The questions of search, and of the build about what was embedded before."""

    def live_rows(self) -> npt.NDArray[np.int64]:
        """Row numbers of all passages, ascending."""
        with self._at_once() as view, damage_told():
            rows = (row for some in view._fetched("row", "passages", 0) for row, _ in some)
            return np.fromiter(rows, np.int64)

    def rows_of(self, statements: Iterable[int]) -> npt.NDArray[np.int64]:
        """Row numbers of the passages of statements, by their numbers, in no order."""
        found = self._listed("SELECT row FROM passages WHERE statement IN ", statements)
        with damage_told():
            return np.array([row for (row,) in found], np.int64)

    def live_up_to(self, row: int) -> int:
        """How many passages have numbers up to this one."""
        return self._greatest(f"SELECT count(*) FROM passages WHERE row <= {int(row)}")

    def passage_columns(self, after: int) -> PassageColumns:
        """What is known of every passage above this row besides its numbers, in row order."""
        rows: list[int] = []
        statements: list[int] = []
        kinds: list[int] = []
        marks = bytearray()
        with self._at_once() as view, damage_told():
            for some in view._fetched("statement, kind, text_sha, seal", "passages", after):
                statements.extend(row[0] for row in some)
                kinds.extend(row[1] if row[1] in VALID_KINDS else 0 for row in some)
                marks += marks_of(some)
                rows.extend(row[4] for row in some)
            return PassageColumns(
                np.array(rows, np.int64),
                np.array(statements, np.int64),
                np.array(kinds, np.int8),
                np.frombuffer(bytes(marks), np.uint64).reshape(-1, 2),
            )

    def term_marks(self) -> dict[int, int]:
        """A checksum of each term, by its id."""
        return {id: zlib.crc32(str(term).encode()) for id, term in self._all("SELECT id, term FROM terms")}

    def statement_columns(self) -> tuple[StatementColumn, ...]:
        """Every statement in order of first adding."""
        return self.roll().columns

    def roll(self, before: Roll | None = None, concerned: Sequence[int] | None = None) -> Roll:
        """The same with their numbers; what has the seal it had before is not read again, and where it is
        known which statements changed since then, nothing else is looked at."""
        if before is not None and concerned is not None:
            with self._at_once() as view, damage_told():
                read = enrolled(view, concerned)
                return before.without(concerned).joined((number, *one) for number, one in read.items())
        known = before.known() if before else {}
        with self._at_once() as view, damage_told():
            rows = view._all("SELECT number, seal FROM statements ORDER BY number")
            new = [number for number, seal in rows if (number, seal) not in known]
            read = enrolled(view, new)
            held = [read[one[0]] if one[0] in read else (one[1], known[one[0], one[1]]) for one in rows]
            return Roll(
                np.fromiter((number for number, _ in rows), np.int64, len(rows)),
                tuple(seal for seal, _ in held),
                tuple(column for _, column in held),
            )

    def vectors_after(self, row: int) -> Vector:
        """Unit vectors of the live rows above `row`, shape (n, dim); nothing but zeros where damage left a
        row none."""
        with self._at_once() as view, damage_told():
            held = view._one("SELECT count(*) FROM passages WHERE row > ?", (row,))
            found = np.empty((int(held[0]) if held else 0, view.dim), np.float32)
            at, nothing = 0, bytes(found.itemsize * view.dim)
            for blobs in view._fetched("vector", WITH.format("vectors"), row):
                joined = b"".join(nothing if blob is None else blob for blob, _ in blobs)
                found[at : at + len(blobs)] = readable(joined).reshape(len(blobs), -1)
                at += len(blobs)
        return found

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Unit vectors by row number; removed rows are left out."""
        found = self._listed("SELECT row, vector FROM vectors WHERE row IN ", [int(row) for row in rows])
        with damage_told():
            return {row: readable(blob) for row, blob in found}

    def vector(self, row: int) -> Vector:
        """The unit vector of a passage; raises StorageFailed where there is none."""
        return self._held(self.vectors([row]), [row])[0]

    def codes_of(self, rows: Sequence[int]) -> list[TokenCodes]:
        """Token vectors of passages; raises StorageFailed where one has none."""
        return self._held(self.token_codes(rows), rows)

    def _held(self, found: Mapping[int, Numbers], rows: Sequence[int]) -> list[Numbers]:
        if missing := set(rows) - set(found):
            raise StorageFailed(GONE.format(many(len(missing), "passage")))
        return [found[row] for row in rows]

    def postings_after(self, row: int) -> Postings:
        """Term ids and counts of the live rows above `row`; none where damage left a row none."""
        lengths, terms, counts = [0], bytearray(), bytearray()
        with self._at_once() as view, damage_told():
            for found in view._fetched("terms, counts", WITH.format("postings"), row):
                rows = [(held or b"", counted or b"") for held, counted, _ in found]
                lengths.extend(len(held) // 4 for held, _ in rows)
                terms += b"".join(held for held, _ in rows)
                counts += b"".join(counted for _, counted in rows)
            largest = min(view._given("terms"), view._greatest("SELECT max(id) FROM terms"))
            return sound_postings(
                np.cumsum(lengths, dtype=np.int64),
                np.frombuffer(bytes(terms), np.int32),
                np.frombuffer(bytes(counts), np.uint16),
                largest,
            )

    def held_passages(self, ids: Sequence[str]) -> list[HeldPassage]:
        """All that searches use of the passages of statements, for whoever checks it."""
        terms: dict[int, str] = dict(self._all("SELECT id, term FROM terms"))
        rows = self._listed(
            "SELECT s.id, p.id, p.text_sha, p.seal, v.vector, t.codes, o.terms, o.counts FROM passages p "
            "JOIN statements s ON s.number = p.statement LEFT JOIN vectors v ON v.row = p.row "
            "LEFT JOIN tokens t ON t.row = p.row LEFT JOIN postings o ON o.row = p.row WHERE s.id IN ",
            ids,
        )
        return [
            HeldPassage(statement, id, sha, sealed, vector or b"", codes or b"", term_counts(terms, *counted))
            for statement, id, sha, sealed, vector, codes, *counted in rows
        ]

    def term_ids(self, terms: Iterable[str]) -> dict[str, int]:
        """Ids of the terms that any passage holds."""
        return dict(self._listed("SELECT term, id FROM terms WHERE term IN ", set(terms)))

    def token_codes(self, rows: Sequence[int]) -> dict[int, TokenCodes]:
        """Token vectors by row number, shape (tokens, token_dim); removed rows are left out."""
        width = self.token_dim
        found = self._listed("SELECT row, codes FROM tokens WHERE row IN ", [int(row) for row in rows])
        with damage_told():
            return {row: np.frombuffer(blob, np.int8).reshape(-1, width) for row, blob in found}

    def embeddings(self, shas: Sequence[bytes]) -> dict[bytes, Embedded]:
        """What the present model made of these texts, by SHA-256, where the index holds them."""
        width = self.token_dim
        found = self._listed(
            "SELECT p.text_sha, v.vector, t.codes FROM passages p JOIN vectors v ON v.row = p.row "
            "JOIN tokens t ON t.row = p.row JOIN statements s ON s.number = p.statement "
            "WHERE s.build IN (SELECT b.number FROM builds b JOIN builds now USING (fingerprint) "
            "WHERE now.number = (SELECT value FROM meta WHERE key = 'build')) AND p.text_sha IN ",
            shas,
        )
        return {
            sha: Embedded(np.frombuffer(vector, np.float32), np.frombuffer(codes, np.int8).reshape(-1, width))
            for sha, vector, codes in found
        }


def enrolled(view: Queries, numbers: Iterable[int]) -> dict[int, tuple[bytes | None, StatementColumn]]:
    """Seals and columns of statements by their numbers; a damaged one is noted, and has no seal: it is read
    again."""
    found = {}
    for number, *row in view._listed(NUMBERED, numbers):
        column = statement_column(tuple(row))
        if column.damaged:
            view.damage.note(column.id, str(row[FIELDS + 1] or ""))
        found[number] = None if column.damaged else row[FIELDS + PLACES], column
    return found
