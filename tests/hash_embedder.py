"""A deterministic embedder without a model: words hashed into a small space. For the fast suite."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from index.embedding.embedder import Embedded, EmbeddedQuery, TokenCodes, Vector
from index.errors import InvalidInput

DIM = 64
WORD = re.compile(r"\w+")


class HashEmbedder:
    """Bag of hashed words: texts that share words are near each other; counts what it embeds."""

    name = "hash"
    dim = DIM
    token_dim = DIM
    window = 256

    def __init__(self, fingerprint: str = "hash-64-v1") -> None:
        self.fingerprint = fingerprint
        self.embedded: list[str] = []

    def count_tokens(self, text: str) -> int:
        return len(WORD.findall(text)) + 2

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        for text in texts:
            if self.count_tokens(text) > self.window:
                raise InvalidInput("A passage is longer than the embedder's window; shorten it.")
        self.embedded.extend(texts)
        return [Embedded(_mean(text), _codes(text)) for text in texts]

    def embed_query(self, text: str) -> EmbeddedQuery:
        return EmbeddedQuery(_mean(text), _tokens(text))


def _tokens(text: str) -> Vector:
    words = WORD.findall(text.lower()) or [""]
    return np.stack([_word_vector(word) for word in words])


def _codes(text: str) -> TokenCodes:
    return np.round(_tokens(text) * 127).astype(np.int8)


def _length(vector: Vector) -> np.floating[Any]:
    """Without BLAS, whose kernels round differently where the environment of a process chooses another."""
    return np.sqrt(np.square(vector).sum())


def _mean(text: str) -> Vector:
    total = _tokens(text).sum(axis=0)
    return (total / _length(total)).astype(np.float32)


@lru_cache(maxsize=10_000)
def _word_vector(word: str) -> Vector:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "little")
    vector = np.random.default_rng(seed).standard_normal(DIM).astype(np.float32)
    return (vector / _length(vector)).astype(np.float32)
