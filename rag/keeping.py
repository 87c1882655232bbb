"""Keeps files beside the index with what would take long to make from it again.

In: functions that each write one such file. Out: the files, written at once when asked for, or in the
background of a service after every change.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.process.background import Background

Keep = Callable[[bool], None]
"""Writes a file of what was made of the index; asked for only what is loaded, it loads nothing for that."""
CLOSING_SECONDS = 5.0
"""How long a file being written may take when the index is closed; left half written, it is not used."""


class Keeping:
    """Writes in the background once it was started."""

    def __init__(self, kept: Sequence[Keep]) -> None:
        self._kept = kept
        self._background: Background | None = None

    def keep(self, only_loaded: bool = False) -> None:
        """Writes the files beside the index that would take long to make again; raises OSError."""
        for keep in self._kept:
            keep(only_loaded)

    def start(self) -> None:
        """From now on a change is followed by new files."""
        self._background = Background("keep-arrays", self._keep_all, lambda: False)
        self.changed()

    def changed(self) -> None:
        """Has the files written that changed, if writing was started."""
        if self._background is not None:
            self._background.ask(wait=False)

    def close(self) -> None:
        if self._background is not None:
            self._background.stop(CLOSING_SECONDS)

    def _keep_all(self) -> bool:
        self.keep()
        return True
