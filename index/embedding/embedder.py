"""Texts in, vectors out: what every embedding model must provide.

An embedder gives each passage one vector for the dense index and one small vector per token for late
interaction. It refuses text beyond its window instead of cutting it silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]
TokenCodes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Embedded:
    """A text's unit vector, shape (dim,), and its token vectors as codes, shape (tokens, token_dim)."""

    vector: Vector
    tokens: TokenCodes


@dataclass(frozen=True, slots=True)
class EmbeddedQuery:
    """A question's unit vector, shape (dim,), and its unit token vectors, shape (tokens, token_dim)."""

    vector: Vector
    tokens: Vector


class Embedder(Protocol):
    """What an embedding model must provide; one contract test suite checks every implementation."""

    @property
    def name(self) -> str:
        """The name or folder the model was configured by."""

    @property
    def fingerprint(self) -> str:
        """Same fingerprint, same vectors but for rounding: model weights, pooling and token codec."""

    @property
    def dim(self) -> int: ...

    @property
    def token_dim(self) -> int: ...

    @property
    def window(self) -> int:
        """Word pieces the model reads, special tokens included."""

    def count_tokens(self, text: str) -> int:
        """Word pieces of `text`, special tokens included; never truncated."""

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        """One `Embedded` per text, in order. Raises InvalidInput for a text beyond the window."""

    def embed_query(self, text: str) -> EmbeddedQuery:
        """The question's vectors; a question beyond the window is cut at it (questions are not quoted)."""


LARGEST = 1e3
"""Far beyond any number of a unit vector."""


def readable(stored: bytes) -> Vector:
    """Vectors as stored, end to end; a number that only damage can have made counts as zero."""
    found = np.frombuffer(stored, "<f4")
    sound: npt.NDArray[np.bool_] = np.abs(found) <= LARGEST
    return found if sound.all() else np.where(sound, found, np.float32(0))
