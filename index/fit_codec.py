"""Fits the token codec of the packaged model: `python -m index.fit_codec FOLDER index/data/codec-minilm.npy`.

In: a folder of plain texts. Out: the basis as float16, shape (384, 64). The packaged one was fitted on the
speeches of the UN Security Council of 2020 (CC0, doi:10.7910/DVN/KGVSYH).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.minilm import TOKEN_DIM, SentenceTransformerEmbedder
from index.tokencodec import TokenCodec

WORDS = 80


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("out", type=Path)
    options.add_argument("--passages", type=int, default=2000)
    chosen = options.parse_args()
    texts = list(_spread(list(_passages(chosen.folder)), chosen.passages))
    tokens = np.concatenate(SentenceTransformerEmbedder().token_vectors(texts))
    np.save(chosen.out, TokenCodec.fit(tokens, TOKEN_DIM).basis.astype(np.float16))


def _passages(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.txt")):
        words = file.read_text(encoding="utf-8", errors="replace").split()
        for at in range(0, len(words) - WORDS + 1, WORDS):
            yield " ".join(words[at : at + WORDS])


def _spread(texts: list[str], count: int) -> Iterator[str]:
    """`count` texts at even distances."""
    step = max(len(texts) / count, 1.0)
    return (texts[int(at * step)] for at in range(min(count, len(texts))))


if __name__ == "__main__":
    main()
