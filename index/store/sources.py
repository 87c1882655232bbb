"""Where statements were read: the record store's files and the statements of each.

In: collections, paths, hashes of bytes. Out: sources by number with their `Location`, ids of statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.errors import NotFound
from index.store.queries import Queries
from index.store.rows import PLACE_COLUMNS, of_table
from index.store.seals import seal

UPLOADED = "upload:"
"""Before the place of an uploaded file: what a sender says of its disk never names a file of this one."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where a file lies: `place` goes into ids, `path` is shown, `absolute` finds it again."""

    collection: str
    path: str
    place: str
    absolute: str
    sha256: str


class SourceQueries(Queries):
    """The questions about files."""

    def source_at(self, collection: str, absolute: str) -> tuple[int, Location] | None:
        """The source at this place on disk."""
        return self._source("collection = ? AND absolute = ?", (collection, absolute))

    def source_placed(self, collection: str, place: str) -> tuple[int, Location] | None:
        """The source that owns this place in the collection."""
        return self._source("collection = ? AND place = ?", (collection, place))

    def _source(self, where: str, values: Sequence[object]) -> tuple[int, Location] | None:
        found = self._sealed_sources(where, values)
        return found[0] if found else None

    def _sealed_sources(self, where: str, values: Sequence[object]) -> list[tuple[int, Location]]:
        """Those that are what was written; a damaged row names no place of a file."""
        sql = f"SELECT number, seal, {PLACE_COLUMNS} FROM sources WHERE {where} ORDER BY number"
        rows = self._all(sql, values)
        return [(number, Location(*place)) for number, sealed, *place in rows if seal(place) == sealed]

    def sources_alike(self, collection: str, sha256: str) -> list[tuple[int, Location]]:
        """Sources of the collection with these bytes, oldest first."""
        return self._sealed_sources("collection = ? AND sha256 = ?", (collection, sha256))

    def contents_of(self, collection: str, place: str, absolute: str = "") -> dict[str, str]:
        """Ids of a source's statements with their content hashes, and of those that damage left behind under
        its place on disk."""
        rows = self._all(
            "SELECT s.id, s.content_sha FROM statements s JOIN sources f ON f.number = s.source "
            "WHERE f.collection = ? AND (f.place = ? OR (f.absolute <> '' AND f.absolute = ?)) "
            "ORDER BY s.number",
            (collection, place, absolute),
        )
        return dict(rows)

    def sources_on_disk(self, collection: str | None, absolute: str) -> dict[int, Location]:
        """The sources at or below this place on disk, here or at a sender's, by number."""
        here = self._sources_below("absolute", collection, absolute)
        return here | self._sources_below("absolute", collection, UPLOADED + absolute)

    def sources_shown(self, collection: str | None, path: str) -> dict[int, Location]:
        """The sources shown under this path, or below it, by number."""
        return self._sources_below("path", collection, path)

    def _sources_below(self, column: str, collection: str | None, path: str) -> dict[int, Location]:
        inside, below = ("true", []) if collection is None else ("collection = ?", [collection])
        folder = path.rstrip("/") + "/"
        rows = self._all(
            f"SELECT number, {PLACE_COLUMNS} FROM sources "
            f"WHERE {inside} AND ({column} = ? OR substr({column}, 1, ?) = ?) ORDER BY number",
            [*below, path, len(folder), folder],
        )
        return {row[0]: Location(*row[1:]) for row in rows}

    def ids_of_sources(self, numbers: Iterable[int]) -> list[str]:
        """The statements read from these sources."""
        return [row[0] for row in self._listed("SELECT id FROM statements WHERE source IN ", numbers)]

    def ids_of_collection(self, collection: str) -> list[str]:
        """Statements of a collection in order of adding."""
        rows = self._all(
            "SELECT s.id FROM statements s JOIN sources f ON f.number = s.source WHERE f.collection = ? "
            "ORDER BY s.number",
            (collection,),
        )
        return [row[0] for row in rows]

    def location_of(self, id: str) -> Location:
        """Where the statement was read; raises NotFound."""
        row = self._one(
            f"SELECT {of_table('f', PLACE_COLUMNS)} FROM sources f "
            "JOIN statements s ON f.number = s.source WHERE s.id = ?",
            (id,),
        )
        if row is None:
            raise NotFound(f"No statement {id!r} in the index.")
        return Location(*row)
