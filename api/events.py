"""An answer as it is made, event by event, in the shapes of the interface.

In: what a listener hears. Out: the name and the value of each event, told to whoever shows or sends it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pydantic import BaseModel

from api import present
from api import schemas as wire
from rag.generation.listener import Listener
from rag.generation.model import VerifiedSentence
from rag.model import Citation, Hit

Tell = Callable[[str, BaseModel], None]
SHAPES: Mapping[str, type[BaseModel]] = {
    "passages": wire.FoundPassages,
    "progress": wire.ListProgress,
    "listed": wire.ListedStatement,
    "sentence": wire.VerifiedSentence,
    "removed": wire.VerifiedSentence,
}
"""What comes before the whole answer."""


class EventListener(Listener):
    """Passes on what it hears; an error that `tell` raises stops the making of the answer."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell

    def passages(self, hits: Sequence[Hit]) -> None:
        self.tell("passages", wire.FoundPassages(hits=present.hits(hits)))

    def progress(self, done: int, total: int) -> None:
        self.tell("progress", wire.ListProgress(done=done, total=total))

    def listed(self, citation: Citation) -> None:
        self.tell("listed", wire.ListedStatement(citation=wire.Citation.model_validate(citation)))

    def sentence(self, sentence: VerifiedSentence) -> None:
        self.tell("sentence", present.verified_sentence(sentence))

    def removed(self, sentence: VerifiedSentence) -> None:
        self.tell("removed", present.verified_sentence(sentence))
