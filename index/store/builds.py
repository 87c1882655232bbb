"""With which model and segmentation a record is built, and whether all of it is.

In: fingerprints of both. Out: the build as noted beside the record. Refuses a record of another build.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from index.errors import IndexMismatch, OnRecordError, storage_errors
from index.store.database import Connection, Database
from index.store.queries import BUILT, Queries
from index.store.rows import Row
from index.store.schema import connect
from index.store.writes import Stored, write_build

MISMATCHES = (
    "The index was built with another model than the one configured: run `onrecord rebuild`, or set "
    "ONRECORD_MODEL and ONRECORD_EMBEDDER to the model it was built with.",
    "The index was cut with another segmentation, that of another version: run `onrecord rebuild`.",
)
"""What is said of an index of another model, and of another segmentation."""
NUMBER = 4
"""Bytes of a number of a vector."""
REBUILT = "The index was rebuilt for another model meanwhile: restart with the model it is built with."


def built_in(path: Path) -> str | None:
    """The fingerprint of the model that made the record in a file; None where there is no such record, or
    none that can be read, which opening it tells."""
    if not path.is_file():
        return None
    with suppress(OnRecordError), storage_errors(), closing(connect(path, writing=False)) as db:
        row = db.execute(BUILT.format("fingerprint")).fetchone()
        return str(row[0]) if row else None
    return None


class BuildQueries(Queries):
    """The questions about the build."""

    database: Database
    _fingerprint: str | None = None

    def start_rebuild(self, fingerprint: str, segmentation: str, model: str, sizes: tuple[int, int]) -> None:
        """From now on the index is of this model and segmentation, unfinished until `finish_rebuild`."""
        with self.database.writing() as db:
            write_build(db, (model, fingerprint, segmentation, *sizes))
            db.execute("UPDATE meta SET value = 1 WHERE key = 'rebuilding'")

    def built_by(self) -> tuple[str, str] | None:
        """Fingerprint and segmentation of the present build."""
        row = self._built("fingerprint, segmentation")
        return (row[0], row[1]) if row else None

    def misfits(self) -> int:
        """How many passages have numbers of another size than the present build says; all where damage took
        what it says."""
        vector, token = NUMBER * self.dim, max(self.token_dim, 1)
        found = self._one(
            "SELECT count(*) FROM vectors JOIN tokens USING (row) "
            "WHERE length(vector) <> ? OR length(codes) / ? * ? <> length(codes)",
            (vector, token, token),
        )
        return int(found[0]) if found else 0

    def to_rebuild(self) -> list[str]:
        """Statements not yet of the present build, in order of adding."""
        rows = self._all(
            "SELECT id FROM statements "
            "WHERE build <> (SELECT value FROM meta WHERE key = 'build') ORDER BY number"
        )
        return [row[0] for row in rows]

    def finish_rebuild(self) -> None:
        """The index may be opened again."""
        with self.database.writing() as db:
            db.execute("UPDATE meta SET value = 0 WHERE key = 'rebuilding'")

    def _settle(self, fingerprint: str | None, segmentation: str | None, sizes: tuple[str, int, int]) -> None:
        built = self._built("fingerprint, segmentation")
        if built is None and fingerprint is not None and segmentation is not None:
            with self.database.writing() as db:  # another process may have been first
                built = db.execute(BUILT.format("fingerprint, segmentation")).fetchone()
                if built is None:
                    write_build(db, (sizes[0], fingerprint, segmentation, *sizes[1:]))
        if built is None:
            return
        for message, wanted, found in zip(MISMATCHES, (fingerprint, segmentation), built, strict=True):
            if wanted is not None and wanted != found:
                raise IndexMismatch(message)
        if fingerprint is not None and self._meta("rebuilding"):
            raise IndexMismatch("The index was left half rebuilt: run `onrecord rebuild` to finish it.")

    def _same_build(self, built: Row | None) -> None:
        """Raises IndexMismatch if another process has rebuilt the index for another model meanwhile."""
        if self.database.shared and self._fingerprint and built and built[0] != self._fingerprint:
            raise IndexMismatch(REBUILT)

    def _learn_sizes(self, db: Connection, passages: Sequence[Stored]) -> None:
        for _, _, embedded in passages[:1]:
            db.execute(
                "UPDATE builds SET dim = ?, token_dim = ? "
                "WHERE dim = 0 AND number = (SELECT value FROM meta WHERE key = 'build')",
                (len(embedded.vector), embedded.tokens.shape[1]),
            )
