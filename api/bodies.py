"""How much of what clients send is held at one time, in memory and in temporary files.

In: bytes as they come. Out: whether there is room for them. What is small has always room, so that large
bodies keep no question waiting.
"""

from __future__ import annotations

FULL_UPLOADS = 4
"""Uploads of the largest size that have room at once."""
FULL = "The service has its hands full with what others send; send the same again in a few seconds."


class Bodies:
    """Counts bytes; used by the event loop alone."""

    def __init__(self, most: int, small: int) -> None:
        self._most, self._small = most, small
        self.held = 0

    def taken(self, before: int, more: int) -> int | None:
        """How many of `more` bytes, beyond the `before` that came of the same body, take room; None if
        there is none."""
        takes = max(0, before + more - self._small) - max(0, before - self._small)
        if takes and self.held + takes > self._most:
            return None
        self.held += takes
        return takes

    def give_back(self, taken: int) -> None:
        self.held -= taken
