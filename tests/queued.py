"""Statements queued in a shared record and worked off, for tests of the queue."""

from __future__ import annotations

from index.ingest.report import Report
from index.ingest.working import Worker, queue_statements
from index.readers.base import ReadFile
from index.store.record_store import RecordStore
from tests.hash_embedder import HashEmbedder
from tests.wholeness import check_whole

EMBEDDER = HashEmbedder()


def gave(store: RecordStore, *files: ReadFile, collection: str = "council") -> Report:
    return queue_statements(store, EMBEDDER, files, collection, lambda: False, lambda _: None)


def worked(store: RecordStore) -> Worker:
    worker = Worker(store, EMBEDDER, lambda: False)
    worker.work(until_empty=True)
    return worker


def texts(store: RecordStore) -> list[str]:
    return sorted(check_whole(store).values())
