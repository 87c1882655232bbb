"""Statements, references and passages, read from the record store.

In: ids, row numbers. Out: nouns of `index.model`. What was asked of a view is of one revision
throughout; asked of the store, each answer is of the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from index.errors import NotFound, OnRecordError, RecordDamaged
from index.model import Passage, Statement, StatementRef
from index.store.queries import Queries, batches, marks
from index.store.rows import (
    PASSAGE_COLUMNS,
    REF_COLUMNS,
    SEALED_PASSAGE,
    TEXT_COLUMNS,
    Row,
    is_passage,
    of_table,
    passage_of,
    ref_of,
    statement_of,
)
from index.store.seals import FIELDS, are_words_of, is_sealed

REFS = (
    f"SELECT {REF_COLUMNS}, s.first_day, s.number FROM statements s "
    "LEFT JOIN sources f ON f.number = s.source"
)


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage by its row number, which is never used again for another."""

    row: int
    statement: str
    ordinal: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class SealedRows:
    """The rows of one whole statement: of REF_COLUMNS, of TEXT_COLUMNS, and its passages in order."""

    ref: Row
    texts: Row
    passages: list[Row]


class StatementQueries(Queries):
    """The questions about statements and their passages."""

    def _at_once(self) -> AbstractContextManager[StatementQueries]:
        raise NotImplementedError

    def statement(self, id: str) -> Statement:
        """The whole statement; raises NotFound, and RecordDamaged where its rows are not what was written."""
        found = self.statements([id])
        if id not in found:
            raise self._missing(id)
        return found[id]

    def statements(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Whole statements by id, read together; unknown and damaged ones are left out."""
        wanted = [id for id in ids if id not in self.damage.found]
        with self._at_once() as view:
            revision = view.revision()
            known = self.recall.known(revision, wanted)
            rows = view._sealed(id for id in wanted if id not in known)
            read = {row.ref[0]: statement_of(ref_of(row.ref), row.texts, row.passages) for row in rows}
        self.recall.keep(revision, read)
        return known | read

    def ref(self, id: str) -> StatementRef:
        """The statement without its text; raises NotFound and RecordDamaged."""
        found = self.refs([id])
        if not found:
            raise self._missing(id)
        return found[id]

    def refs(self, ids: Iterable[str]) -> dict[str, StatementRef]:
        """References by id; unknown and damaged ones are left out."""
        return {row[0]: ref_of(row) for row in self._sealed_refs(ids)}

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """Whole texts by id; unknown and damaged ones are left out."""
        with self._at_once() as view:
            return {row.ref[0]: row.texts[0] for row in view._sealed(ids)}

    def whole(self, ids: Iterable[str]) -> frozenset[str]:
        """Those statements that are, to the byte, what was written; others are noted as damaged.

        Another process may have mended what this one noted before.
        """
        with self._at_once() as view:
            found = frozenset(row.ref[0] for row in view._sealed(ids))
        self.damage.mend(found)
        return found

    def pages(self, size: int) -> Iterator[list[str]]:
        """The ids of all statements, so many at a time, in order of adding."""
        after = -1
        while rows := self._all(
            "SELECT number, id FROM statements WHERE number > ? ORDER BY number LIMIT ?", (after, size)
        ):
            yield [id for _, id in rows]
            after = rows[-1][0]

    def _sealed(self, ids: Iterable[str]) -> Iterator[SealedRows]:
        """The rows of statements that are whole."""
        inside = "FROM {} t JOIN statements s ON s.number = t.statement WHERE s.id IN "
        for some in batches(list(ids)):
            columns = f"SELECT s.id, {of_table('t', TEXT_COLUMNS)}, t.seal "
            texts = {row[0]: row[1:] for row in self._listed(columns + inside.format("texts"), some)}
            passages: dict[str, list[Row]] = {}
            columns = f"SELECT s.id, {of_table('t', SEALED_PASSAGE)} "
            ordered = " ORDER BY t.statement, t.ordinal"
            for row in self._listed(columns + inside.format("passages"), some, ordered):
                passages.setdefault(row[0], []).append(row[1:])
            for ref in self._sealed_refs(some):
                *words, sealed = texts.get(ref[0], [None])
                rows = passages.get(ref[0], [])
                if words and are_words_of(ref[0], tuple(words), rows, sealed):
                    yield SealedRows(ref, tuple(words), rows)
                else:
                    self._note(ref)

    def _sealed_refs(self, ids: Iterable[str]) -> Iterator[Row]:
        for row in self._listed(f"{REFS} WHERE s.id IN ", ids):
            if is_sealed(row):
                yield row
            else:
                self._note(row)

    def _note(self, ref: Row) -> None:
        """Marks the statement; the second of its source's columns is the path to add again."""
        self.damage.note(str(ref[0]), str(ref[FIELDS + 1] or ""))

    def _missing(self, id: str) -> OnRecordError:
        if id in self.damage.found:
            return RecordDamaged(
                f"The statement {id!r} is damaged on disk and is not shown: add its file again "
                f"({self.damage.found[id]})."
            )
        return NotFound(
            f"No statement {id!r} in the index; a search or GET /v1/statements gives the ids there are."
        )

    def content_marks(self, numbers: Iterable[int] | None = None) -> dict[str, str]:
        """The content hash by id of every statement not known to be damaged, or of those with these
        numbers."""
        sql = "SELECT id, content_sha FROM statements"
        found = self._all(sql) if numbers is None else self._listed(f"{sql} WHERE number IN ", numbers)
        return {id: sha for id, sha in found if id not in self.damage.found}

    def content_sha(self, id: str) -> str | None:
        """What the statement's content was when it was stored, None for an unknown id."""
        row = self._one("SELECT content_sha FROM statements WHERE id = ?", (id,))
        return row[0] if row else None

    def passage(self, id: str) -> PassageRow:
        """The passage by its id; raises NotFound."""
        rows = self._passages("p.id = ?", (id,))
        if not rows:
            raise NotFound(
                f"No passage {id!r} in the index; search again, passages change with their statement."
            )
        return rows[0]

    def passages(self, rows: Sequence[int]) -> dict[int, PassageRow]:
        """Live passages by row number; removed ones are left out."""
        found: dict[int, PassageRow] = {}
        for some in batches([int(row) for row in rows]):
            found |= {p.row: p for p in self._passages(f"p.row IN {marks(some)}", some)}
        return found

    def _passages(self, where: str, values: Sequence[object]) -> list[PassageRow]:
        rows = self._all(
            f"SELECT p.row, s.id, p.ordinal, {of_table('p', PASSAGE_COLUMNS)} FROM passages p "
            f"JOIN statements s ON s.number = p.statement WHERE {where} ORDER BY p.row",
            values,
        )
        return [
            PassageRow(row[0], row[1], row[2], passage_of(row[3:])) for row in rows if is_passage(row[3:])
        ]

    def passages_after(self, row: int) -> list[PassageRow]:
        """Passages with higher row numbers."""
        return self._passages("p.row > ?", (row,))
