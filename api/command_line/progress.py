"""Progress of an addition, and of long reading, on a terminal, and the wish to stop an addition.

In: where a run is, and signals. Out: a bar on stderr, and the wish, which the run looks at between
statements.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from index.ingest import report
from index.process.progress import heard
from index.readers.table import is_companion
from index.readers.trees import DiskFiles
from index.text.amounts import many
from index.text.steering import without_steering

WATCHED = (signal.SIGTERM, signal.SIGINT)
NAME_WIDTH = 40


class Watch:
    """Draws the bar and keeps the first signal; a second one stops at once."""

    def __init__(self, bar: Progress, total: int | None) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=total, told="")
        self._signal: int | None = None

    def __call__(self, at: report.Progress) -> None:
        told = f"{many(at.statements, 'statement')}, {many(at.passages, 'passage')} new"
        self._bar.update(
            self._task, completed=at.files, description=without_steering(at.path)[-NAME_WIDTH:], told=told
        )

    def asked_to_stop(self) -> bool:
        return self._signal is not None

    @property
    def exit_code(self) -> int:
        return 0 if self._signal is None else 128 + self._signal

    def notice(self, number: int, _frame: FrameType | None) -> None:
        if self._signal is not None:
            raise KeyboardInterrupt
        self._signal = number


@contextmanager
def watched(total: int | None) -> Iterator[Watch]:
    """A watch that holds SIGTERM and Ctrl-C back until the statement under way is stored."""
    console = Console(stderr=True)
    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files, {task.fields[told]}"),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns,
        TextColumn("{task.description}"),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        watch = Watch(bar, total)
        before = {number: signal.signal(number, watch.notice) for number in WATCHED}
        try:
            yield watch
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def reading() -> Iterator[None]:
    """Shows how many sentences are read of how many; on a terminal only."""
    console = Console(stderr=True)
    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TextColumn("sentences"))
    shown = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    with shown as bar:
        task = bar.add_task("", total=None, visible=False)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total, visible=True)

        with heard(show):
            yield


def count_files(paths: Sequence[Path]) -> int:
    """How many records there are below the paths, roughly: companions and members of archives do not
    count."""
    files = (name for path in paths if path.is_dir() for name in DiskFiles(path).paths())
    inside = sum(not is_companion(PurePosixPath(name).name) for name in files)
    return inside + sum(path.is_file() for path in paths)
