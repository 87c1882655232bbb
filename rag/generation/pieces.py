"""What a model says, out of the pieces that its reply comes in.

In: pieces of content. Out: text that can be read and stored: no half of a character, and nothing of what the
model thinks aloud in a `<think>` element before it answers.
"""

from __future__ import annotations

OPENS, CLOSES = "<think>", "</think>"


class Pieces:
    """`taken` counts all characters that came; `thought` tells whether the model thought aloud."""

    def __init__(self) -> None:
        self.taken, self.thought = 0, False
        self._half, self._held, self._says = "", "", False

    def fed(self, piece: str) -> str:
        """What the piece adds to what is said."""
        self.taken += len(piece)
        said = self._half + piece
        self._half = said[-1:] if "\ud800" <= said[-1:] <= "\udbff" else ""
        said = _whole(said.removesuffix(self._half))
        return said if self._says else self._begun(said)

    def _begun(self, piece: str) -> str:
        """What is said as soon as it is clear that it is not thought."""
        looked = max(0, len(self._held) - len(CLOSES))
        self._held = (self._held + piece).lstrip()
        if not self.thought:
            if OPENS.startswith(self._held[: len(OPENS)]) and len(self._held) < len(OPENS):
                return ""
            self.thought = self._held.startswith(OPENS)
        if self.thought and (closes := self._held.find(CLOSES, looked)) < 0:
            return ""
        self._says = True
        return self._held[closes + len(CLOSES) :].lstrip() if self.thought else self._held


def _whole(text: str) -> str:
    """The two halves of a character put together; a half alone becomes the sign for what cannot be read."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
