"""The commands that only look something up: a statement, a citation, the state of the index. No model, no
search.

In: what was typed. Out: the reply that a service gives, from the record on this machine or from a service.
Nothing is imported but what they need, so that they answer in a moment.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Protocol

from api import opening, present
from api import schemas as wire
from api.command_line import render, render_upkeep
from api.command_line.options import Place
from api.command_line.printing import emit, errors_printed, print_text, tell_of_service
from api.invalid import asked
from index.store.record_store import RecordStore
from index.store.watch import RecordWatch
from index.vectors.vector_store import VectorStore
from rag.citation.passage import cite_passage
from rag.reader.careful import trouble_of_larger
from rag.status import status_of


def show(place: Place, id: str) -> None:
    with errors_printed(), _looking(place) as record:
        emit(place, record.statement(id), render.statement)


def cite(place: Place, passage_id: str, style: str) -> None:
    with errors_printed(), _looking(place) as record:
        query = asked(wire.CitationQuery, format=style)
        print_text(record.citation(passage_id, query.format))


def status(place: Place) -> None:
    with errors_printed(), _looking(place) as record:
        emit(place, record.status(), render_upkeep.status)


class LookupBackend(Protocol):
    """The record in which things are looked up."""

    def statement(self, id: str) -> wire.Statement: ...

    def citation(self, passage_id: str, style: wire.CitationFormat) -> str: ...

    def status(self) -> wire.Status: ...


class LocalRecord:
    """The record on this machine, as it is."""

    def __init__(self, store: RecordStore, vectors: VectorStore) -> None:
        self._store, self._vectors = store, vectors

    def statement(self, id: str) -> wire.Statement:
        return present.statement(self._store.statement(id))

    def citation(self, passage_id: str, style: wire.CitationFormat) -> str:
        return cite_passage(self._store, passage_id, style)

    def status(self) -> wire.Status:
        found = status_of(self._store, self._vectors, RecordWatch(self._store), trouble_of_larger())
        return wire.Status.model_validate(found)


@contextmanager
def _looking(place: Place) -> Iterator[LookupBackend]:
    if place.server is not None:
        from api.remote import RemoteBackend

        with closing(RemoteBackend(place.server, os.environ.get("ONRECORD_API_KEY"))) as remote:
            yield remote
        return
    chosen = place.settings
    tell_of_service(chosen.data_dir)
    embedder = opening.make_embedder(chosen)
    store = opening.open_record(chosen, embedder, create=False)
    with closing(store), closing(opening.make_vectors(chosen, embedder)) as vectors:
        yield LocalRecord(store, vectors)
