"""What waits to be embedded, where several processes share the work.

In: drafts of a file, ids. Out: what waits, and the statements of sources and collections, stored or waiting.
A record that one process writes has no queue: nothing waits there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from index.store import work
from index.store.database import Database, Place, Postgres
from index.store.sources import Location, SourceQueries
from index.store.writes import write_source


class WaitingQueries(SourceQueries):
    """The questions about sources and their statements, those that wait included."""

    database: Database
    path: Place

    @property
    def shared(self) -> bool:
        """May other processes write to it as well?"""
        return self.database.shared

    @contextmanager
    def placing(self) -> Iterator[Callable[[Location], int]]:
        """Gives a function that takes a place and returns its source's number; nobody else can meanwhile."""
        with self.database.writing() as db:
            yield lambda location: write_source(db, location)

    def waiting_at(self, at: Location) -> list[str]:
        """Ids of statements of this source that wait."""
        sql = (
            "SELECT w.id FROM work w JOIN sources f ON f.number = w.source "
            "WHERE f.collection = ? AND f.place = ? ORDER BY w.number"
        )
        return [row[0] for row in self._all(sql, (at.collection, at.place))] if self.shared else []

    def enqueue(self, at: Location, drafts: Mapping[str, str]) -> None:
        """Queues statements of this source; its place is taken again if a removal let go of it."""
        assert isinstance(self.path, Postgres)
        held = self.source_placed(at.collection, at.place)
        while held is None or not work.enqueue(self.path, held[0], at, drafts):
            with self.placing() as take:
                held = (take(at), at)

    def forget(self, ids: Sequence[str]) -> frozenset[str]:
        """Takes statements out of the queue; returns those that were in it."""
        return work.forget(self.path, ids) if isinstance(self.path, Postgres) and ids else frozenset()

    def waiting(self) -> tuple[int, int]:
        """How many wait, and how many were taken and could not be stored."""
        return work.counted(self._one(work.COUNTED)) if self.shared else (0, 0)

    def ids_of_sources(self, numbers: Iterable[int]) -> list[str]:
        """The statements read from these sources, whether stored or waiting."""
        wanted = list(numbers)
        waiting = self._listed("SELECT id FROM work WHERE source IN ", wanted) if self.shared else []
        return list(dict.fromkeys([*super().ids_of_sources(wanted), *(row[0] for row in waiting)]))

    def ids_of_collection(self, collection: str) -> list[str]:
        """Statements of a collection in order of adding, whether stored or waiting."""
        sql = "SELECT w.id FROM work w JOIN sources f ON f.number = w.source WHERE f.collection = ?"
        waiting = self._all(sql, (collection,)) if self.shared else []
        return list(dict.fromkeys([*super().ids_of_collection(collection), *(row[0] for row in waiting)]))
