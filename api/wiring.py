"""Builds what settings name and opens the index: settings in, an open index with everything around it out.

Reading takes the index as it is, whoever owns it meanwhile. Writing and serving own it until they end; a
second owner gets IndexBusy. Nothing here is kept between two calls.
"""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING

from api.assembly import assemble as assemble
from api.opening import MODELS as MODELS
from api.opening import STORE as STORE
from api.opening import VECTORS as VECTORS
from api.opening import make_embedder as make_embedder
from api.opening import make_vectors as make_vectors
from api.opening import open_record as open_record
from api.opening import open_store as open_store
from api.opening import vectors_for as vectors_for
from api.settings import Settings
from index.embedding.embedder import Embedder
from index.model import Filters
from index.process.owner import Owner, Patience
from index.process.writable import unwritable
from index.store.record_store import RecordStore
from index.store.restore import ARRAYS
from index.vectors.vector_store import ScannedVectors, VectorStore
from rag.generation.reading import reading_by
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from rag.ranking.rerank import CrossEncoderReranker, Reranker
from rag.reader.careful import CarefulReader, packaged_reader
from rag.reader.reading import Reader
from rag.service import OnRecord

if TYPE_CHECKING:
    from rag.generation.endpoint import ChatEndpoint

WARM_UP = "What did Mr. Guterres say about peace?"
WARM_UP_LIST = "Which delegations spoke of the protection of civilians?"
"""A question of each kind, with what has to be looked up: a speaker, every delegation."""
FEW_LISTED = 3
"""Statements that the second is asked of: reading hundreds makes nothing ready that these do not."""


def make_reranker(settings: Settings) -> Reranker | None:
    return CrossEncoderReranker(settings.reranker) if settings.reranker else None


def make_model(settings: Settings) -> ChatEndpoint | None:
    """The language model configured, None for none."""
    if settings.llm_url is None or settings.llm_model is None:
        return None
    from rag.generation.endpoint import ChatEndpoint

    return ChatEndpoint(settings.llm_url, settings.llm_model, settings.llm_key, settings.llm_patience)


@contextmanager
def reading(settings: Settings, embedder: Embedder, answering: bool = False) -> Iterator[OnRecord]:
    """The index as it is; raises NotFound where there is none.

    `answering`: passages will be read, so the larger reader is loaded while the rest is opened.
    What took long to read is kept in a file for the next question, if the folder belongs to this user.
    """
    reader = _reader(answering)
    store = open_record(settings, embedder, create=False)
    vectors = make_vectors(settings, embedder)
    with closing(_configured(settings, store, vectors, embedder, reader)) as service:
        yield service
        if settings.kept_here and settings.data_dir.stat().st_uid == os.geteuid():
            with suppress(OSError):  # a disk that is full or read-only: the next question reads as long again
                service.keep(only_loaded=True)


@contextmanager
def writing(
    settings: Settings,
    embedder: Embedder,
    create: bool,
    stop: Callable[[], bool] = lambda: False,
    served: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    wait: float | None = 0.0,
) -> Iterator[OnRecord]:
    """The index, owned; what was written is published before this ends, unless `stop` says to hurry.

    `served`: a service can be asked to do the same work. `tell` is told why nothing was published, and that
    this waits for another process: at most `wait` seconds, or without end.
    """
    with owned(settings, served=served, patience=Patience(wait, tell, stop)):
        store = open_record(settings, embedder, create)
        vectors = make_vectors(settings, embedder)
        with closing(_configured(settings, store, vectors, embedder, _reader(), stop)) as service:
            yield service
            if not stop():
                publish(vectors, tell)
                keep(service, tell)


@contextmanager
def serving(
    settings: Settings, embedder: Embedder, address: str, stop: Callable[[], bool] = lambda: False
) -> Iterator[OnRecord]:
    """The index, owned, its vectors started and everything warm; others can find the address.

    Once `stop` says so, what is being added ends between two statements. On a full or read-only disk it only
    reads, and says so.
    """
    local = _has_folder(settings) and settings.data_dir.is_dir()
    only_reading = unwritable(settings.data_dir) if local else None
    if only_reading:
        logging.getLogger("onrecord").warning(only_reading)
    held = Owner.reading(settings.data_dir) if only_reading else owned(settings, address)
    with held:
        reader = _reader(answering=True)
        store = open_record(settings, embedder, only_reading is None, only_reading)
        vectors = ScannedVectors("Search scans.") if only_reading else make_vectors(settings, embedder)
        with closing(_configured(settings, store, vectors, embedder, reader, stop)) as service:
            vectors.start()
            warm(service)
            service.watch()
            yield service


def owned(
    settings: Settings, address: str | None = None, served: bool = False, patience: Patience | None = None
) -> AbstractContextManager[object]:
    """A folder has one owner; a database has as many as open it, and what is only read has none."""
    if not _has_folder(settings):
        return nullcontext()
    if patience is not None:
        return Owner.in_turn(settings.data_dir, patience, served)
    return Owner.acquire(settings.data_dir, address, served)


def _has_folder(settings: Settings) -> bool:
    """Does the record lie in the data directory?"""
    return not settings.database_url and not settings.shards


def _configured(
    settings: Settings,
    store: RecordStore,
    vectors: VectorStore,
    embedder: Embedder,
    reader: Reader,
    stop: Callable[[], bool] = lambda: False,
) -> OnRecord:
    """The service with the reranker, bounds and language model that the settings name."""
    return assemble(
        store,
        vectors,
        embedder,
        reader,
        stop,
        make_reranker(settings),
        settings.archives,
        make_model(settings),
        QuestionReader(QuestionNetwork()),
        reading_by(embedder, reader) if settings.model is None else None,  # weights fit the packaged model
        settings.data_dir / ARRAYS if settings.kept_here else None,
    )


def _reader(answering: bool = False) -> Reader:
    """The reader of passages, the larger one loaded meanwhile if it will answer."""
    reader = packaged_reader()
    if answering and isinstance(reader, CarefulReader):
        reader.load_ahead()
    return reader


def warm(service: OnRecord) -> None:
    """Loads model, snapshot and tables by asking; then takes them out of the garbage collector's rounds.

    A full round looks at every object of the model libraries, a tenth of a second in one answer of twenty.
    """
    few, _ = service.statements(Filters(), None, FEW_LISTED)
    service.ask(WARM_UP, Filters(), 10)
    service.ask(WARM_UP_LIST, Filters(statements=tuple(ref.id for ref in few)), 10)
    gc.collect()
    gc.freeze()


def publish(vectors: VectorStore, tell: Callable[[str], None]) -> None:
    vectors.publish(wait=True)
    if vectors.state == "damaged":
        tell(vectors.detail)


def keep(service: OnRecord, tell: Callable[[str], None]) -> None:
    """Writes the files that a start maps; where that fails, the next one reads all of the record instead."""
    try:
        service.keep()
    except OSError as error:
        tell(f"What is searched could not be kept in a file ({error.strerror}); the next start takes longer.")
