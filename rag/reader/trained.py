"""The trained reader: the packaged model's word vectors under layers and heads of its own.

In: a question or claim and passages. Out: calibrated probabilities. The weights are
`rag/data/reader.safetensors`; they fit one base model, which is checked. torch is imported when the first
passage is read. No network.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.embedding.model_files import ModelFiles, find_model
from index.errors import InvalidInput
from rag.reader.inputs import Encoded, batches, encode
from rag.reader.reading import Answering, Read, ReadPassage, Sided, Siding

if TYPE_CHECKING:
    from rag.reader.network import ReaderNetwork

Logits = npt.NDArray[np.float32]
WEIGHTS = "reader.safetensors"


@dataclass(frozen=True, slots=True)
class Card:
    """What the weight file says of itself: the base model's hash, and a temperature for each head's
    outcomes.
    """

    base: str
    temperatures: dict[str, float]


class TrainedReader:
    """Safe to use from several threads; `weights` names another file of the same kind."""

    def __init__(self, weights: Path | None = None, threads: int | None = None) -> None:
        self._given, self._threads = weights, threads
        self._lock = threading.RLock()

    @cached_property
    def fingerprint(self) -> str:
        return hashlib.sha256(self._bytes).hexdigest()[:16]

    def read(self, question: str, passages: Sequence[ReadPassage]) -> list[Read]:
        return [
            Read(
                Answering(*whole),
                tuple(Answering(*one) if told else Answering(0.0, 0.0, 1.0) for one, told in each),
            )
            for whole, each in self._probabilities("answer", question, passages)
        ]

    def stance(self, claim: str, passages: Sequence[ReadPassage]) -> list[Sided]:
        return [
            Sided(
                Siding(*whole), tuple(Siding(*one) if told else Siding(0.0, 0.0, 1.0) for one, told in each)
            )
            for whole, each in self._probabilities("stance", claim, passages)
        ]

    def _probabilities(
        self, head: str, question: str, passages: Sequence[ReadPassage]
    ) -> list[tuple[list[float], list[tuple[list[float], bool]]]]:
        """Of each passage its own three, and each sentence's with whether the window reached it."""
        found = self.logits(head, question, passages)
        heat = self._card.temperatures
        return [
            (
                _softmax(whole / heat[f"{head}.whole"]).tolist(),
                [
                    (three.tolist(), end > start)
                    for three, (start, end) in zip(_softmax(each / heat[f"{head}.each"]), ranges, strict=True)
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
        done: dict[int, tuple[Logits, Logits]] = {}
        for batch in batches([len(one.ids) for one in encoded]):
            wholes, eaches = self._forward(head, [encoded[at] for at in batch])
            done |= {at: (whole, each) for at, whole, each in zip(batch, wholes, eaches, strict=True)}
        return [(*done[at], one.sentences) for at, one in enumerate(encoded)]

    def _forward(self, head: str, rows: Sequence[Encoded]) -> tuple[list[Logits], list[Logits]]:
        network = self._network
        import torch

        from rag.reader.network import collate

        with self._lock, torch.inference_mode():
            if self._threads is not None:
                torch.set_num_threads(self._threads)
            batch = collate([(row.ids, row.first, row.sentences) for row in rows])
            each, whole = network(batch, head)
            ends = np.cumsum([len(row.sentences) for row in rows])[:-1]
            return list(whole.numpy()), np.split(each.numpy(), ends)

    # What is loaded, once

    @cached_property
    def _bytes(self) -> bytes:
        if self._given is not None:
            return self._given.read_bytes()
        with as_file(files("rag") / "data" / WEIGHTS) as packaged:
            return packaged.read_bytes()

    @cached_property
    def _card(self) -> Card:
        return card_of(self._bytes)

    @cached_property
    def _files(self) -> ModelFiles:
        return find_model(None)

    @cached_property
    def _tokenizer(self) -> Any:
        return self._files.tokenizer

    @cached_property
    def _network(self) -> ReaderNetwork:
        with self._lock:
            if self._files.weights_sha != self._card.base:
                raise InvalidInput(
                    "The reader's weights were made for another version of the packaged model; "
                    "install the version that constraints.txt names."
                )
            return _loaded(self._bytes, self._files)


def card_of(weights: bytes) -> Card:
    """The metadata in the head of a safetensors file."""
    length = int.from_bytes(weights[:8], "little")
    told = json.loads(weights[8 : 8 + length])["__metadata__"]
    return Card(told["base"], {name: float(heat) for name, heat in json.loads(told["temperatures"]).items()})


def _loaded(weights: bytes, base: ModelFiles) -> ReaderNetwork:
    """The network in float32: eight-bit products are faster, but what a passage scores then hangs on its
    batch.
    """
    from safetensors.torch import load, load_file

    from rag.reader.network import ReaderNetwork, from_bert

    network = ReaderNetwork()
    own = {name: part.float() for name, part in load(weights).items()}
    network.load_state_dict(from_bert(load_file(base.folder / "model.safetensors")) | own)
    return network.eval()


def _softmax(logits: Logits) -> Logits:
    high = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: Logits = high / high.sum(axis=-1, keepdims=True)
    return shares
