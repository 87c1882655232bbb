"""What changes the index while it is asked: adding what was read or sent, and removing.

In: paths, uploaded files, ids. Out: a `Report`, or how many statements are gone. Whoever keeps something of
the index is told after each change. Nothing that reads records is imported before something is added.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import InvalidInput
from index.process.later import Later
from index.readers.ziparchive import Bounds

if TYPE_CHECKING:
    from index.ingest.build import Builder
    from index.ingest.report import Progress, Report
    from index.readers.base import FileOutcome

    Watch = Callable[[Progress], None]


class Changes:
    """Changes one index; safe for threads."""

    def __init__(self, builder: Later[Builder], archives: Bounds, changed: Callable[[], None]) -> None:
        self._builder, self._archives, self._changed = builder, archives, changed

    def add(self, paths: Sequence[Path], collection: str, progress: Watch = lambda _: None) -> Report:
        """Reads files and folders and adds, updates or leaves their statements."""
        from index.readers.walk import read_paths

        report = self._builder().add(read_paths(paths, self._archives), collection, progress)
        self._changed()
        return report

    def add_files(
        self,
        files: Mapping[str, bytes],
        collection: str,
        folder: str = "",
        progress: Watch = lambda _: None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Report:
        """Adds uploaded files, given by relative path; tables and sidecars among them serve the others.

        `folder` is where they lie on the sender's machine; without it a name alone tells files apart.
        """
        from index.readers.walk import read_uploads

        read = read_uploads(files, folder, self._archives)
        report = self._builder().add(read, collection, progress, stop)
        self._changed()
        return report

    def add_read(self, files: Iterable[FileOutcome], collection: str) -> Report:
        """Adds what was read already."""
        report = self._builder().add(files, collection)
        self._changed()
        return report

    def remove(
        self, ids: Sequence[str] = (), source: str | None = None, collection: str | None = None
    ) -> int:
        """Removes statements by id, by file or folder, or a whole collection; gone once this returns."""
        if ids:
            removed = self._builder().remove(ids)
        elif source is not None:
            removed = self._builder().remove_source(source, collection)
        elif collection is not None:
            removed = self._builder().remove_collection(collection)
        else:
            raise InvalidInput("Name what to remove: a statement's id, a source path or a collection.")
        self._changed()
        return removed
