"""Statements, references, passages and lists of them, read from the record store.

In: ids, row numbers, filters. Out: nouns of `index.model`. What was asked of a view is of one revision
throughout; asked of the store, each answer is of the newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from index.errors import InvalidInput, NotFound
from index.model import Delegation, Filters, Passage, Statement, StatementRef
from index.store.queries import Queries, batches, marks
from index.store.rows import PASSAGE_COLUMNS, REF_COLUMNS, Row, days_of, passage_of, ref_of, statement_of


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


class StatementQueries(Queries):
    """The questions about statements and their passages."""

    def _at_once(self) -> AbstractContextManager[StatementQueries]:
        raise NotImplementedError

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
        for some in batches([int(row) for row in rows]):
            found |= {p.row: p for p in self._passages(f"p.row IN {marks(some)}", some)}
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
            "SELECT delegation, delegation_name, max(last_day) FROM statements "
            "WHERE delegation IS NOT NULL GROUP BY delegation"
        )
        speakers = self._all(
            "SELECT DISTINCT speaker, delegation FROM statements WHERE speaker IS NOT NULL ORDER BY 1, 2"
        )
        collections = self._all("SELECT DISTINCT collection FROM sources ORDER BY 1")
        return Facts(
            tuple(Delegation(code, name) for code, name, _ in delegations),
            tuple((name, code) for name, code in speakers),
            distinct("meeting"),
            distinct("organ"),
            tuple(row[0] for row in collections),
            distinct("date"),
            distinct("topic"),
        )

    def meetings(self) -> tuple[str, ...]:
        """Every symbol of a meeting held."""
        rows = self._all("SELECT DISTINCT meeting FROM statements WHERE meeting IS NOT NULL ORDER BY meeting")
        return tuple(row[0] for row in rows)

    def passages_after(self, row: int) -> list[PassageRow]:
        """Passages with higher row numbers."""
        return self._passages("p.row > ?", (row,))


def conditions(filters: Filters) -> tuple[list[str], list[object]]:
    """The filters as SQL conditions over statements `s` and sources `f`, and their values."""
    where: list[str] = []
    values: list[object] = []
    lists: Mapping[str, tuple[str, ...]] = {
        "s.meeting": filters.meetings,
        "s.organ": filters.organs,
        "f.collection": filters.collections,
        "s.id": filters.statements,
    }
    for column, wanted in lists.items():
        if wanted:
            where.append(f"{column} IN {marks(wanted)}")
            values.extend(wanted)
    if filters.delegations:
        some = marks(filters.delegations)
        spoken_for = (
            f"EXISTS (SELECT 1 FROM json_each(s.groups) g WHERE json_extract(g.value, '$[0]') IN {some})"
        )
        where.append(f"(s.delegation IN {some} OR {spoken_for})")
        values.extend(filters.delegations * 2)
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


def _place(cursor: str) -> tuple[int, int]:
    day, _, number = cursor.partition("-")
    if not (day.isdecimal() and number.isdecimal() and len(day) <= 8 and len(number) <= 18):
        raise InvalidInput("The cursor is not one this service gave; ask for the first page again.")
    return int(day), int(number)
