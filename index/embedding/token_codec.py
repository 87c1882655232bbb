"""Token vectors made small for late interaction: a projection to few dimensions, eight bits each.

In: token vectors of a text, shape (tokens, dim). Out: int8 codes of shape (tokens, token_dim), and the best
cosine of each of a question's tokens with such codes. Measured on the gold questions, the codes cost no
quality.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from index.embedding.embedder import TokenCodes, Vector
from index.embedding.model_files import PACKAGED_SHA

SCALE = 127.0
TOKEN_DIM = 96
"""Dimensions kept of a token's vector: as good as all 384 on the gold questions; 64 were a little worse."""
CODECS = {PACKAGED_SHA: "codec-minilm.npy"}
"""Fitted codecs by the hash of the weights they are for; `fit_codec.py` makes them."""
SAMPLE = "codec-sample.txt"
"""Passages, one a line, on which the codec of any other model is fitted."""


class TokenCodec:
    """Projects onto `basis`, shape (dim, token_dim) with orthonormal columns, and rounds."""

    def __init__(self, basis: Vector) -> None:
        self.basis = np.ascontiguousarray(basis, np.float32)

    @classmethod
    def fit(cls, tokens: Vector, token_dim: int) -> TokenCodec:
        """The principal directions of token vectors, shape (tokens, dim), without centring.

        Where `dim` is less than `token_dim`, the directions that are missing are zero.
        """
        _, vectors = np.linalg.eigh((tokens.T @ tokens).astype(np.float64))
        leading = vectors[:, ::-1][:, :token_dim]
        signs = np.sign(leading[np.abs(leading).argmax(axis=0), np.arange(leading.shape[1])])
        missing = np.zeros((tokens.shape[1], max(token_dim - tokens.shape[1], 0)))
        return cls(np.hstack([leading * signs, missing]).astype(np.float32))

    @property
    def token_dim(self) -> int:
        return int(self.basis.shape[1])

    def project_query(self, tokens: Vector) -> Vector:
        """Unit vectors in the small space, shape (tokens, token_dim)."""
        return unit(np.asarray(tokens, np.float32) @ self.basis)

    def encode(self, tokens: Vector) -> TokenCodes:
        """The same as codes."""
        return coded(self.project_query(tokens))

    def encode_each(self, texts: Sequence[Vector]) -> list[TokenCodes]:
        """The codes of several texts' tokens, in one multiplication."""
        if not texts:
            return []
        ends = np.cumsum([len(tokens) for tokens in texts])[:-1]
        return np.split(self.encode(np.concatenate(texts)), ends)


def coded(projected: Vector) -> TokenCodes:
    """Unit vectors in the small space as codes."""
    return np.round(projected * SCALE).astype(np.int8)


def packaged_codec(weights_sha: str) -> TokenCodec | None:
    """The codec fitted for these weights."""
    name = CODECS.get(weights_sha)
    if name is None:
        return None
    with (files("index") / "data" / name).open("rb") as stream:
        return TokenCodec(np.load(stream).astype(np.float32))


def codec_name(weights_sha: str) -> str:
    """Changes with the codec, or with the passages it is fitted on."""
    data = files("index") / "data" / CODECS.get(weights_sha, SAMPLE)
    return f"{TOKEN_DIM}-{hashlib.sha256(data.read_bytes()).hexdigest()}"


def unit(vectors: Vector) -> Vector:
    """Each row at length one; a row of zeros stays as it is."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    result: Vector = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return result


def best_cosines(query: Vector, codes: Sequence[TokenCodes]) -> Vector:
    """Per passage and question token the best cosine, shape (passages, m); -1 where there is no token."""
    best = np.full((len(codes), len(query)), -1.0, np.float32)
    held = [at for at, some in enumerate(codes) if len(some)]
    if held:
        tokens: Vector = np.concatenate([codes[at] for at in held]).astype(np.float32)
        lengths = np.sqrt(np.einsum("ij,ij->i", tokens, tokens))
        cosines = (tokens @ query.T) / np.maximum(lengths, 1.0)[:, None]
        starts: npt.NDArray[np.int64] = np.cumsum([0, *(len(codes[at]) for at in held[:-1])])
        best[held] = np.maximum.reduceat(cosines, starts, axis=0)
    return best
