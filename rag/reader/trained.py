"""A trained reader: an encoder with upper layers of the reader's own, under its heads.

In: a question or claim and passages. Out: calibrated probabilities. The weights are
`rag/data/reader.safetensors`, over the packaged model; they fit one base, which is checked. No torch, no
network.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from index.embedding.adapted import Adapted, chances
from index.embedding.bert import Precision
from index.embedding.encoder import Encoder
from index.embedding.model_files import ModelFiles, check_shipped, find_model
from index.embedding.safetensors_file import map_tensors, read_head
from rag.reader.encoded import ReaderEncoder
from rag.reader.inputs import encode
from rag.reader.reading import Answering, OneWay, Read, ReadPassage, Sided, Siding

Logits = npt.NDArray[np.float32]
WEIGHTS = "reader.safetensors"
WEIGHTS_SHA = "39e7f97a61eba02e0f4b43561de993175d4a4607166dc5fa795081d287cbe558"
"""SHA-256 of that file; whoever makes another writes the new one here."""


class Base(Protocol):
    """The encoder that a reader is built on."""

    @property
    def tokenizer(self) -> Any: ...

    def encoder(self, threads: int | None) -> Encoder:
        """The encoder with the reader's own upper layers."""
        ...


@dataclass(frozen=True)
class PackagedBase:
    """The packaged model with the layers in `weights`."""

    weights: Path
    precision: Precision = "int8"
    shipped_sha: str | None = None
    """Of the file that came with this version; None for any other, which is taken as it is."""

    @cached_property
    def _files(self) -> ModelFiles:
        return find_model(None)

    @property
    def tokenizer(self) -> Any:
        return self._files.tokenizer

    def encoder(self, threads: int | None) -> Encoder:
        """Raises StorageFailed where the file is damaged."""
        if self.shipped_sha is not None:
            check_shipped(self.weights, self.shipped_sha)
        return self._adapted.encoder(threads)

    def keep(self) -> None:
        """Writes the encoder's graph to where other processes look for it."""
        self._adapted.keep()

    @property
    def _adapted(self) -> Adapted:
        return Adapted(self._files, self.precision, self.weights, "reader")


class TrainedReader(OneWay):
    """Safe to use from several threads; `weights` names another file of the same kind."""

    def __init__(
        self, weights: Path | None = None, threads: int | None = None, base: Base | None = None
    ) -> None:
        self._file, self._threads = weights or Path(str(files("rag") / "data" / WEIGHTS)), threads
        self._base = base or PackagedBase(self._file, shipped_sha=None if weights else WEIGHTS_SHA)
        self._lock = threading.RLock()

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return [
            Read(
                Answering(*whole),
                tuple(Answering(*one) if told else Answering(0.0, 0.0, 1.0) for one, told in each),
            )
            for whole, each in self._probabilities("answer", question, passages)
        ]

    def leaning(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        return [
            Sided(
                Siding(*whole), tuple(Siding(*one) if told else Siding(0.0, 0.0, 1.0) for one, told in each)
            )
            for whole, each in self._probabilities("stance", claim, passages)
        ]

    def _probabilities(
        self, head: str, question: str, passages: Sequence[ReadPassage]
    ) -> list[tuple[list[float], list[tuple[list[float], bool]]]]:
        """The three probabilities of each passage, and those of its sentences with whether the window
        reached them."""
        found = self.logits(head, question, passages)
        heat = self._heat
        return [
            (
                chances(whole / heat[f"{head}.whole"]).tolist(),
                [
                    (three.tolist(), end > start)
                    for three, (start, end) in zip(chances(each / heat[f"{head}.each"]), ranges, strict=True)
                ],
            )
            for whole, each, ranges in found
        ]

    def logits(
        self, head: str, question: str, passages: Sequence[ReadPassage]
    ) -> list[tuple[Logits, Logits, tuple[tuple[int, int], ...]]]:
        """Shapes (3,) and (sentences, 3) of each passage before any temperature, and the sentences'
        positions.
        """
        if not passages:
            return []
        encoded = encode(self._tokenizer, question, passages)
        found = self._encoder.logits(head, encoded)
        return [(*both, one.sentences) for both, one in zip(found, encoded, strict=True)]

    # What is loaded, once

    @cached_property
    def _heat(self) -> dict[str, float]:
        return temperatures_of(self._file)

    @cached_property
    def _tokenizer(self) -> Any:
        return self._base.tokenizer

    @property
    def _encoder(self) -> ReaderEncoder:
        with self._lock:
            return self._loaded

    @cached_property
    def _loaded(self) -> ReaderEncoder:
        return ReaderEncoder(self._base.encoder(self._threads), map_tensors(self._file))


def temperatures_of(weights: Path) -> dict[str, float]:
    """The temperatures of each head's outcomes, from the header of the weight file."""
    told = json.loads(read_head(weights)["__metadata__"]["temperatures"])
    return {name: float(heat) for name, heat in told.items()}
