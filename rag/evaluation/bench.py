"""What an evaluation works on: a service whose index holds the data, and how to make a fresh one.

In: the gold folder, the data folder, the service. Out: lookups from the gold's file names to statements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from index.embedding.embedder import Embedder
from index.model import Filters, Statement
from index.readers.base import ReadFile
from index.speakers.delegations import Delegations
from index.text.folding import fold_letters
from rag.service import OnRecord

Fresh = Callable[[Iterable[ReadFile]], AbstractContextManager[OnRecord]]
"""Opens a service over a new index that holds just these files."""
PAGE = 500
COMPARED = 200
"""Letters by which two copies of a statement are known."""


@dataclass
class Bench:
    """A service over the data, and what the sections of the evaluation need beside it."""

    gold: Path
    data: Path
    service: OnRecord
    embedder: Embedder
    delegations: Delegations
    fresh: Fresh
    _paths: dict[str, list[str]] = field(default_factory=dict)
    _same: dict[str, list[str]] = field(default_factory=dict)

    def at(self, path: str) -> list[Statement]:
        """The statements read from a file of the data folder."""
        if not self._paths:
            self._paths = paths_of(self.service)
        return [self.service.statement(id) for id in self._paths.get(path, ())]

    def copies(self, path: str) -> list[Statement]:
        """The statements of a file and of others with the same words (a record kept in two folders)."""
        if not self._same:
            self._same = self._by_words()
        found = {s.ref.id: s for s in self.at(path)}
        for statement in list(found.values()):
            for id in self._same.get(fold_letters(statement.text)[:COMPARED], ()):
                found.setdefault(id, self.service.statement(id))
        return list(found.values())

    def _by_words(self) -> dict[str, list[str]]:
        same: dict[str, list[str]] = defaultdict(list)
        self.at("")
        for ids in self._paths.values():
            for id in ids:
                same[fold_letters(self.service.statement(id).text)[:COMPARED]].append(id)
        return same

    def text_at(self, path: str) -> str:
        """The text of a file's statements, one after another."""
        return "\n\n".join(statement.text for statement in self.at(path))

    def same_words(self, path: str, other: str) -> bool:
        """Do two files hold the same words (a record kept in two folders)?"""
        return fold_letters(self.text_at(path)) == fold_letters(self.text_at(other)) != ""


def paths_of(service: OnRecord) -> dict[str, list[str]]:
    """Ids of every statement of the index by the path of its file."""
    found: dict[str, list[str]] = defaultdict(list)
    cursor = None
    while True:
        items, cursor = service.statements(Filters(procedural=True), cursor, PAGE)
        for ref in items:
            found[ref.source.path].append(ref.id)
        if cursor is None:
            return dict(found)
