"""Fits the token codec of the packaged model: `python -m index.embedding.fit_codec FOLDER... OUT.npy`.

In: folders of plain texts. Out: the basis as float16, shape (384, 96). The packaged one was fitted on 2,000
passages of the UN Security Council Debates (doi:10.7910/DVN/KGVSYH) and the UN General Debate Corpus
(doi:10.7910/DVN/0TJX8Y), in equal steps over all of them.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.embedding.minilm import SentenceTransformerEmbedder
from index.embedding.token_codec import TOKEN_DIM, TokenCodec

WORDS = 80


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folders", type=Path, nargs="+")
    options.add_argument("out", type=Path)
    options.add_argument("--passages", type=int, default=2000)
    chosen = options.parse_args()
    texts = list(_spread([text for folder in chosen.folders for text in _passages(folder)], chosen.passages))
    tokens = np.concatenate(SentenceTransformerEmbedder().token_vectors(texts))
    np.save(chosen.out, TokenCodec.fit(tokens, TOKEN_DIM).basis.astype(np.float16))


def _passages(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.txt")):
        words = file.read_text(encoding="utf-8", errors="replace").split()
        for at in range(0, len(words) - WORDS + 1, WORDS):
            yield " ".join(words[at : at + WORDS])


def _spread(texts: list[str], count: int) -> Iterator[str]:
    """`count` of the texts, evenly spaced."""
    step = max(len(texts) / count, 1.0)
    return (texts[int(at * step)] for at in range(min(count, len(texts))))


if __name__ == "__main__":
    main()
