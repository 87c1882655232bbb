"""A store with its builder, and files on disk to add to it."""

from __future__ import annotations

from pathlib import Path

from index.ingest.build import Builder
from index.model import Filters
from index.readers.base import ReadFile, Skipped
from tests.drafts import a_draft, a_file, open_store
from tests.hash_embedder import HashEmbedder


class Backend:
    """A store with its builder and a counting embedder."""

    def __init__(self, folder: Path, embedder: HashEmbedder | None = None) -> None:
        self.embedder = embedder or HashEmbedder()
        self.store = open_store(folder, self.embedder)
        self.builder = Builder(self.store, self.embedder)

    def add(self, *files: ReadFile | Skipped, collection: str = "council") -> tuple[int, int, int, int]:
        report = self.builder.add(files, collection)
        return report.added, report.updated, report.unchanged, report.removed

    def ids(self) -> list[str]:
        return [ref.id for ref in self.store.list_refs(Filters(procedural=True)).items]

    def texts(self) -> list[str]:
        return sorted(self.store.texts(self.ids()).values())


def on_disk(folder: Path, path: str, *texts: str) -> ReadFile:
    """A real file and what a reader makes of it."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(texts))
    return a_file(path, *(a_draft(text, str(n)) for n, text in enumerate(texts)), absolute=str(file))
