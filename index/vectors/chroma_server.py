"""The vector store served from a Chroma server of the user's own.

In: the server's address and where the record is. Out: the rows nearest to a vector. Rows are immutable
and adding one twice changes nothing, so one collection is brought up to date in place: missing rows are
added, checked, then served; rows that are gone are deleted last. One that fails its check is replaced by a
new collection under a new name. Only row numbers and vectors are sent, never words.
"""

from __future__ import annotations

from contextlib import suppress

import numpy as np

from index.embedding.embedder import Vector
from index.errors import OnRecordError
from index.store.database import Place
from index.vectors.collection import ASKING_SECONDS, ChromaFailed, Collection, Server
from index.vectors.duplicates import Duplicates, index_once
from index.vectors.feed import Rows, VectorFeed
from index.vectors.generations import Damaged, Pointer
from index.vectors.publish import check_queries, sample_rows
from index.vectors.registry import registry_beside
from index.vectors.serving import ServedVectors
from index.vectors.vector_store import State

CLOSE_SECONDS = 5.0
MOST_AHEAD = 10_000
"""Rows that are scanned rather than published while others go on adding."""


class ChromaServerVectors(ServedVectors):
    """Keeps a collection on a Chroma server equal to the record store, and answers from it once it is."""

    def __init__(self, url: str, database: Place, fingerprint: str, dim: int) -> None:
        super().__init__(dim, "publish-to-server")
        self._url = url
        self._feed = VectorFeed(database, dim)
        self._registry = registry_beside(database)
        self._fingerprint = fingerprint
        self._damaged = 0
        self._server: Server | None = None
        self._asking: Server | None = None
        self._heard = True
        self._seen = 0

    def _published_detail(self) -> str:
        pointer = self._published()
        if pointer is None:
            return "The Chroma server has not been asked yet; search scans."
        return (
            f"{pointer.count} vectors up to row {pointer.applied_row} are published on {self._url}: "
            "a service opens them, a command scans."
        )

    def _failure_detail(self) -> str:
        return "The Chroma server failed; search scans until it is back."

    def start(self) -> None:
        self._wanted.set()
        self._health = ("verifying", "The Chroma server is being checked; search scans meanwhile.")
        self._background.ask(wait=False)

    def verify(self) -> str:
        pointer = self._published()
        if pointer is None:
            return ""
        try:
            server = self._server = self._server or Server(self._url, self._registry.prefix())
            self._compare(server.open(self._name(pointer.generation), create=False), pointer)
        except (OnRecordError, OSError, ChromaFailed, Damaged) as error:
            return f"The Chroma server {self._url} does not hold what was published: {error}"
        return ""

    def _compare(self, collection: Collection, pointer: Pointer) -> None:
        duplicates = index_once(self._feed.between(0, pointer.applied_row))
        if not np.isin(duplicates.ids(), collection.ids()).all():
            raise Damaged("The collection lacks rows.")
        check_queries(collection, duplicates, self._feed.chosen(sample_rows(duplicates.rows)))

    def close(self) -> None:
        self._background.stop(CLOSE_SECONDS)
        self._serving.close()
        for server in filter(None, (self._server, self._asking)):
            with suppress(ChromaFailed):
                server.close()

    def _look(self) -> bool:
        """Does the server answer again, or has another process added to the record or published it?"""
        heard, self._heard = self._heard, self._answers()
        with suppress(OnRecordError):
            return self._heard and (not heard or self._overtaken())
        return False

    def _overtaken(self) -> bool:
        """Others add to a shared record without saying so: once they pause, or are far ahead, publishing is
        due."""
        if not self._registry.shared:
            return False
        served, published = self._serving.pointer, self._published()
        if served is None or published != served:
            return published is not None
        before, self._seen = self._seen, self._feed.last_row()
        ahead = self._seen - served.applied_row
        return ahead > MOST_AHEAD or (ahead > 0 and self._seen == before)

    def _answers(self) -> bool:
        try:
            self._server = self._server or Server(self._url, self._registry.prefix())
        except (ChromaFailed, OSError):
            return False
        return self._server.alive()

    def _bring_up_to_date(self) -> bool:
        try:
            with self._registry.publishing() as mine:
                return (self._attempt() or self._attempt()) if mine else self._follow()
        except (OnRecordError, OSError, ChromaFailed, Damaged) as error:
            self._heard = self._server is not None and self._server.alive()
            state: State = "ready" if self._serving.pointer else "damaged"
            failed = f"The Chroma server {self._url} could not be brought up to date"
            self._health = (
                state,
                f"{failed}; search scans, and vectors are published once it answers. ({error})",
            )
            return False

    def _attempt(self) -> bool:
        """False where the collection turned out damaged, so that a second attempt makes a new one."""
        server = self._server = self._server or Server(self._url, self._registry.prefix())
        pointer = self._published()
        try:
            self._synchronise(server, pointer)
        except (ChromaFailed, Damaged):
            if pointer is None or pointer.generation == self._damaged or not server.alive():
                raise
            self._damaged = pointer.generation
            return False
        return True

    def _follow(self) -> bool:
        """Another process publishes: opens what is published, if that is not what is served."""
        pointer = self._published()
        if pointer is None:
            self._health = ("rebuilding", "The Chroma server is being filled; search scans meanwhile.")
        if pointer is None or not self._wanted.is_set() or pointer == self._serving.pointer:
            return True
        server = self._server = self._server or Server(self._url, self._registry.prefix())
        collection = server.open(self._name(pointer.generation), create=False)
        duplicates = index_once(self._feed.between(0, pointer.applied_row))
        check_queries(collection, duplicates, self._feed.chosen(sample_rows(duplicates.rows)))
        self._serving.open(pointer, self._asked(pointer.generation), duplicates)
        self._health = ("ready", f"{pointer.count} vectors up to row {pointer.applied_row} on {self._url}.")
        return True

    def _synchronise(self, server: Server, pointer: Pointer | None) -> None:
        """Makes a collection hold every row there is, serves it, then deletes what is gone."""
        until = self._feed.last_row()
        generation, collection = self._collection(server, pointer)
        duplicates = self._fill(collection, until)
        check_queries(collection, duplicates, self._feed.chosen(sample_rows(duplicates.rows)))
        published = Pointer(generation, until, self._fingerprint, len(duplicates.rows))
        if self._wanted.is_set():
            self._serving.open(published, self._asked(generation), duplicates)
        _remove_others(collection, duplicates)
        self._registry.write(published)
        for name in server.names():
            if name != self._name(generation):
                server.drop(name)
        self._damaged = 0
        held = f"{published.count} vectors up to row {until} on {self._url}."
        self._health = (
            ("ready", held) if self._wanted.is_set() else ("absent", f"Filled but not open: {held}")
        )

    def _asked(self, generation: int) -> Collection:
        """The collection as it is asked: one that hangs keeps no question long."""
        self._asking = self._asking or Server(self._url, self._registry.prefix(), ASKING_SECONDS)
        return self._asking.open(self._name(generation), create=False)

    def _collection(self, server: Server, pointer: Pointer | None) -> tuple[int, Collection]:
        """The published collection, or a new and empty one where that is missing, another's or damaged."""
        names = server.names()
        usable = pointer is not None and pointer.generation != self._damaged
        if pointer is not None and usable and self._name(pointer.generation) in names:
            return pointer.generation, server.open(self._name(pointer.generation), create=False)
        if self._serving.pointer is None:
            self._health = ("rebuilding", "The Chroma server is being filled; search scans meanwhile.")
        taken = [int(name.rpartition("-")[2]) for name in names if name.rpartition("-")[2].isdecimal()]
        generation = max([0, pointer.generation if pointer else 0, *taken]) + 1
        return generation, server.open(self._name(generation), create=True)

    def _fill(self, collection: Collection, until: int) -> Duplicates:
        """Adds the rows that are missing; all that are due are there when it returns."""
        held = collection.ids()

        def add(rows: Rows, vectors: Vector) -> None:
            if self._background.stopping:
                raise ChromaFailed("It was stopped while being filled.")
            new = ~np.isin(rows, held)
            collection.add(rows[new], vectors[new])

        duplicates = index_once(self._feed.between(0, until), add)
        if not np.isin(duplicates.ids(), collection.ids()).all():
            raise Damaged("The collection does not hold the rows that were added to it.")
        return duplicates

    def _published(self) -> Pointer | None:
        return self._registry.read(self._fingerprint)

    def _name(self, generation: int) -> str:
        return f"{self._registry.prefix()}{generation}"


def _remove_others(collection: Collection, duplicates: Duplicates) -> None:
    collection.remove(np.setdiff1d(collection.ids(), duplicates.ids()))
    if collection.count() != len(duplicates.ids()):
        raise Damaged("The collection does not hold as many rows as it should.")
