"""Sentence-transformers behind the `Embedder` protocol: the way any model but the packaged one is loaded.

In: texts. Out: a unit vector and token codes each, from one forward pass through the model's own modules.
Counting tokens loads the tokenizer only; torch is imported when the first text is embedded. No network.
Refuses a passage beyond the model's window.
"""

from __future__ import annotations

import hashlib
import os
import platform
import threading
from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.embedding.embedder import Embedded, EmbeddedQuery, Vector
from index.embedding.model_files import find_model
from index.embedding.token_codec import SAMPLE, TOKEN_DIM, TokenCodec, codec_name, packaged_codec, unit
from index.errors import InvalidInput
from index.process.allocator import bound_memory

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH_TOKENS = 8192
"""Word pieces in one forward pass, padding included."""
ONE = 1
"""Threads for a single text: a question's few word pieces are read as fast by one, and where other work keeps
the processors busy, two threads wait for each other at every layer (measured: 0.2 s against 9 s)."""
DEFAULT_WINDOW = 512
"""For models without a limit of their own."""


class SentenceTransformerEmbedder:
    """Any sentence-transformers model by folder or name; safe to use from several threads.

    `codec_dir` keeps the codec fitted for a model that has no packaged one, so that it is fitted once.
    """

    def __init__(
        self, model: str | None = None, threads: int | None = None, codec_dir: Path | None = None
    ) -> None:
        self._files = find_model(model)
        self._threads = threads
        self._codec_dir = codec_dir
        self._lock = threading.RLock()
        self._loaded: SentenceTransformer | None = None

    @property
    def name(self) -> str:
        return self._files.name

    @cached_property
    def fingerprint(self) -> str:
        parts = (
            f"{self._files.weights_sha}\0{self._files.settings_sha}\0{codec_name(self._files.weights_sha)}"
        )
        return hashlib.sha256(parts.encode()).hexdigest()[:16]

    @cached_property
    def dim(self) -> int:
        known = self._files.dim
        return known if known is not None else int(self._model().get_embedding_dimension() or 0)

    @property
    def token_dim(self) -> int:
        return TOKEN_DIM

    @cached_property
    def window(self) -> int:
        known = self._files.window or self._model().max_seq_length
        return int(known) if known and known < 1_000_000 else DEFAULT_WINDOW

    def count_tokens(self, text: str) -> int:
        tokenizer = self._files.tokenizer
        if tokenizer is None:
            return len(self._model().tokenizer(self._files.passage_prompt + text)["input_ids"])
        return len(tokenizer.encode_batch_fast([self._files.passage_prompt + text])[0])  # no offsets

    def embed_passages(self, texts: Sequence[str]) -> list[Embedded]:
        counts = [self.count_tokens(text) for text in texts]
        if any(count > self.window for count in counts):
            raise InvalidInput(
                f"A passage is longer than the model's window of {self.window} word pieces; cut it."
            )
        codec = self._codec
        done: dict[int, Embedded] = {}
        for batch in _batches(counts):
            run = self._run([texts[at] for at in batch], self._files.passage_prompt)
            codes = codec.encode_each([tokens for _, tokens in run])
            done |= {
                at: Embedded(vector, some) for at, (vector, _), some in zip(batch, run, codes, strict=True)
            }
        return [done[at] for at in range(len(texts))]

    def embed_query(self, text: str) -> EmbeddedQuery:
        ((vector, tokens),) = self._run([text], self._files.query_prompt)
        return EmbeddedQuery(vector, self._codec.project_query(tokens))

    def token_vectors(self, texts: Sequence[str]) -> list[Vector]:
        """Token vectors before the codec, shape (tokens, hidden), texts cut at the window; to fit a codec."""
        return [tokens for text in texts for _, tokens in self._run([text], self._files.passage_prompt)]

    # The forward pass

    def _run(self, texts: Sequence[str], prompt: str) -> list[tuple[Vector, Vector]]:
        """Unit vector and token vectors of each text; tokens of the prompt and special ones left out."""
        model, all_threads = self._model(), self._all_threads
        import torch  # after the model: its settings are read once

        with self._lock, torch.inference_mode():
            torch.set_num_threads(ONE if len(texts) == 1 else self._threads or all_threads)
            features = model.preprocess(list(texts), prompt=prompt or None)
            kept = _content_tokens(features, model.tokenizer, self._prompt_length(prompt))
            out = model(features)
            vectors = unit(out["sentence_embedding"].float().numpy())
            tokens = out.get("token_embeddings")
            if tokens is None or kept is None:
                return [(vector, vector[None]) for vector in vectors]
            hidden = tokens.float().numpy()
        return [
            (vector, unit(some[flags] if flags.any() else some[:1]))
            for vector, some, flags in zip(vectors, hidden, kept, strict=True)
        ]

    @cached_property
    def _all_threads(self) -> int:
        """How many threads torch chose for this machine, before any was set."""
        import torch

        return int(torch.get_num_threads())

    def _prompt_length(self, prompt: str) -> int:
        tokenizer = self._files.tokenizer
        if not prompt or tokenizer is None:
            return 0
        return len(tokenizer.encode(prompt, add_special_tokens=False))

    def _model(self) -> SentenceTransformer:
        """The model, loaded once, in the fastest type that gives the same vectors to three digits."""
        with self._lock:
            if self._loaded is None:
                self._files.check_weights()
                self._loaded = _load(self._files.folder, self._threads)
            return self._loaded

    # The codec

    @cached_property
    def _codec(self) -> TokenCodec:
        packaged = packaged_codec(self._files.weights_sha)
        if packaged is not None:
            return packaged
        with self._lock:
            return self._kept_codec()

    def _kept_codec(self) -> TokenCodec:
        kept = self._codec_dir / f"codec-{self.fingerprint}.npy" if self._codec_dir else None
        if kept is not None and kept.is_file():
            return TokenCodec(np.load(kept))
        sample = (files("index") / "data" / SAMPLE).read_text(encoding="utf-8").splitlines()
        codec = TokenCodec.fit(np.concatenate(self.token_vectors(sample)), TOKEN_DIM)
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            part = kept.with_suffix(f".{os.getpid()}.part.npy")
            np.save(part, codec.basis)
            part.replace(kept)
        return codec


def _batches(counts: Sequence[int]) -> Iterator[list[int]]:
    """Positions in runs of similar length, longest first, each run within BATCH_TOKENS."""
    batch: list[int] = []
    for at in sorted(range(len(counts)), key=lambda at: -counts[at]):
        if batch and counts[batch[0]] * (len(batch) + 1) > BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _content_tokens(features: dict[str, Any], tokenizer: Any, prompt_length: int) -> Any:
    """Flags of the tokens that are words of the text, shape (texts, positions); None where unknown."""
    ids, mask = features.get("input_ids"), features.get("attention_mask")
    if ids is None or mask is None or ids.ndim != 2:
        return None
    names = ("cls_token_id", "sep_token_id", "pad_token_id", "bos_token_id", "eos_token_id")
    special = [value for name in names if (value := getattr(tokenizer, name, None)) is not None]
    kept = mask.numpy().astype(bool) & ~np.isin(ids.numpy(), special)
    kept &= np.cumsum(kept, axis=1) > prompt_length
    return kept


def has_bfloat16() -> bool:
    """Does the processor multiply bfloat16 natively? Emulated, as on older AVX-512, it is slow."""
    import torch

    if platform.machine().lower() in ("x86_64", "amd64"):
        return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
    return bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())


def _load(folder: Path, threads: int | None) -> SentenceTransformer:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TRANSFORMERS_OFFLINE", "1")
    bound_memory()
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if threads is not None:
        torch.set_num_threads(threads)
    dtype = torch.bfloat16 if has_bfloat16() else torch.float32
    model = SentenceTransformer(
        str(folder),
        device="cpu",
        local_files_only=True,
        trust_remote_code=False,
        model_kwargs={"dtype": dtype},
    )
    return model.eval()
