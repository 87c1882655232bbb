"""Lists of statements.

In: filters, a cursor. Out: pages of references. No statement is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.errors import InvalidInput
from index.model import Filters, StatementRef
from index.store.conditions import conditions
from index.store.rows import DAMAGED, Row, damaged_ref, ref_of
from index.store.seals import is_sealed
from index.store.statements import REFS, StatementQueries
from index.text.folding import fold_name


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


class ListQueries(StatementQueries):
    """The questions about all statements under a filter."""

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

    def _speakers_meant(self, filters: Filters) -> list[str]:
        """Speakers whose names hold every word of one that is named, whatever the accents and case."""
        wanted = [words for name in filters.speakers if (words := set(fold_name(name).split()))]
        if not wanted:
            return []
        found = self._all("SELECT DISTINCT speaker FROM statements WHERE speaker IS NOT NULL")
        names = [(str(name), set(fold_name(str(name)).split())) for (name,) in found]
        return [name for name, words in names if any(some <= words for some in wanted)]

    def collections(self) -> tuple[str, ...]:
        """The name of every collection."""
        return tuple(name for (name,) in self._all("SELECT DISTINCT collection FROM sources ORDER BY 1"))


def place_of(cursor: str) -> tuple[int, int]:
    day, _, number = cursor.partition("-")
    if not (day.isdecimal() and number.isdecimal() and len(day) <= 8 and len(number) <= 18):
        raise InvalidInput("The cursor is not one this service gave; ask for the first page again.")
    return int(day), int(number)
