"""Progress of an addition, on a terminal, and the wish to stop it.

In: files done and signals. Out: a bar on stderr; `Stopped`, raised between two statements, never inside one.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from api.render import safe

WATCHED = (signal.SIGTERM, signal.SIGINT)
NAME_WIDTH = 40


class Stopped(Exception):
    """The user or the system asked to stop; `code` is the exit code that says so."""

    def __init__(self, number: int) -> None:
        super().__init__(signal.Signals(number).name)
        self.code = 128 + number


class Watch:
    """Draws the bar and raises Stopped at the first call after a signal."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("reading", total=None)
        self._signal: int | None = None

    def __call__(self, done: int, total: int, path: str) -> None:
        name = safe(path)[-NAME_WIDTH:]
        self._bar.update(self._task, completed=done, total=total or None, description=name)
        if self._signal is not None:
            raise Stopped(self._signal)

    def notice(self, number: int, _frame: FrameType | None) -> None:
        self._signal = number


@contextmanager
def watched() -> Iterator[Watch]:
    """A watch that holds SIGTERM and Ctrl-C back until the statement under way is stored."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        watch = Watch(bar)
        before = {number: signal.signal(number, watch.notice) for number in WATCHED}
        try:
            yield watch
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
