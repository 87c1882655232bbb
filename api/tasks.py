"""Additions as tasks: they wait for their turn, tell how far they are, and can be cancelled.

In: what is to be added, as work that is told when to stop. Out: tasks by id, newest first. They are kept in
memory: a restart forgets them, and what they stored stays.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Literal

from anyio import CancelScope
from starlette.concurrency import run_in_threadpool

from api import schemas as wire
from api.bodies import Bodies
from api.gate import Gate
from api.problems import STOPPING, document_of
from index.errors import Cancelled, NotFound, OnRecordError, Unavailable
from index.ingest.report import Progress

KEPT = 100
"""How many ended tasks are still listed."""
LISTED, LISTED_BRIEFLY = 1_000, 10
"""Skipped files named in a report, and in each of a list of tasks; the others are counted. An archive of a
megabyte has ten thousand, and reports are kept, and written where everybody waits."""
CANCELLED = "This addition was cancelled; what was stored before stays, and the same upload does the rest."
Work = Callable[[Callable[[Progress], None], Callable[[], bool]], wire.Report]
"""Work, which is given a function to report to and one that says when to stop."""
log = logging.getLogger("onrecord")


class Task:
    """One addition; changed by the work, read by any thread. Only the event loop cancels it."""

    def __init__(self, collection: str, files: int) -> None:
        self.id, self.collection, self._files = uuid.uuid4().hex, collection, files
        self._begun = datetime.now(UTC)
        self._ended: datetime | None = None
        self._state: Literal["waiting", "working"] = "waiting"
        self._at: Progress | None = None
        self._report: wire.Report | None = None
        self._error: Exception | None = None
        self._stop, self._scope = threading.Event(), CancelScope()

    @property
    def ended(self) -> bool:
        return self._ended is not None

    def cancel(self) -> None:
        """Its work stops between two statements; one that waits has ended."""
        self._stop.set()
        self._scope.cancel()

    async def carry_out(self, gate: Gate, work: Work) -> None:
        """Waits for a place and works; `outcome` tells how that ended."""
        try:
            with self._scope:
                async with gate.place() as lives:
                    self._state = "working"
                    report = await run_in_threadpool(work, self._listener(lives), self._stop.is_set)
                    self._report = _listing(report, LISTED)
            self._error = self._cut_short()
        except Exception as error:  # noqa: BLE001 (kept for whoever asks for the outcome)
            self._error = error
        finally:
            self._ended = datetime.now(UTC)

    def outcome(self) -> wire.Report:
        """The report, if the work was finished; raises whatever else ended it."""
        if self._error is not None:
            raise self._error
        assert self._report is not None
        return self._report

    def as_wire(self, listed: int = LISTED) -> wire.Task:
        at = self._at
        return wire.Task(
            id=self.id,
            state=self._wire_state(),
            collection=self.collection,
            files=self._files,
            begun=_iso(self._begun),
            ended=None if self._ended is None else _iso(self._ended),
            done=wire.Done(files=at.files, statements=at.statements, passages=at.passages) if at else None,
            report=None if self._report is None else _listing(self._report, listed),
            problem=None if self._error is None else document_of(self._error),
        )

    def _listener(self, lives: Callable[[], None]) -> Callable[[Progress], None]:
        def tell(at: Progress) -> None:
            self._at = at
            lives()

        return tell

    def _cut_short(self) -> OnRecordError | None:
        if self._report is not None and not self._report.stopped:
            return None
        return Cancelled(CANCELLED) if self._stop.is_set() else Unavailable(STOPPING)

    def _wire_state(self) -> wire.TaskState:
        if self._ended is None:
            return "stopping" if self._stop.is_set() else self._state
        if self._error is None:
            return "done"
        return "cancelled" if isinstance(self._error, Cancelled) else "failed"


class Tasks:
    """All additions that wait or run, and the latest that ended; only the event loop uses it."""

    def __init__(self, gate: Gate, bodies: Bodies) -> None:
        self._gate, self._bodies = gate, bodies
        self._tasks: dict[str, Task] = {}
        self._running: dict[asyncio.Task[None], Task] = {}

    def new(self, collection: str, files: int) -> Task:
        ended = [task.id for task in self._tasks.values() if task.ended]
        for id in ended[: max(0, len(ended) - KEPT + 1)]:
            del self._tasks[id]
        task = Task(collection, files)
        self._tasks[task.id] = task
        return task

    async def finish(self, task: Task, work: Work) -> wire.Report:
        """Carries the task out while its sender waits."""
        await task.carry_out(self._gate, work)
        return task.outcome()

    def start(self, task: Task, work: Work, size: int) -> None:
        """Carries the task out by itself; `size` is what it holds until its end."""
        running = asyncio.create_task(task.carry_out(self._gate, work))
        self._running[running] = task
        self._bodies.held += size
        running.add_done_callback(lambda _: self._bodies.give_back(size))
        running.add_done_callback(self._note)

    def find(self, id: str) -> Task:
        """Raises NotFound; a task is forgotten some time after its end, and when the service restarts."""
        if id not in self._tasks:
            raise NotFound("There is no such task, or none any more; GET /v1/tasks lists those there are.")
        return self._tasks[id]

    def all(self, held: frozenset[str] | None) -> list[Task]:
        """Newest first; a key that is limited to collections sees only theirs."""
        return [task for task in reversed(self._tasks.values()) if held is None or task.collection in held]

    async def close(self) -> None:
        """Cancels what runs by itself and waits for its end."""
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running)

    def _note(self, running: asyncio.Task[None]) -> None:
        """Logs an end that nobody foresaw, since no request is there to tell of it."""
        error = self._running.pop(running)._error
        if error is not None and not isinstance(error, OnRecordError):
            log.error("An addition failed.", exc_info=error)


def _listing(report: wire.Report, most: int) -> wire.Report:
    """The report with so many skipped files named at most."""
    unlisted = report.unlisted + max(0, len(report.skipped) - most)
    return report.model_copy(update={"skipped": report.skipped[:most], "unlisted": unlisted})


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
