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
    """Serves the published generation and has it rebuilt when it is out of date or in doubt.

    Before `start` nothing is opened, so that a command that only adds need not load Chroma: `publish`
    then brings the folder up to date and `query` answers None.
    """

    def __init__(self, folder: Path, database: Path, fingerprint: str, dim: int) -> None:
        super().__init__(dim, "publish-vectors")
        self._generations = Generations(folder)
        self._database = database
        self._fingerprint = fingerprint
        self._dim = dim
        self._checked = 0
        self._opened = 0
        self._damaged = 0
        self._missed = 0
        self._starting = threading.Lock()
        self._child: Child | None = None

    def _lying(self) -> str:
        pointer = self._published()
        if pointer is None:
            return "No vector index is published; search scans."
        return (
            f"{pointer.count} vectors up to row {pointer.applied_row} are published, generation "
            f"{pointer.generation}: a service opens them, a command scans."
        )

    def _failing(self, pointer: Pointer | None) -> str:
        self._damaged = pointer.generation if pointer else 0
        return "The vector index failed and is rebuilt; search scans."

    def start(self) -> None:
        self._wanted.set()
        if self._published() is not None:
            self._told = ("verifying", "The vector index is being checked; search scans meanwhile.")
        self._background.ask(wait=False)

    def verify(self) -> str:
        pointer = self._published()
        if pointer is None:
            return ""
        ending = self._run("check", self._generations.folder(pointer.generation), [], CHECK_SECONDS)
        return (
            "" if ending.good else ending.message or f"The check of the vector index ended by {ending.code}."
        )

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
        if served is None or served.generation == self._missed or self._generations.lies(served):
            return False
        self._missed = served.generation
        return True

    def _bring_up_to_date(self) -> bool:
        try:
            self._check()
            return self._publish() and self._serve()
        except (OnRecordError, OSError, ValueError, ChromaFailed) as error:
            return self._failed(str(error))

    def _check(self) -> None:
        """Has a child open what is published; a folder that fails is never opened here."""
        current, pointer = self._published(), self._serving.pointer
        if not self._wanted.is_set() or current is None or current == pointer:
            return
        if current.generation in (self._checked, self._damaged):
            return
        ending = self._run("check", self._generations.folder(current.generation), [], CHECK_SECONDS)
        if ending.good:
            self._checked = current.generation
            self._serve()
        elif ending.blames_index:
            self._damaged = current.generation
            self._told = (
                "damaged",
                f"The vector index is rebuilt; search scans meanwhile. ({ending.message})",
            )

    def _publish(self) -> bool:
        before = self._generations.current()
        if self._serving.pointer is None:
            told = "The vector index is being built; search scans meanwhile."
            self._told = ("damaged" if self._is_damaged(before) else "rebuilding", told)
        ending = self._publish_once()
        if ending.blames_index and before is not None and not self._is_damaged(before):
            self._damaged = before.generation
            ending = self._publish_once()
        if not ending.good:
            return self._failed(ending.message or f"its process ended by {ending.code}")
        after = self._generations.current()
        if after is not None and after != before:
            self._checked = after.generation
        return True

    def _is_damaged(self, pointer: Pointer | None) -> bool:
        return pointer is not None and pointer.generation == self._damaged

    def _publish_once(self) -> Ending:
        rows = VectorFeed(self._database, self._dim).last_row()
        numbers = ["--after", str(self._opened), "--damaged", str(self._damaged)]
        extra = ["--fingerprint", self._fingerprint, *numbers]
        seconds = PUBLISH_SECONDS + PUBLISH_SECONDS_A_ROW * rows
        return self._run("publish", self._generations.root, extra, seconds)

    def _serve(self) -> bool:
        """Opens what was published, if a child has checked it and anyone is to be served."""
        current = self._published()
        if current is None:
            self._told = ("absent", "There is nothing to index yet.")
            return True
        if self._wanted.is_set() and current != self._serving.pointer:
            if current.generation != self._checked or self._is_damaged(current):
                return self._failed("its check did not end")
            self._open(current)
        held = f"{current.count} vectors up to row {current.applied_row}, generation {current.generation}."
        self._told = (
            ("ready", held) if self._wanted.is_set() else ("absent", f"Published but not open: {held}")
        )
        return True

    def _open(self, pointer: Pointer) -> None:
        """What fails here is checked again before the next try."""
        folder = self._generations.folder(pointer.generation)
        self._checked, self._opened = 0, max(self._opened, pointer.generation)
        self._serving.open(pointer, open_folder(folder, create=False), Duplicates.read(folder / DUPLICATES))
        self._checked = pointer.generation

    def _failed(self, message: str) -> bool:
        serving = self._serving.pointer is not None
        state: State = "ready" if serving else "damaged" if self._damaged else "absent"
        scanned = "what is new" if serving else "every vector"
        tried = f"could not be brought up to date and is tried again later; search scans {scanned}"
        self._told = (state, f"The vector index {tried}. ({message})")
        return False

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
