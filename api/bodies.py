"""How much of what clients send is held at one time, in memory and in temporary files.

In: bytes as they come. Out: whether there is room for them. Small bodies always have room, so that large ones
keep no question waiting.
"""

from __future__ import annotations

FULL_UPLOADS = 4
"""How many uploads of the largest size have room at once."""
FULL = "The service is busy with what others send; send the same again in a few seconds."


class Bodies:
    """Counts bytes; used by the event loop alone."""

    def __init__(self, most: int, small: int) -> None:
        self._most, self._small = most, small
        self.held = 0

    def taken(self, before: int, more: int) -> int | None:
        """How many of `more` bytes take room, after the `before` that came of the same body; None if there is
        no room."""
        takes = max(0, before + more - self._small) - max(0, before - self._small)
        if takes and self.held + takes > self._most:
            return None
        self.held += takes
        return takes

    def give_back(self, taken: int) -> None:
        self.held -= taken
