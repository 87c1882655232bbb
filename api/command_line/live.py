"""An answer on a terminal while it is made: what was found, how much of a long list is read, each sentence.

In: the events of an answer. Out: some lines on stderr, which are gone once the answer itself is printed.
Nothing is shown where stderr is no terminal.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pydantic import BaseModel

from api import schemas as wire
from api.events import EventListener
from index.text.amounts import many
from index.text.steering import without_steering

if TYPE_CHECKING:
    from rich.text import Text

SHOWN = 6
"""Passages, or sentences, that are shown at one time."""


class Making:
    """What is known of an answer so far."""

    def __init__(self) -> None:
        self._found, self._read, self._removed = "", "", 0
        self._passages: list[str] = []
        self._sentences: list[str] = []

    def take(self, _name: str, value: BaseModel) -> None:
        """One event."""
        if isinstance(value, wire.FoundPassages):
            self._found = f"Found {many(len(value.hits), 'passage')}"
            self._passages = [hit.citation.text for hit in value.hits[:SHOWN]]
        elif isinstance(value, wire.ListProgress):
            self._read = f"Read {value.done:,} of {many(value.total, 'sentence')}"
        elif isinstance(value, wire.ListedStatement):
            self._sentences.append(f"{value.citation.text}: “{value.citation.quote}”")
        elif isinstance(value, wire.VerifiedSentence):
            self._hear(value)

    def _hear(self, sentence: wire.VerifiedSentence) -> None:
        if sentence.verdict == "supported":
            self._sentences.append(sentence.text)
        else:
            self._removed += 1

    def lines(self) -> list[str]:
        """What stands on the terminal: the passages until there are sentences, then the last of these."""
        removed = f"removed {self._removed} of the model's sentences" if self._removed else ""
        told = [part for part in (self._found, self._read, removed) if part]
        below = self._sentences[-SHOWN:] or self._passages
        return [", ".join(told), *(f"  {without_steering(' '.join(line.split()))}" for line in below)]

    def __rich__(self) -> Text:
        from rich.text import Text

        return Text("\n".join(self.lines()), no_wrap=True, overflow="ellipsis")


@contextmanager
def making(as_json: bool) -> Iterator[EventListener | None]:
    """The listener that shows an answer; None where nothing is to be shown."""
    if as_json or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.live import Live

    shown, console = Making(), Console(stderr=True)
    with Live(shown, console=console, transient=True, redirect_stdout=False, redirect_stderr=False):
        yield EventListener(shown.take)
