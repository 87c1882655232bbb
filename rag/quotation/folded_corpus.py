"""The statements in folded form, ready to be searched for quotations, following a corpus as it changes.

In: a corpus of statements, and a file of what was folded before. Out: ids that hold a quotation's word runs,
folded words, word counts. What the file lacks is folded; a change costs only the statements changed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from threading import Lock
from typing import Protocol

from index.process.deadline import within
from rag.quotation.folded import Folded
from rag.quotation.kept_folds import KeptFolds
from rag.quotation.normal import Folder

LEAST, SHARE = 128, 50
"""Statements, and one of so many, that may lack in the file before it is written anew."""
_NEVER = object()


class Followed(Protocol):
    """What is needed of the corpus that is followed."""

    @property
    def state(self) -> Hashable: ...

    def marks(self) -> Mapping[str, str]: ...

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]: ...


class FoldedCorpus:
    """What is folded of a corpus; each question is answered by one state of it."""

    def __init__(self, kept: KeptFolds | None = None) -> None:
        self.folder = Folder()
        self._kept = kept
        self._lock = Lock()
        self._state: object = _NEVER
        self._folded = Folded()

    def follow(self, corpus: Followed) -> None:
        """Brings the folded texts to the corpus's present state."""
        with self._lock, within(None):  # everybody's: finished whoever waits
            state = corpus.state
            if state == self._state:
                return
            first = self._state is _NEVER and self._kept is not None
            folded = Folded(self._kept.read()) if first and self._kept else self._folded
            self._bring(folded, corpus)
            self._folded, self._state = folded, state

    def _bring(self, folded: Folded, corpus: Followed) -> None:
        marks = corpus.marks()
        for id in [id for id, mark in folded.marks.items() if marks.get(id) != mark]:
            folded.drop(id)
        new = {id: mark for id, mark in marks.items() if id not in folded.marks}
        texts = corpus.texts(list(new))
        folded.add({id: self.folder.stream(text) for id, text in texts.items()}, new)

    def keep(self, corpus: Followed, only_loaded: bool = False) -> None:
        """Writes the corpus to the file, if the file lacks much or holds words that are gone; raises
        OSError."""
        if self._kept is None or (only_loaded and self._state is _NEVER):
            return
        self.follow(corpus)
        with self._lock:
            if self._folded.gone or self._folded.lacking > max(LEAST, len(self._folded.marks) // SHARE):
                self._kept.write(self._folded.compact())
                self._state = _NEVER  # read when next asked for: mapped, and no longer in memory

    def count(self, word: str) -> int:
        """How often the folded word occurs on record."""
        return self._folded.count(word)

    def words(self, id: str) -> list[str]:
        """The folded words of a statement; none when it was removed."""
        return self._folded.words(id)

    def find(self, id: str, stream: str, limit: int = 1) -> list[int]:
        """The numbers of the words at which `stream` begins in the statement, the first `limit` of them."""
        return self._folded.find(id, stream, limit)

    def holding_all(self, stream: str, limit: int) -> list[str]:
        """Up to `limit` ids that hold every run of `stream`, in the order they were added."""
        return self._folded.holding_all(stream, limit)

    def near(self, stream: str, limit: int) -> list[str]:
        """Ids that share runs with `stream`, most and rarest first."""
        return self._folded.near(stream, limit)
