"""Work shared between processes: one queues statements, any number of others embed them.

In: files as read, or what waits in the database. Out: statements in the record, each whole or not at all. A
worker that is killed loses nothing: what it had taken goes back to the queue by itself, and what it had
stored is found unchanged.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from index.embedding.embedder import Embedder
from index.errors import InvalidInput, Unavailable
from index.ingest.prepared import Finished
from index.ingest.report import Progress, Report
from index.ingest.run import Run
from index.model import Delegation, Paragraph, Span, Speaker, StatementDraft
from index.readers.base import FileOutcome, Spend, free
from index.store.database import Postgres
from index.store.record_store import RecordStore
from index.store.sources import Location
from index.store.work import claimed

log = logging.getLogger("onrecord")
TOGETHER = 500
"""Statements that are queued together."""
TAKEN = 32
"""Statements taken at a time: enough to embed them well, few enough to be done in seconds."""
PAUSE = 1.0
"""Seconds between two looks at an empty queue, or at a database that is away."""
OTHER_VERSION = "What waited here was queued by another version of onrecord; add its file again: {!a}."
NO_QUEUE = "Only a record in a database has a queue: set ONRECORD_DATABASE_URL, or leave --queue out."


@dataclass
class QueueingRun(Run):
    """A run that queues what is new for others to embed; `added` and `updated` count it."""

    drafts: dict[str, str] = field(default_factory=dict)

    def take(self, outcome: FileOutcome, collection: str) -> None:
        """What is new in the file is in the queue when this returns."""
        super().take(outcome, collection)
        self._flush()
        self._settle()

    def _known(self, at: Location) -> dict[str, str]:
        waiting = dict.fromkeys(self.store.waiting_at(at), "")
        return waiting | self.store.contents_of(at.collection, at.place, at.absolute)

    def _prepare(
        self, draft: StatementDraft, at: Location, id: str, known: bool, spend: Spend = free
    ) -> bool:
        """Whoever takes it cuts it, so no passages are counted here."""
        self.drafts[id] = as_json(draft)
        self.added += not known
        self.updated += known
        if len(self.drafts) >= TOGETHER:
            self._queue_drafts(at)
        return True

    def _finish(self, file: Finished) -> None:
        self._queue_drafts(file.location)
        super()._finish(file)

    def _queue_drafts(self, at: Location) -> None:
        if self.drafts:
            self.store.enqueue(at, self.drafts)
        self.drafts = {}


def queue_statements(
    store: RecordStore,
    embedder: Embedder,
    outcomes: Iterable[FileOutcome],
    collection: str,
    stop: Callable[[], bool],
    progress: Callable[[Progress], None],
) -> Report:
    """Queues the statements of the files for workers; those a file no longer holds are removed.

    Raises InvalidInput where the record has no queue.
    """
    if not store.shared:
        raise InvalidInput(NO_QUEUE)
    return QueueingRun(store, embedder, stop, progress).through(outcomes, collection)


class Worker:
    """Embeds what waits until it is told to stop or, if that is wanted, until nothing waits any more."""

    def __init__(
        self,
        store: RecordStore,
        embedder: Embedder,
        stop: Callable[[], bool],
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> None:
        if not isinstance(store.path, Postgres):
            raise InvalidInput(NO_QUEUE)
        self._store, self._embedder, self._place = store, embedder, store.path
        self._stop, self._progress = stop, progress
        self.stored = self.failed = 0

    def work(self, until_empty: bool = False) -> None:
        """Raises IndexMismatch if the index was rebuilt for another model meanwhile."""
        while not self._stop():
            try:
                if self._take_some():
                    continue
                if until_empty:
                    return
            except Unavailable as error:
                log.warning("%s", error)
            time.sleep(PAUSE)

    def _take_some(self) -> int:
        """Stores some of what waits; returns how many statements it took."""
        run = Run(self._store, self._embedder, self._stop, self._progress)
        with claimed(self._place, TAKEN) as claim:
            count = len(claim.taken) + len(claim.failed)
            for item in claim.taken:
                try:
                    draft = draft_from(item.draft)
                except (LookupError, TypeError, ValueError):
                    claim.failed[item.id] = OTHER_VERSION.format(item.location.path)
                else:
                    run.taken(item.id, draft, item.location)
            report = run.end()
            claim.done |= run.stored
            claim.failed |= run.failed
        for id, why in claim.failed.items():
            log.error("Statement %a: %s", id, why)
        self.stored += report.added + report.updated
        self.failed += len(claim.failed)
        return count


def as_json(draft: StatementDraft) -> str:
    return json.dumps(asdict(draft))


def draft_from(held: str) -> StatementDraft:
    """The same draft again."""
    said: dict[str, Any] = json.loads(held)
    paragraphs = (
        Paragraph(p["number"], Span(**p["span"]), p["page"], p["label"]) for p in said.pop("paragraphs")
    )
    delegation = said.pop("delegation")
    return StatementDraft(
        paragraphs=tuple(paragraphs),
        speaker=Speaker(**said.pop("speaker")),
        delegation=Delegation(**delegation) if delegation else None,
        flags=tuple(said.pop("flags")),
        groups=tuple(Delegation(**group) for group in said.pop("groups")),
        **said,
    )
