"""A Chroma collection of numbered vectors: the one home of chromadb.

In: rows and vectors. Out: the rows nearest to a vector. It holds ids and vectors only, neither documents nor
metadata, so that no word of a removed statement can survive in it. Whatever Chroma raises becomes
ChromaFailed; what it cannot raise (it may end the process) is why folders are opened in a child first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from index.embedding.embedder import Vector
from index.vectors.feed import Rows

NAME = "passages"
BATCH = 5_000
BATCH_OVER_HTTP = 250
HTTP_SECONDS = 60.0
ASKING_SECONDS = 5.0
"""What a server may take for a query: far below a request's deadline, since a scan answers in its place."""
CONFIGURATION = {
    "hnsw": {
        "space": "cosine",
        "ef_construction": 200,
        # 100 neighbours of 20,000 passages: 0.991 found with 200, 0.998 with 400.
        "ef_search": 400,
        "max_neighbors": 32,
        # Every batch is written to the graph's files at once: nothing is left in Chroma's log to be
        # replayed at each opening, and the files' checksums cover every vector.
        "sync_threshold": 2,
    }
}


class ChromaFailed(Exception):
    """Chroma raised something; what it holds is not to be trusted."""


class Collection:
    """Vectors by row in one Chroma collection; `close` ends its client, where it has one of its own."""

    def __init__(self, client: Any, collection: Any, batch: int = BATCH) -> None:
        self._client = client
        self._collection = collection
        self._batch = batch

    def count(self) -> int:
        with chroma_errors():
            return int(self._collection.count())

    def ids(self) -> Rows:
        """Every row held, ascending."""
        with chroma_errors():
            found = self._collection.get(include=[])["ids"]
            return np.sort(np.array(found, dtype=np.int64))

    def add(self, rows: Rows, vectors: Vector) -> None:
        """Adds rows that are not held yet; a row held already is left as it is."""
        for at in range(0, len(rows), self._batch):
            ids = [str(row) for row in rows[at : at + self._batch].tolist()]
            with chroma_errors():
                self._collection.add(ids=ids, embeddings=vectors[at : at + self._batch])

    def remove(self, rows: Rows) -> None:
        for at in range(0, len(rows), self._batch):
            with chroma_errors():
                self._collection.delete(ids=[str(row) for row in rows[at : at + self._batch].tolist()])

    def nearest(self, vector: Vector, k: int) -> tuple[Rows, Vector]:
        """At most k rows and their cosines, best first."""
        with chroma_errors():
            found = self._collection.query(query_embeddings=[vector], n_results=k, include=["distances"])
            rows = np.array(found["ids"][0], dtype=np.int64)
            return rows, 1 - np.array(found["distances"][0], dtype=np.float32)

    def close(self) -> None:
        if self._client is not None:
            _close(self._client)


def open_folder(folder: Path, *, create: bool) -> Collection:
    """The collection in a folder of ours; `create` where the folder is empty."""
    with chroma_errors():
        import chromadb

        client = chromadb.PersistentClient(path=str(folder), settings=_settings())
        try:
            return Collection(client, _collection(client, NAME, create=create))
        except BaseException:
            _close(client)
            raise


class Server:
    """A Chroma server and the collections on it whose names begin with our prefix.

    Raises ChromaFailed where it does not answer within `seconds`. One for filling and one for asking are
    enough for a process: they connect anew by themselves, and chromadb never lets go of all of a client.
    """

    def __init__(self, url: str, prefix: str, seconds: float = HTTP_SECONDS) -> None:
        parts = urlsplit(url)
        self._prefix = prefix
        with chroma_errors():
            import chromadb

            self._client = chromadb.HttpClient(
                host=parts.hostname or "127.0.0.1",
                port=parts.port or (443 if parts.scheme == "https" else 80),
                ssl=parts.scheme == "https",
                settings=_settings(),
            )
            for session in _sessions(self._client):
                session.timeout = seconds

    def open(self, name: str, *, create: bool) -> Collection:
        with chroma_errors():
            collection = _collection(self._client, name, create=create)
            return Collection(None, collection, BATCH_OVER_HTTP)

    def names(self) -> list[str]:
        with chroma_errors():
            found = [str(collection.name) for collection in self._client.list_collections()]
        return [name for name in found if name.startswith(self._prefix)]

    def alive(self) -> bool:
        try:
            with chroma_errors():
                self._client.heartbeat()
        except ChromaFailed:
            return False
        return True

    def drop(self, name: str) -> None:
        with chroma_errors():
            self._client.delete_collection(name)

    def close(self) -> None:
        if self._client is not None:
            _close(self._client)


@contextmanager
def chroma_errors() -> Iterator[None]:
    """Chroma raises its own errors, plain RuntimeErrors and panics that are no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, ChromaFailed):
        raise
    except BaseException as error:
        raise ChromaFailed(f"{type(error).__name__}: {' '.join(str(error).split())[:200]}") from error


def _close(client: Any) -> None:
    """Closes the client and the connections it would leave open."""
    with chroma_errors():
        sessions = _sessions(client)
        client.close()
        for session in sessions:
            session.close()


def _sessions(client: Any) -> list[Any]:
    """Where the client speaks HTTP: its connections and those of the second client inside it."""
    apis = [client._server, client._admin_client._server]
    return [api._session for api in apis if hasattr(api, "_session")]


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(_env_file=None, anonymized_telemetry=False)


def _collection(client: Any, name: str, *, create: bool) -> Any:
    if create:
        return client.create_collection(name, configuration=CONFIGURATION, embedding_function=None)
    return client.get_collection(name, embedding_function=None)
