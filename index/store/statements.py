"""Statements, references, passages and lists of them, read from the record store.

In: ids, row numbers, filters. Out: nouns of `index.model`. What was asked of a view is of one revision
throughout; asked of the store, each answer is of the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace

from index.errors import InvalidInput, NotFound, OnRecordError, RecordDamaged
from index.model import Delegation, Filters, Passage, Statement, StatementRef
from index.store.conditions import conditions
from index.store.queries import Queries, batches, marks
from index.store.rows import (
    DAMAGED,
    PASSAGE_COLUMNS,
    REF_COLUMNS,
    SEALED_PASSAGE,
    TEXT_COLUMNS,
    Row,
    damaged_ref,
    is_passage,
    of_table,
    passage_of,
    ref_of,
    statement_of,
)
from index.store.seals import FIELDS, is_sealed, words_seal
from index.text.folding import fold_name

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


@dataclass(frozen=True, slots=True)
class RefPage:
    """Some references and the cursor of the next page, None on the last."""

    items: tuple[StatementRef, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Listed:
    """A reference and its place in the order of lists: its first day, then its number."""

    day: int
    number: int
    ref: StatementRef


@dataclass(frozen=True, slots=True)
class Facts:
    """Every distinct name the record knows, for understanding questions."""

    delegations: tuple[Delegation, ...]
    speakers: tuple[tuple[str, str | None], ...]
    meetings: tuple[str, ...]
    organs: tuple[str, ...]
    collections: tuple[str, ...]
    dates: tuple[str, ...]
    topics: tuple[str, ...]


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
        """Those of the statements that are to the byte what was written; others are noted as damaged.

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
                if words and words_seal(tuple(words), rows) == sealed:
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

    def content_marks(self) -> dict[str, str]:
        """The content hash of every statement not known to be damaged, by id."""
        found = self._all("SELECT id, content_sha FROM statements")
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

    def list_refs(self, filters: Filters, after: str | None = None, limit: int = 50) -> RefPage:
        """Statements satisfying the filters, by date, then by order of adding; `after` is a page's `next`."""
        found = self.listed(filters, place_of(after) if after is not None else None, limit + 1)
        last = found[limit - 1] if len(found) > limit else None
        return RefPage(tuple(one.ref for one in found[:limit]), f"{last.day}-{last.number}" if last else None)

    def listed(self, filters: Filters, after: tuple[int, int] | None, most: int) -> list[Listed]:
        """At most so many of the statements that satisfy the filters, each with its place in the order."""
        where, values = conditions(filters, self._speakers_meant(filters))
        if after is not None:
            where.append("(s.first_day, s.number) > (?, ?)")
            values.extend(after)
        rows = self._all(
            f"{REFS} WHERE {' AND '.join(where) or 'true'} ORDER BY s.first_day, s.number LIMIT ?",
            [*values, most],
        )
        return [Listed(row[-2], row[-1], self._listing(row)) for row in rows]

    def _listing(self, row: Row) -> StatementRef:
        """The reference in a list: a damaged statement is marked there, not left out."""
        if not is_sealed(row):
            self._note(row)
            return damaged_ref(row[0])
        ref = ref_of(row)
        return replace(ref, flags=(*ref.flags, DAMAGED)) if ref.id in self.damage.found else ref

    def facts(self) -> Facts:
        """Every distinct name and date in the record."""

        def distinct(column: str) -> tuple[str, ...]:
            sql = f"SELECT DISTINCT {column} FROM statements WHERE {column} IS NOT NULL ORDER BY {column}"
            return tuple(row[0] for row in self._all(sql))

        speakers = self._all(
            "SELECT DISTINCT speaker, delegation FROM statements WHERE speaker IS NOT NULL "
            "ORDER BY speaker, delegation NULLS FIRST"
        )
        collections = self._all("SELECT DISTINCT collection FROM sources ORDER BY 1")
        return Facts(
            latest_names(self.named()),
            tuple((name, code) for name, code in speakers),
            distinct("meeting"),
            distinct("organ"),
            tuple(row[0] for row in collections),
            distinct("date"),
            distinct("topic"),
        )

    def named(self) -> list[tuple[str, str, int]]:
        """Every delegation's code under every name, with the last day it had it."""
        sql = (
            "SELECT delegation, delegation_name, max(last_day) FROM statements WHERE delegation IS NOT NULL "
        )
        rows = self._all(sql + "GROUP BY delegation, delegation_name ORDER BY delegation, max(last_day)")
        return [(code, name, last) for code, name, last in rows]

    def _speakers_meant(self, filters: Filters) -> list[str]:
        """Speakers whose names hold every word of one that is named, whatever the accents and case."""
        wanted = [words for name in filters.speakers if (words := set(fold_name(name).split()))]
        if not wanted:
            return []
        found = self._all("SELECT DISTINCT speaker FROM statements WHERE speaker IS NOT NULL")
        names = [(str(name), set(fold_name(str(name)).split())) for (name,) in found]
        return [name for name, words in names if any(some <= words for some in wanted)]

    def meetings(self) -> tuple[str, ...]:
        """Every symbol of a meeting held."""
        rows = self._all("SELECT DISTINCT meeting FROM statements WHERE meeting IS NOT NULL ORDER BY meeting")
        return tuple(row[0] for row in rows)

    def passages_after(self, row: int) -> list[PassageRow]:
        """Passages with higher row numbers."""
        return self._passages("p.row > ?", (row,))


def latest_names(dated: Iterable[tuple[str, str, int]]) -> tuple[Delegation, ...]:
    """Each delegation by its latest name, from codes, names and the last day each was used."""
    named = {code: name for code, name, _ in sorted(dated, key=lambda one: (one[0], one[2]))}
    return tuple(Delegation(code, name) for code, name in named.items())


def place_of(cursor: str) -> tuple[int, int]:
    day, _, number = cursor.partition("-")
    if not (day.isdecimal() and number.isdecimal() and len(day) <= 8 and len(number) <= 18):
        raise InvalidInput("The cursor is not one this service gave; ask for the first page again.")
    return int(day), int(number)
