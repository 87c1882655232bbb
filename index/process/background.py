"""One thread that repeats a job whenever asked; requests made meanwhile share one run.

In: the job, which says whether it succeeded, and a look that says, cheaply, whether there is cause for it.
Out: a thread that ends with `stop`. A failed job is tried again after a while, each time a longer one, so
that a passing fault (a full disk) heals without anyone asking.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

RETRY_SECONDS = (5.0, 30.0, 120.0, 600.0)
LOOK_SECONDS = 10.0
LONGEST_REST = 10.0
"""Seconds."""


class Background:
    """Coalesces requests: those made while the job runs are served together by its next run.

    After a run it rests `rest` times as long as that took, at most LONGEST_REST, unless somebody waits: what
    is asked for all the time leaves most of a processor to others.
    """

    def __init__(
        self, name: str, job: Callable[[], bool], look: Callable[[], bool], rest: float = 0.0
    ) -> None:
        self._name, self._rest = name, rest
        self._rested = 0.0
        self._awaited = 0
        self._job, self._look = job, look
        self._changed = threading.Condition()
        self._asked = 0
        self._done = 0
        self._failures = 0
        self._stopping = False
        self._thread: threading.Thread | None = None

    def ask(self, *, wait: bool) -> None:
        """Asks for a run that begins after this call; `wait` until it has ended, well or not."""
        with self._changed:
            if self._stopping:
                return
            self._asked += 1
            mine = self._asked
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._changed.notify_all()
            if wait:
                self._awaited = mine
                self._changed.wait_for(lambda: self._done >= mine or self._stopping)

    @property
    def stopping(self) -> bool:
        return self._stopping

    def stop(self, seconds: float) -> None:
        """Takes no more requests and waits for the present run, up to a limit."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(seconds)

    def _run(self) -> None:
        while (serving := self._next()) is not None:
            began = time.monotonic()
            good = self._attempt(self._job)
            took = time.monotonic() - began
            self._rested = began + took + min(LONGEST_REST, self._rest * took)
            with self._changed:
                self._failures = 0 if good else self._failures + 1
                self._done = serving
                self._changed.notify_all()

    def _attempt(self, job: Callable[[], bool]) -> bool:
        try:
            return job()
        except Exception:  # those who wait must be told, and it is tried again
            logging.getLogger(__name__).exception("The background job %r failed.", self._name)
            return False

    def _next(self) -> int | None:
        """Waits until a run was asked for, a failed one is due again or the look finds cause; None to end."""
        pause = RETRY_SECONDS[min(self._failures, len(RETRY_SECONDS)) - 1] if self._failures else float("inf")
        due = time.monotonic() + pause
        while not self._called(min(LOOK_SECONDS, due - time.monotonic())):
            if time.monotonic() >= due or self._attempt(self._look):
                break
        with self._changed:
            self._changed.wait_for(self._hurried, max(0.0, self._rested - time.monotonic()))
        return None if self._stopping else self._asked

    def _hurried(self) -> bool:
        return self._stopping or self._awaited > self._done

    def _called(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._asked > self._done or self._stopping, max(seconds, 0))
