"""The graph of an encoder kept as a file, so that no start works its eight-bit weights out anew.

In: a name, and all that the graph is made from. Out: `KeptGraph`, where set-up (`python -m api.keep_graphs`)
may have left the file, in this environment of Python's. The file is named by its own hash: one that is
missing or damaged costs nothing but the time to build the graph again.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from index.process.files import digest, flush

SHARED = Path(sys.prefix) / "share" / "onrecord"
CODE = ("bert.py", "onnx_graph.py")
"""The modules that make graphs; what another version of them made is never used."""
SUFFIX = ".onnx"


@dataclass(frozen=True)
class KeptGraph:
    """Where one graph is kept."""

    folder: Path

    def whole(self) -> Path | None:
        """The file, if it is there as it was written."""
        try:
            kept = sorted(self.folder.glob(f"*{SUFFIX}"))
            return next((file for file in kept if digest(file) == file.stem), None)
        except OSError:
            return None

    def keep(self, model: bytes) -> None:
        """Writes the file, whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, scratch = tempfile.mkstemp(dir=self.folder, prefix=".making-")
        try:
            with open(handle, "wb") as file:
                file.write(model)
            flush(Path(scratch))
            os.chmod(scratch, 0o644)
            os.replace(scratch, self.folder / f"{hashlib.sha256(model).hexdigest()}{SUFFIX}")
        except BaseException:
            Path(scratch).unlink()
            raise


def kept_graph(shared: Path, name: str, *made_of: bytes) -> KeptGraph:
    """Where in a folder the graph of this name is kept that this version's code makes of these bytes."""
    told = hashlib.sha256()
    for part in (*((files("index.embedding") / module).read_bytes() for module in CODE), *made_of):
        told.update(hashlib.sha256(part).digest())
    return KeptGraph(shared / f"{name}-{told.hexdigest()[:16]}")
