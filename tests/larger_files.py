"""Files of a larger reader as set-up leaves them, by their names and sums; nobody can read with them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

NAMES = ("model.onnx", "tables.safetensors", "tokenizer.json")


def made_of(folder: Path) -> None:
    """Fills a folder that is there."""
    for name in NAMES:
        (folder / name).write_bytes(b"weights of a model")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}
    (folder / "sums.json").write_text(json.dumps(sums))
