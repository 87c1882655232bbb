"""Adding, updating, removing and rebuilding: from files as read to statements in the record store.

In: outcomes of the readers. Out: a `Report`; each statement is acknowledged by its own synced transaction,
in the order read. What is unchanged costs nothing; what cannot be cut or embedded is skipped with the
reason and never half there. A full disk ends the run with StorageFailed and keeps what was acknowledged.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from index import faults
from index.embedder import Embedded, Embedder
from index.errors import NotFound, OnRecordError, StorageFailed
from index.locate import locate, one_place
from index.model import Source, Statement, StatementDraft, StatementRef
from index.readers.base import FileOutcome, ReadFile, Skipped
from index.segment import SEGMENTATION, embedded_text, segment, statement_id
from index.sources import Location
from index.store import RecordStore

BATCH = 256
"""Passages gathered before the embedder is called: enough to sort them by length, few enough to stop soon."""
CHUNK = 64
"""Passages embedded between two looks at `stop`."""
QUEUE = 1000
"""Statements and files that wait at most."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run is; `acknowledged` is the statement just stored, if that is what happened."""

    path: str
    files: int
    statements: int
    passages: int
    acknowledged: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a run: counts of statements, what was skipped and why, and where the time went."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    skipped: tuple[Skipped, ...] = ()
    files: int = 0
    passages: int = 0
    embedded: int = 0
    seconds: float = 0.0
    embedding_seconds: float = 0.0
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Ready:
    """A statement that waits for its passages' vectors."""

    statement: Statement
    content_sha: str
    location: Location
    texts: tuple[str, ...]
    shas: tuple[bytes, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class _Finished:
    """The end of a file: statements it no longer holds, and where it lies now."""

    location: Location
    stale: tuple[str, ...]


def content_sha(draft: StatementDraft) -> str:
    """SHA-256 over everything the draft says, whatever the file around it."""
    said = [
        draft.text,
        [[p.number, p.span.start, p.span.end, p.page, p.label] for p in draft.paragraphs],
        [draft.speaker.name, draft.speaker.role],
        [draft.delegation.code, draft.delegation.name] if draft.delegation else None,
        [draft.key, draft.capacity, draft.meeting, draft.date, draft.topic, draft.organ, draft.language],
        [draft.url, draft.order, draft.procedural, draft.on_behalf_of, draft.flags],
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _ref(draft: StatementDraft, at: Location, id: str) -> StatementRef:
    return StatementRef(
        id=id,
        speaker=draft.speaker,
        delegation=draft.delegation,
        capacity=draft.capacity,
        meeting=draft.meeting,
        date=draft.date,
        topic=draft.topic,
        organ=draft.organ,
        language=draft.language,
        source=Source(at.collection, at.path, at.sha256, draft.url, draft.key),
        order=draft.order,
        procedural=draft.procedural,
        on_behalf_of=draft.on_behalf_of,
        flags=draft.flags,
    )


def draft_of(statement: Statement) -> StatementDraft:
    """The draft the statement was cut from, to cut it again."""
    ref = statement.ref
    return StatementDraft(
        key=ref.source.key,
        text=statement.text,
        paragraphs=statement.paragraphs,
        speaker=ref.speaker,
        delegation=ref.delegation,
        capacity=ref.capacity,
        meeting=ref.meeting,
        date=ref.date,
        topic=ref.topic,
        organ=ref.organ,
        language=ref.language,
        url=ref.source.url,
        order=ref.order,
        procedural=ref.procedural,
        on_behalf_of=ref.on_behalf_of,
        flags=ref.flags,
    )


class Builder:
    """Writes one store with one embedder; runs of several threads wait for each other."""

    def __init__(
        self,
        store: RecordStore,
        embedder: Embedder,
        stop: Callable[[], bool] = lambda: False,
        segmentation: str = SEGMENTATION,
    ) -> None:
        self._store = store
        self._embedder = embedder
        self._segmentation = segmentation
        self._stop = stop
        self._lock = threading.Lock()

    def add(
        self,
        outcomes: Iterable[FileOutcome],
        collection: str,
        progress: Callable[[Progress], None] = lambda _: None,
    ) -> Report:
        """Adds or updates the statements of the files; those a file no longer holds are removed.

        Stops early, whole, when `stop` says so. Raises StorageFailed.
        """
        with self._lock:
            run = _Run(self._store, self._embedder, self._stop, progress)
            for outcome in outcomes:
                if run.stopped:
                    break
                run.take(outcome, collection)
            return run.end()

    def close(self) -> None:
        """Returns once no run is under way, so that the store may be closed."""
        with self._lock:
            pass

    def remove(self, ids: Sequence[str]) -> int:
        """Removes statements by id, completely; raises NotFound when none of them is there."""
        removed = self._store.remove(ids)
        if not removed:
            raise NotFound(
                "No such statement in the index; a search or GET /v1/statements gives the ids there are."
            )
        return removed

    def remove_source(self, path: str, collection: str | None = None) -> int:
        """Removes what was read from a file or folder, given by its full path or as shown.

        Raises NotFound, and InvalidInput for a path shown of several places.
        """
        found = self._store.sources_lying(collection, path)
        if not found:
            found = self._store.sources_shown(collection, path)
            one_place(path, found.values())
        ids = self._store.ids_of_sources(found)
        if not ids:
            raise NotFound(
                f"Nothing in the index was read from {path!r}; give its full path, or the path "
                "that search --json shows."
            )
        return self._store.remove(ids)

    def remove_collection(self, collection: str) -> int:
        """Removes a whole collection; raises NotFound."""
        ids = self._store.ids_of_collection(collection)
        if not ids:
            raise NotFound(f"There is no collection {collection!r} in the index.")
        return self._store.remove(ids)

    def rebuild(self, progress: Callable[[Progress], None] = lambda _: None) -> Report:
        """Cuts and embeds again what another model or segmentation made; goes on where it stopped.

        The store is to be opened without checks. Raises StorageFailed.
        """
        with self._lock:
            made_by = (self._embedder.fingerprint, self._segmentation)
            if self._store.built_by() != made_by:
                sizes = (self._embedder.dim, self._embedder.token_dim)
                self._store.start_rebuild(*made_by, self._embedder.name, sizes)
            run = _Run(self._store, self._embedder, self._stop, progress)
            for id in self._store.to_rebuild():
                if run.stopped:
                    break
                run.again(id)
            report = run.end()
            if not report.stopped:
                self._store.finish_rebuild()
            return report


@dataclass
class _Run:
    """One run of adding: statements wait in a queue until enough passages are together to embed."""

    store: RecordStore
    embedder: Embedder
    stop: Callable[[], bool]
    progress: Callable[[Progress], None]
    queue: list[_Ready | _Finished] = field(default_factory=list)
    claims: dict[tuple[str, str], Location] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    files: int = 0
    passages: int = 0
    embedded: int = 0
    waiting: int = 0
    embedding_seconds: float = 0.0
    began: float = field(default_factory=time.monotonic)
    halted: bool = False

    @property
    def stopped(self) -> bool:
        self.halted = self.halted or self.stop()
        return self.halted

    def take(self, outcome: FileOutcome, collection: str) -> None:
        """Queues what is new in the file."""
        self.files += 1
        if isinstance(outcome, Skipped):
            self.skipped.append(outcome)
        else:
            self._take_file(outcome, collection)
        self._tell(outcome.path)

    def _take_file(self, file: ReadFile, collection: str) -> None:
        at = locate(self.store, file, collection, self.claims)
        self.claims[collection, at.place] = at
        known = self.store.contents_of(collection, at.place)
        seen: set[str] = set()
        for draft in file.drafts:
            if self.stopped:
                return
            id = statement_id(collection, at.place, draft.key)
            if id in seen:
                self.skipped.append(
                    Skipped(file.path, f"Two statements at {draft.key!r}; the first is kept.")
                )
            elif known.get(id) == content_sha(draft):
                self.unchanged += 1
            else:
                self._prepare(draft, at, id, id in known)
            seen.add(id)
        self._enqueue(_Finished(at, tuple(id for id in known if id not in seen)))

    def again(self, id: str) -> None:
        """Queues a stored statement to be cut and embedded anew."""
        statement = self.store.statement(id)
        at = self.store.location_of(id)
        if not self._prepare(draft_of(statement), at, id, known=True):
            self.store.put(_uncut(statement), self.store.content_sha(id) or "", [], at)

    def _prepare(self, draft: StatementDraft, at: Location, id: str, known: bool) -> bool:
        try:
            draft.text.encode()
            statement = segment(draft, _ref(draft, at, id), self.embedder.count_tokens, self.embedder.window)
            texts = tuple(embedded_text(statement, passage) for passage in statement.passages)
        except (StorageFailed, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 (one bad record must not stop the rest)
            self._skip(at, draft.key, "cut into passages", error)
            return False
        shas = tuple(hashlib.sha256(text.encode()).digest() for text in texts)
        self.waiting += len(texts)
        self._enqueue(_Ready(statement, content_sha(draft), at, texts, shas, known))
        return True

    def _enqueue(self, item: _Ready | _Finished) -> None:
        self.queue.append(item)
        if self.waiting >= BATCH or len(self.queue) >= QUEUE:
            self._flush()

    def end(self) -> Report:
        """Stores what waits, unless stopped, and reports."""
        if not self.stopped:
            self._flush()
        self.store.checkpoint()
        return Report(
            self.added,
            self.updated,
            self.unchanged,
            self.removed,
            tuple(self.skipped),
            self.files,
            self.passages,
            self.embedded,
            time.monotonic() - self.began,
            self.embedding_seconds,
            self.halted,
        )

    def _flush(self) -> None:
        queue, self.queue, self.waiting = self.queue, [], 0
        ready = [item for item in queue if isinstance(item, _Ready)]
        faults.point("build.before_embed")
        vectors = self._vectors(ready)
        faults.point("build.after_embed")
        if self.halted:
            return
        for item in queue:
            if isinstance(item, _Finished):
                self._finish(item)
            else:
                self._store(item, vectors)

    def _vectors(self, ready: Sequence[_Ready]) -> dict[bytes, Embedded | Exception]:
        """By hash: what each text became; kept vectors are used, the rest embedded, shortest first."""
        wanted = {sha: text for item in ready for sha, text in zip(item.shas, item.texts, strict=True)}
        found: dict[bytes, Embedded | Exception] = dict(self.store.embeddings(list(wanted)))
        missing = sorted((sha for sha in wanted if sha not in found), key=lambda sha: len(wanted[sha]))
        began = time.monotonic()
        for at in range(0, len(missing), CHUNK):
            if self.stopped:
                break
            some = missing[at : at + CHUNK]
            found |= zip(some, self._embed([wanted[sha] for sha in some]), strict=True)
        self.embedding_seconds += time.monotonic() - began
        return found

    def _embed(self, texts: Sequence[str]) -> list[Embedded | Exception]:
        try:
            made = list(self.embedder.embed_passages(texts))
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 (one bad passage must not stop the rest)
            return [error] if len(texts) == 1 else [done for text in texts for done in self._embed([text])]
        self.embedded += len(made)
        return [*made]

    def _store(self, item: _Ready, vectors: dict[bytes, Embedded | Exception]) -> None:
        ref = item.statement.ref
        stored = []
        for passage, sha in zip(item.statement.passages, item.shas, strict=True):
            vector = vectors[sha]
            if isinstance(vector, Exception):
                self._skip(item.location, ref.source.key, "embedded", vector)
                return
            stored.append((passage, sha, vector))
        self.store.put(item.statement, item.content_sha, stored, item.location)
        self.added += not item.known
        self.updated += item.known
        self.passages += len(stored)
        self._tell(item.location.path, ref.id)

    def _finish(self, file: _Finished) -> None:
        at = file.location
        if file.stale:
            self.removed += self.store.remove(file.stale)
        known = self.store.source_placed(at.collection, at.place)
        if known is not None and known[1] != at:
            self.store.relocate(known[0], at)
        self.claims.pop((at.collection, at.place), None)

    def _skip(self, at: Location, key: str, what: str, error: Exception) -> None:
        place = f"{at.path} at {key!r}" if key else at.path
        reason = str(error) if isinstance(error, OnRecordError) else f"{type(error).__name__}: {error}"
        self.skipped.append(Skipped(place, f"The statement could not be {what}: {reason}"))

    def _tell(self, path: str, acknowledged: str | None = None) -> None:
        done = self.added + self.updated + self.unchanged
        self.progress(Progress(path, self.files, done, self.passages, acknowledged))


def _uncut(statement: Statement) -> Statement:
    """The statement without passages: kept and shown, but not searched."""
    return Statement(statement.ref, statement.text, statement.paragraphs, statement.sentences, (), ())
