"""What is published to a Chroma server, kept where all who serve from it find it.

In: pointers. Out: the same again, and who may publish. For a record in a folder the pointer lies in a folder
beside it; for one in a database it lies in the database, and only one of the processes that serve publishes
at a time.
"""

from __future__ import annotations

import json
import uuid
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import asdict
from hashlib import blake2b
from pathlib import Path

from index.process.files import flush
from index.store.database import Place, Postgres
from index.store.places import reading
from index.store.postgres_connection import PostgresConnection
from index.vectors.generations import Pointer, pointer_of

CURRENT = "CURRENT"
PUBLISHING = 0x0E0C0E
"""The advisory lock of the process that publishes; the server releases it however that process ends."""


class Registry(ABC):
    """One pointer for each model, and the names of our collections."""

    shared = False

    @abstractmethod
    def read(self, fingerprint: str) -> Pointer | None:
        """What is published for the model."""

    @abstractmethod
    def write(self, pointer: Pointer) -> None:
        """Replaces it in one durable step."""

    @abstractmethod
    def prefix(self) -> str:
        """How the names of our collections begin: ours alone."""

    @abstractmethod
    def publishing(self) -> AbstractContextManager[bool]:
        """May this process publish now? Nobody else may meanwhile."""


class FolderRegistry(Registry):
    """Of one process, beside its record."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, fingerprint: str) -> Pointer | None:
        try:
            pointer = pointer_of(json.loads((self._folder / CURRENT).read_text()))
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return pointer if pointer.fingerprint == fingerprint else None

    def write(self, pointer: Pointer) -> None:
        draft = self._folder / f"{CURRENT}.new"
        draft.write_text(json.dumps(asdict(pointer)))
        flush(draft)
        draft.replace(self._folder / CURRENT)
        flush(self._folder)

    def prefix(self) -> str:
        """The folder remembers a random part, its path tells a copied folder apart."""
        path = self._folder / "installation"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(uuid.uuid4().hex)
        return _named(f"{path.read_text()} {path}")

    @contextmanager
    def publishing(self) -> Iterator[bool]:
        yield True


class DatabaseRegistry(Registry):
    """Of all processes that serve one database."""

    shared = True

    def __init__(self, place: Postgres) -> None:
        self._place = place

    def read(self, fingerprint: str) -> Pointer | None:
        sql = "SELECT generation, applied_row, fingerprint, count FROM published WHERE fingerprint = ?"
        with reading(self._place) as db:
            row = db.execute(sql, (fingerprint,)).fetchone()
        return Pointer(*row) if row else None

    def write(self, pointer: Pointer) -> None:
        sql = (
            "INSERT INTO published VALUES (?,?,?,?) ON CONFLICT (fingerprint) DO UPDATE SET "
            "generation = excluded.generation, applied_row = excluded.applied_row, count = excluded.count"
        )
        with closing(PostgresConnection.to(self._place, writing=True)) as db:
            db.execute(sql, (pointer.fingerprint, pointer.generation, pointer.applied_row, pointer.count))

    def prefix(self) -> str:
        """The database remembers a random part, its own number tells a copied one apart."""
        sql = (
            "SELECT value, (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) "
            "FROM meta WHERE key = 'installation'"
        )
        with reading(self._place) as db:
            return _named(" ".join(map(str, db.execute(sql).fetchone())))

    @contextmanager
    def publishing(self) -> Iterator[bool]:
        with closing(PostgresConnection.to(self._place, writing=True)) as db:
            sql = "SELECT pg_try_advisory_lock(?, hashtext(current_schema()))"
            yield bool(db.execute(sql, (PUBLISHING,)).fetchone()[0])


def registry_beside(place: Place) -> Registry:
    """Where what is published of this record is noted."""
    if isinstance(place, Postgres):
        return DatabaseRegistry(place)
    return FolderRegistry(place.absolute().parent / "chroma-server")


def _named(installation: str) -> str:
    return f"onrecord-{blake2b(installation.encode(), digest_size=8).hexdigest()}-"
