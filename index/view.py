"""Reading the record store: statements, lists, and the columns that search holds in memory.

In: ids, filters, the last row already held. Out: nouns of `index.model` and numpy arrays in row order.
A `View` sees one revision throughout; the same methods on the store each see the newest.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.embedder import TokenCodes, Vector
from index.errors import InvalidInput, NotFound
from index.lexical import Postings
from index.model import Delegation, Filters, Passage, Statement, StatementRef
from index.rows import PASSAGE_COLUMNS, REF_COLUMNS, Row, days_of, passage_of, ref_of, statement_of
from index.schema import failures_told

MANY = 500
"""Values in one SQL list."""
STEP = 4096
"""Rows fetched at a time."""


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """What filters look at; days are `yyyymmdd`, 0 where the record has no date."""

    id: str
    delegation: str | None
    speaker: str | None
    meeting: str | None
    organ: str | None
    collection: str
    first_day: int
    last_day: int
    procedural: bool


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage by its row number, which is never used again for another."""

    row: int
    statement: str
    ordinal: int
    passage: Passage


@dataclass(frozen=True, slots=True)
class RefPage:
    """Some references and the cursor of the next page, None on the last."""

    items: tuple[StatementRef, ...]
    next: str | None


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


class Reads:
    """The questions a store answers; `_query` and `_at_once` say on which connection."""

    def _query(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        raise NotImplementedError

    def _at_once(self) -> AbstractContextManager[Reads]:
        raise NotImplementedError

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        with failures_told():
            return self._query(sql, values).fetchall()

    def _one(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        rows = self._all(sql, values)
        return rows[0] if rows else None

    def _meta(self, key: str) -> Any:
        row = self._one("SELECT value FROM meta WHERE key = ?", (key,))
        return row[0] if row else None

    # The state

    def revision(self) -> int:
        """Grows by one with every change."""
        return int(self._meta("revision"))

    def state(self) -> str:
        """The revision by name, as answers show it."""
        return f"r{self.revision()}"

    def last_row(self) -> int:
        """The highest row number ever given to a passage, 0 for none."""
        row = self._one("SELECT seq FROM sqlite_sequence WHERE name = 'passages'")
        return int(row[0]) if row else 0

    def removed_rows(self) -> int:
        """How many passages were removed or replaced since the index began."""
        counted = self._one("SELECT count(*) FROM passages")
        return self.last_row() - int(counted[0] if counted else 0)

    # Statements

    def statement(self, id: str) -> Statement:
        """The whole statement; raises NotFound."""
        with self._at_once() as view:
            ref = view.ref(id)
            texts = view._one(
                "SELECT text, paragraphs, sentences, points FROM texts "
                "WHERE statement = (SELECT number FROM statements WHERE id = ?)",
                (id,),
            )
            passages = view._all(
                f"SELECT {PASSAGE_COLUMNS} FROM passages "
                "WHERE statement = (SELECT number FROM statements WHERE id = ?) ORDER BY ordinal",
                (id,),
            )
        assert texts is not None
        return statement_of(ref, texts, passages)

    def statements(self, ids: Iterable[str]) -> dict[str, Statement]:
        """Whole statements by id, read together; unknown ids are left out."""
        wanted = list(ids)
        inside = "FROM {} t JOIN statements s ON s.number = t.statement WHERE s.id IN "
        with self._at_once() as view:
            refs = view.refs(wanted)
            columns = "SELECT s.id, t.text, t.paragraphs, t.sentences, t.points "
            texts = view._listed(columns + inside.format("texts"), wanted)
            columns = f"SELECT s.id, t.ordinal, t.{PASSAGE_COLUMNS.replace(', ', ', t.')} "
            rows = view._listed(columns + inside.format("passages"), wanted)
        passages: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda row: (row[0], row[1])):
            passages.setdefault(row[0], []).append(row[2:])
        return {row[0]: statement_of(refs[row[0]], row[1:], passages.get(row[0], [])) for row in texts}

    def ref(self, id: str) -> StatementRef:
        """The statement without its text; raises NotFound."""
        found = self.refs([id])
        if not found:
            raise NotFound(
                f"No statement {id!r} in the index; a search or GET /v1/statements gives the ids there are."
            )
        return found[id]

    def refs(self, ids: Iterable[str]) -> dict[str, StatementRef]:
        """References by id; unknown ids are left out."""
        rows = self._listed(
            f"SELECT {REF_COLUMNS} FROM statements s JOIN sources f ON f.number = s.source WHERE s.id IN ",
            ids,
        )
        return {row[0]: ref_of(row) for row in rows}

    def texts(self, ids: Iterable[str]) -> dict[str, str]:
        """Whole texts by id; unknown ids are left out."""
        return dict(
            self._listed(
                "SELECT s.id, t.text FROM statements s JOIN texts t ON t.statement = s.number WHERE s.id IN ",
                ids,
            )
        )

    def content_marks(self) -> dict[str, str]:
        """The content hash of every statement, by id."""
        return dict(self._all("SELECT id, content_sha FROM statements"))

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
        for some in _batches([int(row) for row in rows]):
            found |= {p.row: p for p in self._passages(f"p.row IN {_marks(some)}", some)}
        return found

    def _passages(self, where: str, values: Sequence[object]) -> list[PassageRow]:
        rows = self._all(
            f"SELECT p.row, s.id, p.ordinal, p.{PASSAGE_COLUMNS.replace(', ', ', p.')} FROM passages p "
            f"JOIN statements s ON s.number = p.statement WHERE {where} ORDER BY p.row",
            values,
        )
        return [PassageRow(row[0], row[1], row[2], passage_of(row[3:])) for row in rows]

    def list_refs(self, filters: Filters, after: str | None = None, limit: int = 50) -> RefPage:
        """Statements satisfying the filters, by date, then by order of adding; `after` is a page's `next`."""
        where, values = conditions(filters)
        if after is not None:
            where.append("(s.first_day, s.number) > (?, ?)")
            values.extend(_place(after))
        rows = self._all(
            f"SELECT {REF_COLUMNS}, s.first_day, s.number FROM statements s "
            f"JOIN sources f ON f.number = s.source WHERE {' AND '.join(where) or 'true'} "
            "ORDER BY s.first_day, s.number LIMIT ?",
            [*values, limit + 1],
        )
        more = len(rows) > limit
        last = rows[limit - 1] if more else None
        return RefPage(tuple(map(ref_of, rows[:limit])), f"{last[-2]}-{last[-1]}" if last else None)

    def facts(self) -> Facts:
        """Every distinct name and date in the record."""

        def distinct(column: str) -> tuple[str, ...]:
            sql = f"SELECT DISTINCT {column} FROM statements WHERE {column} IS NOT NULL ORDER BY {column}"
            return tuple(row[0] for row in self._all(sql))

        delegations = self._all(
            "SELECT delegation, min(delegation_name) FROM statements "
            "WHERE delegation IS NOT NULL GROUP BY delegation"
        )
        speakers = self._all(
            "SELECT DISTINCT speaker, delegation FROM statements WHERE speaker IS NOT NULL ORDER BY 1, 2"
        )
        collections = self._all("SELECT DISTINCT collection FROM sources ORDER BY 1")
        return Facts(
            tuple(Delegation(code, name) for code, name in delegations),
            tuple((name, code) for name, code in speakers),
            distinct("meeting"),
            distinct("organ"),
            tuple(row[0] for row in collections),
            distinct("date"),
            distinct("topic"),
        )

    # What search holds in memory

    def live_rows(self) -> npt.NDArray[np.int64]:
        """Row numbers of all passages, ascending."""
        return self._integers("SELECT row FROM passages ORDER BY row", np.int64)

    def owners(self) -> npt.NDArray[np.int32]:
        """Per live row the position of its statement in `statement_columns`."""
        with self._at_once() as view:
            numbers = view._integers("SELECT number FROM statements ORDER BY number", np.int64)
            owners = view._integers("SELECT statement FROM passages ORDER BY row", np.int64)
        return np.searchsorted(numbers, owners).astype(np.int32)

    def kinds(self) -> npt.NDArray[np.int8]:
        """Per live row its kind as a position in `schema.KINDS`."""
        return self._integers("SELECT kind FROM passages ORDER BY row", np.int8)

    def statement_columns(self) -> tuple[StatementColumn, ...]:
        """Every statement in order of first adding."""
        rows = self._all(
            "SELECT s.id, s.delegation, s.speaker, s.meeting, s.organ, f.collection, s.first_day, "
            "s.last_day, s.procedural "
            "FROM statements s JOIN sources f ON f.number = s.source ORDER BY s.number"
        )
        return tuple(_column(row) for row in rows)

    def passages_after(self, row: int) -> list[PassageRow]:
        """Passages with higher row numbers."""
        return self._passages("p.row > ?", (row,))

    def vectors_after(self, row: int) -> Vector:
        """Unit vectors of the live rows above `row`, shape (n, dim)."""
        with self._at_once() as view:
            held = view._one("SELECT count(*) FROM vectors WHERE row > ?", (row,))
            found = np.empty((int(held[0]) if held else 0, view.dim), np.float32)
            at = 0
            for blobs in view._fetched("SELECT vector FROM vectors WHERE row > ? ORDER BY row", (row,)):
                joined = b"".join(blob for (blob,) in blobs)
                found[at : at + len(blobs)] = np.frombuffer(joined, np.float32).reshape(len(blobs), -1)
                at += len(blobs)
        return found

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        """Unit vectors by row number; removed rows are left out."""
        found = self._listed("SELECT row, vector FROM vectors WHERE row IN ", [int(row) for row in rows])
        return {row: np.frombuffer(blob, np.float32) for row, blob in found}

    def postings_after(self, row: int) -> Postings:
        """Term ids and counts of the live rows above `row`."""
        lengths, terms, counts = [0], bytearray(), bytearray()
        with self._at_once() as view:
            sql = "SELECT terms, counts FROM postings WHERE row > ? ORDER BY row"
            for rows in view._fetched(sql, (row,)):
                lengths.extend(len(held) // 4 for held, _ in rows)
                terms += b"".join(held for held, _ in rows)
                counts += b"".join(counted for _, counted in rows)
        return Postings(
            np.cumsum(lengths, dtype=np.int64),
            np.frombuffer(bytes(terms), np.int32),
            np.frombuffer(bytes(counts), np.uint16),
        )

    def term_ids(self, terms: Iterable[str]) -> dict[str, int]:
        """Ids of the terms that any passage holds."""
        return dict(self._listed("SELECT term, id FROM terms WHERE term IN ", set(terms)))

    def token_codes(self, rows: Sequence[int]) -> dict[int, TokenCodes]:
        """Token vectors by row number, shape (tokens, token_dim); removed rows are left out."""
        width = self.token_dim
        found = self._listed("SELECT row, codes FROM tokens WHERE row IN ", [int(row) for row in rows])
        return {row: np.frombuffer(blob, np.int8).reshape(-1, width) for row, blob in found}

    @property
    def dim(self) -> int:
        """Length of a passage's vector."""
        return int((self._built("dim") or (0,))[0])

    @property
    def token_dim(self) -> int:
        """Length of a token's vector."""
        return int((self._built("token_dim") or (1,))[0])

    def _built(self, columns: str) -> Row | None:
        return self._one(
            f"SELECT {columns} FROM builds WHERE number = (SELECT value FROM meta WHERE key = 'build')"
        )

    def _integers(self, sql: str, kind: Any) -> npt.NDArray[Any]:
        with failures_told():
            return np.fromiter((row[0] for row in self._query(sql)), kind)

    def _fetched(self, sql: str, values: Sequence[object]) -> Iterator[list[Row]]:
        with failures_told():
            cursor = self._query(sql, values)
            while rows := cursor.fetchmany(STEP):
                yield rows

    def _listed(self, sql: str, values: Iterable[object]) -> list[Row]:
        return [row for some in _batches(list(values)) for row in self._all(sql + _marks(some), some)]


def conditions(filters: Filters) -> tuple[list[str], list[object]]:
    """The filters as SQL conditions over statements `s` and sources `f`, and their values."""
    where: list[str] = []
    values: list[object] = []
    lists: Mapping[str, tuple[str, ...]] = {
        "s.delegation": filters.delegations,
        "s.meeting": filters.meetings,
        "s.organ": filters.organs,
        "f.collection": filters.collections,
        "s.id": filters.statements,
    }
    for column, wanted in lists.items():
        if wanted:
            where.append(f"{column} IN {_marks(wanted)}")
            values.extend(wanted)
    if filters.speakers:
        where.append("(" + " OR ".join("spoken_by(s.speaker, ?)" for _ in filters.speakers) + ")")
        values.extend(filters.speakers)
    if filters.since:
        where.append("s.last_day >= ?")
        values.append(days_of(filters.since)[0])
    if filters.until:
        where.append("s.first_day BETWEEN 1 AND ?")
        values.append(days_of(filters.until)[1])
    if not filters.procedural:
        where.append("NOT s.procedural")
    return where, values


def _column(row: Row) -> StatementColumn:
    (id, delegation, speaker, meeting, organ, collection, first_day, last_day, procedural) = row
    return StatementColumn(
        id, delegation, speaker, meeting, organ, collection, first_day, last_day, bool(procedural)
    )


def _place(cursor: str) -> tuple[int, int]:
    day, _, number = cursor.partition("-")
    if not (day.isdecimal() and number.isdecimal() and len(day) <= 8 and len(number) <= 18):
        raise InvalidInput("The cursor is not one this service gave; ask for the first page again.")
    return int(day), int(number)


def _marks(values: Sequence[object]) -> str:
    return f"({','.join('?' * len(values))})"


def _batches(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    return (values[at : at + MANY] for at in range(0, len(values), MANY))
