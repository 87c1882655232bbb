"""Several records read as one: the way past one database.

In: open record stores, each with collections of its own. Out: a `RecordStore` that answers as one holding all
their statements would: passages and terms get numbers common to all, so that one search ranks them by one
statistic. It writes nothing: statements are added to and removed from the record concerned, and that is seen
at once.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path
from typing import NoReturn

from index.embedding.embedder import TokenCodes, Vector
from index.errors import InvalidInput
from index.model import Filters
from index.store.columns import StatementColumn
from index.store.database import Database
from index.store.lists import Listed
from index.store.merged_view import MergedView
from index.store.numbering import Numbering, Terms
from index.store.record_store import RecordStore, Stats
from index.store.rows import Row
from index.store.statements import PassageRow
from index.store.vouched import Told

TOGETHER = (
    "Several records are only read together: add to, remove from and look after the one it concerns, without "
    "ONRECORD_SHARDS."
)
TWICE = "The collection {!r} lies in two of the records, and its statements would come twice: keep it in one."


class MergedStore(RecordStore):
    """Reads as one record; what is found damaged in any of them is known to all."""

    def __init__(self, parts: Sequence[RecordStore]) -> None:
        super().__init__(_Databases([part.database for part in parts]))
        self.parts, self.numbering, self.terms = parts, Numbering(len(parts)), Terms(len(parts))
        for part in parts:
            part.damage = self.damage
        held = Counter(name for part in parts for name in part.collections())
        for name in (name for name, times in held.items() if times > 1):
            raise InvalidInput(TWICE.format(name))

    @contextmanager
    def reading(self) -> Iterator[MergedView]:
        with ExitStack() as views:
            parts = [views.enter_context(part.reading()) for part in self.parts]
            for at, part in enumerate(parts):
                self.numbering.meet(at, part.last_row())
                known = self.terms.last_met(at)
                if part._greatest("SELECT max(id) FROM terms") > known:
                    self.terms.meet(at, dict(part._all("SELECT id, term FROM terms WHERE id > ?", (known,))))
            yield MergedView(parts, self.numbering, self.terms, self.damage, self.recall)

    def revision(self) -> int:
        return sum(part.revision() for part in self.parts)

    @property
    def dim(self) -> int:
        return max(part.dim for part in self.parts)

    def statement_columns(self) -> tuple[StatementColumn, ...]:
        with self.reading() as view:
            return view.statement_columns()

    def term_ids(self, terms: Iterable[str]) -> dict[str, int]:
        with self.reading() as view:
            return view.term_ids(terms)

    def vectors(self, rows: Sequence[int]) -> dict[int, Vector]:
        with self.reading() as view:
            return view.vectors(rows)

    def token_codes(self, rows: Sequence[int]) -> dict[int, TokenCodes]:
        with self.reading() as view:
            return view.token_codes(rows)

    def passages(self, rows: Sequence[int]) -> dict[int, PassageRow]:
        with self.reading() as view:
            return view.passages(rows)

    def _passages(self, where: str, values: Sequence[object]) -> list[PassageRow]:
        with self.reading() as view:
            return view._passages(where, values)

    def _sealed_refs(self, ids: Iterable[str]) -> Iterator[Row]:
        with self.reading() as view:
            return iter(list(view._sealed_refs(ids)))

    def listed(self, filters: Filters, after: tuple[int, int] | None, most: int) -> list[Listed]:
        """Numbers of lists go round the records: a cursor says how far each was listed."""
        count = len(self.parts)
        found = []
        for at, part in enumerate(self.parts):
            own = (after[0], (after[1] - at) // count) if after else None
            listed = part.listed(filters, own, most)
            found.append([replace(one, number=one.number * count + at) for one in listed])
        return list(islice(heapq.merge(*found, key=lambda one: (one.day, one.number)), most))

    def pages(self, size: int) -> Iterator[list[str]]:
        return chain.from_iterable(part.pages(size) for part in self.parts)

    def content_marks(self, numbers: Iterable[int] | None = None) -> dict[str, str]:
        return dict(chain.from_iterable(part.content_marks().items() for part in self.parts))

    def collections(self) -> tuple[str, ...]:
        return tuple(sorted({name for part in self.parts for name in part.collections()}))

    def waiting(self) -> tuple[int, int]:
        waiting, failed = zip(*(part.waiting() for part in self.parts), strict=True)
        return sum(waiting), sum(failed)

    def stats(self) -> Stats:
        found, told = [part.stats() for part in self.parts], Told.of(part.told() for part in self.parts)
        return replace(
            found[0],
            statements=sum(one.statements for one in found),
            passages=sum(one.passages for one in found),
            delegations=len(told.delegations),
            collections=len(told.collections),
            first_day=told.first_day,
            last_day=told.last_day,
            bytes=sum(one.bytes for one in found),
            revision=sum(one.revision for one in found),
        )


class _Databases(Database):
    """The databases of the records; nothing is asked of them as one, and no place stands for all of them."""

    shared = True
    place = Path()

    def __init__(self, parts: Sequence[Database]) -> None:
        super().__init__()
        self._parts = parts

    def query(self, sql: str, values: Sequence[object]) -> NoReturn:
        raise InvalidInput(TOGETHER)

    def last_number(self, table: str) -> NoReturn:
        raise InvalidInput(TOGETHER)

    def view(self) -> NoReturn:
        raise InvalidInput(TOGETHER)

    def writing(self) -> NoReturn:
        raise InvalidInput(TOGETHER)

    def checkpoint(self) -> NoReturn:
        raise InvalidInput(TOGETHER)

    def faults(self) -> list[str]:
        return [fault for part in self._parts for fault in part.faults()]

    def bytes(self) -> int:
        return sum(part.bytes() for part in self._parts)

    def close(self) -> None:
        for part in self._parts:
            part.close()
