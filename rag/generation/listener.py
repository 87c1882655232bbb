"""Who hears an answer while it is made.

In: passages once found, sentences once verified, those removed. Out: nothing; any method may raise, which
ends the making of the answer where it stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from rag.generation.model import VerifiedSentence
from rag.model import Citation, Hit


class Listener:
    """Ignores everything; whoever wants to hear an event overrides its method."""

    def passages(self, hits: Sequence[Hit]) -> None:
        """What was found, before anything is made of it."""

    def progress(self, done: int, total: int) -> None:
        """How many sentences of a long list are read."""

    def listed(self, citation: Citation) -> None:
        """A statement that is surely on a list, as soon as it is settled: without a number, in no order."""

    def sentence(self, sentence: VerifiedSentence) -> None:
        """A sentence that holds, whole, with its citations; it will not be taken back."""

    def removed(self, sentence: VerifiedSentence) -> None:
        """A sentence of a model that does not hold."""

    def waiting(self) -> None:
        """Called now and then while nothing comes from a model."""
