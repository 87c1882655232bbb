"""The vector store served from Chroma, embedded in this process.

In: the record store's file, read by a child that publishes whole generations (`publish.py`). Out: the
rows nearest to a vector. Refuses to open a folder that a child process has not opened and checked first,
because a damaged one ends the process that opens it. While nothing is trusted it answers None and search
scans the record store's vectors instead.
"""

from __future__ import annotations

import threading
from pathlib import Path

from index.errors import OnRecordError
from index.process.child import FAILED, Child, Ending
from index.vectors.collection import ChromaFailed, open_folder
from index.vectors.duplicates import Duplicates
from index.vectors.feed import VectorFeed
from index.vectors.generations import DUPLICATES, Generations, Pointer
from index.vectors.publish import CHECK_SECONDS
from index.vectors.serving import ServedVectors
from index.vectors.vector_store import State

PUBLISH_SECONDS = 600.0
PUBLISH_SECONDS_A_ROW = 0.02
CLOSE_SECONDS = 5.0


class ChromaVectors(ServedVectors):
    """Serves the published generation and has another built when it is far behind or in doubt.

    Before `start` nothing is opened, so that a command that only adds need not load Chroma: `publish`
    then brings the folder up to date and `query` answers None.
    """

    def __init__(self, folder: Path, database: Path, fingerprint: str, dim: int) -> None:
        super().__init__(dim, "publish-vectors")
        self._generations = Generations(folder)
        self._database = database
        self._fingerprint = fingerprint
        self._dim = dim
        self._damaged: Pointer | None = None
        """What was published and is not to be opened."""
        self._missed: Pointer | None = None
        self._starting = threading.Lock()
        self._child: Child | None = None

    def _published_detail(self) -> str:
        pointer = self._published()
        if pointer is None:
            return "No vector index is published; search scans."
        return f"{_held(pointer)} are published: a service opens them, a command scans."

    def _failure_detail(self) -> str:
        self._damaged = self._published()
        return "The vector index failed and is rebuilt; search scans."

    def start(self) -> None:
        self._wanted.set()
        if self._published() is not None:
            self._health = ("verifying", "The vector index is being checked; search scans meanwhile.")
        self._background.ask(wait=False)

    def verify(self) -> str:
        pointer = self._published()
        ending = self._run_check(pointer) if pointer else None
        if ending is None or ending.good:
            return ""
        return ending.message or f"The check of the vector index ended by {ending.code}."

    def close(self) -> None:
        self._background.stop(0)
        with self._starting:
            if self._child is not None:
                self._child.stop()
        self._background.stop(CLOSE_SECONDS)
        self._serving.close()

    def _published(self) -> Pointer | None:
        current = self._generations.current()
        return current if current and current.fingerprint == self._fingerprint else None

    def _look(self) -> bool:
        """Is what is served no longer what lies there? Says so once, because what fails is tried again by
        itself."""
        served = self._serving.pointer
        if served is None or served == self._missed or self._generations.lies(served):
            return False
        self._missed = served
        return True

    def _bring_up_to_date(self) -> bool:
        try:
            self._serve()
            return self._publish()
        except (OnRecordError, OSError, ValueError, ChromaFailed) as error:
            return self._failed(str(error))

    def _publish(self) -> bool:
        """Has another published, if that is due, and serves it."""
        if self._serving.pointer is None:
            told = "The vector index is being built; search scans meanwhile."
            self._health = ("damaged" if self._damaged else "rebuilding", told)
        ending = self._run_publish()
        if not ending.good:
            return self._failed(ending.message or f"its process ended by {ending.code}")
        wrong = self._serve()
        if wrong:
            return self._failed(wrong)
        current = self._published()
        if current is None:
            self._health = ("absent", "There is nothing to index yet.")
        elif self._wanted.is_set():
            self._health = ("ready", f"{_held(current)}.")
        else:
            self._health = ("absent", f"Published but not open: {_held(current)}.")
        return True

    def _serve(self) -> str:
        """Opens what is published once a child has opened and checked it, if anyone is to be served; why it
        is not served, if so."""
        current = self._published()
        if current is None or not self._wanted.is_set() or current == self._serving.pointer:
            return ""
        if current == self._damaged:
            return "it was found damaged"
        ending = self._run_check(current)
        if ending.good:
            self._open(current)
            return ""
        why = ending.message or f"its check ended by {ending.code}"
        if ending.blames_index:
            self._damaged = current
            self._health = ("damaged", f"The vector index is rebuilt; search scans meanwhile. ({why})")
        return why

    def _open(self, pointer: Pointer) -> None:
        folder = self._generations.folder(pointer.generation)
        self._serving.open(pointer, open_folder(folder, create=False), Duplicates.read(folder / DUPLICATES))
        self._damaged = None

    def _failed(self, message: str) -> bool:
        serving = self._serving.pointer is not None
        state: State = "ready" if serving else "damaged" if self._damaged else "absent"
        scanned = "what is new" if serving else "every vector"
        tried = f"could not be brought up to date and is tried again later; search scans {scanned}"
        self._health = (state, f"The vector index {tried}. ({message})")
        return False

    def _run_check(self, pointer: Pointer) -> Ending:
        return self._run("check", self._generations.folder(pointer.generation), [], CHECK_SECONDS)

    def _run_publish(self) -> Ending:
        seconds = PUBLISH_SECONDS + PUBLISH_SECONDS_A_ROW * VectorFeed(self._database, self._dim).last_row()
        anew = ["--anew"] if self._damaged and self._damaged == self._published() else []
        extra = ["--fingerprint", self._fingerprint, *anew]
        return self._run("publish", self._generations.root, extra, seconds)

    def _run(self, command: str, folder: Path, extra: list[str], seconds: float) -> Ending:
        arguments = [command, str(folder.absolute()), "--database", str(self._database.absolute())]
        with self._starting:
            if self._background.stopping:
                return Ending(FAILED, "the service is stopping")
            child = self._child = Child(
                "index.vectors.publish", [*arguments, "--dim", str(self._dim), *extra]
            )
        try:
            return child.wait(seconds)
        finally:
            self._child = None


def _held(pointer: Pointer) -> str:
    return f"{pointer.count} vectors up to row {pointer.applied_row}"
