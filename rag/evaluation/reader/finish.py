"""Trained weights in, the packaged file out: float16, with temperatures that make probabilities mean what
they say.

A temperature divides logits before the softmax (Guo et al. 2017) and changes no order within a passage;
it is fitted on the rows held back, to the least surprise. Of several trained weights the mean is packed
(Wortsman et al. 2022, "Model soups").
`python -m rag.evaluation.reader.finish WEIGHTS [WEIGHTS ...] ROWS OUT`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.embedding.model_files import find_model
from rag.evaluation.reader.examples import BY_SENTENCE, Example, Head, held_back
from rag.evaluation.reader.field import Rows, answered, read_rows, sided
from rag.evaluation.reader.measure import parts
from rag.reader.trained import TrainedReader

HEATS = np.linspace(0.5, 4.0, 71)
PLAIN = {f"{head}.{part}": 1.0 for head in ("answer", "stance") for part in ("whole", "each")}
Logits = npt.NDArray[np.float32]


def pack(weights: Sequence[Path], out: Path, temperatures: Mapping[str, float]) -> None:
    """Writes the mean of the weights with what they fit and their temperatures."""
    from safetensors.numpy import load_file, save_file

    told = {
        "base": find_model(None).weights_sha,
        "temperatures": json.dumps(dict(temperatures), sort_keys=True),
    }
    loaded = [load_file(one) for one in weights]
    means = {
        name: np.mean([one[name] for one in loaded], axis=0, dtype=np.float32).astype(first.dtype)
        for name, first in loaded[0].items()
    }
    save_file(means, out, told)


def temperatures(reader: TrainedReader, held: Rows) -> dict[str, float]:
    """One for each head's passages and sentences."""
    near = [one for row in held.questions for one in answered(row)]
    claims = [one for row in held.claims for one in sided(row)]
    return {**temperatures_of_head(reader, "answer", near), **temperatures_of_head(reader, "stance", claims)}


def temperatures_of_head(reader: TrainedReader, head: Head, examples: Sequence[Example]) -> dict[str, float]:
    """One for its passages, one for their sentences."""
    wholes: list[Logits] = []
    eaches: list[Logits] = []
    known: list[int] = []
    by_sentence: list[int] = []
    for one in examples:
        ((whole, each, _),) = reader.logits(head, one.question, [one.passage])
        wholes.append(whole)
        known.append(one.whole)
        sure = [at for at, weight in enumerate(one.sure) if weight > BY_SENTENCE]
        eaches.extend(each[at] for at in sure)
        by_sentence.extend(one.sentences[at] for at in sure)
    return {
        f"{head}.whole": _best(np.stack(wholes), known),
        f"{head}.each": _best(np.stack(eaches), by_sentence),
    }


def _best(logits: Logits, known: Sequence[int]) -> float:
    """The temperature under which what is known surprises least."""
    allowed = np.array([[bool(one >> bit & 1) for bit in range(3)] for one in known])

    def surprise(heat: float) -> float:
        shares = np.exp(logits / heat - (logits / heat).max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        return float(-np.log((shares * allowed).sum(axis=1) + 1e-9).mean())

    return float(min(HEATS, key=surprise))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path, nargs="+")
    for name in ("rows", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    pack(args.weights, args.out, PLAIN)
    _, held = parts(read_rows(args.rows), held_back)
    pack(args.weights, args.out, temperatures(TrainedReader(args.out), held))


if __name__ == "__main__":
    main()
