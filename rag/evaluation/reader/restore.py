"""The teacher again from its small file, so that whoever has only the packaged larger reader can teach it on.

In: the weights of all-mpnet-base-v2 and what `shrink` wrote. Out: the teacher's weights by the names of
`Teacher`, but for what shrinking left out.
`python -m rag.evaluation.reader.restore BASE SMALL OUT`: the folder of the model, the file, `teacher.pt`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file

from index.embedding.bert import Floats
from index.embedding.larger import WEIGHTS, Tensors, changes
from index.embedding.mpnet import mpnet_from
from rag.evaluation.reader.shrink import BODY, HEAD

PLACES = {
    "qkv": tuple(f"attention.attn.{part}" for part in "qkv"),
    "out": ("attention.attn.o",),
    "norm1": ("attention.LayerNorm",),
    "up": ("intermediate.dense",),
    "down": ("output.dense",),
    "norm2": ("output.LayerNorm",),
}
"""Where the checkpoint keeps what one array of `Change` holds; several stand side by side in it."""
UNUSED = ("pooler.", "embeddings.position_ids")
"""Of the checkpoint; the teacher's heads stand in its place."""
DISTANCES = "encoder.relative_attention_bias.weight"


def restored(base: Tensors, small: Tensors) -> dict[str, npt.NDArray[np.float32]]:
    """The teacher's body and heads."""
    changed: dict[str, Floats] = {}
    apply = changes(small)

    def keep(name: str, values: Floats) -> Floats:
        changed[name] = apply(name, values)
        return changed[name]

    mpnet_from(base, keep)
    body = {
        name: np.asarray(values, np.float32) for name, values in base.items() if not name.startswith(UNUSED)
    }
    body[DISTANCES] = changed.pop("distances")
    for name, values in changed.items():
        _, layer, part, kind = name.split(".")
        places = PLACES[part]
        for place, one in zip(places, np.split(values, len(places)), strict=True):
            body[f"encoder.layer.{layer}.{place}.{kind}"] = one
    return {**{BODY + name: values for name, values in body.items()}, **_heads(small)}


def _heads(small: Tensors) -> dict[str, npt.NDArray[np.float32]]:
    return {
        name: np.asarray(values * small.get(f"{name}.step", np.float32(1)), np.float32)
        for name, values in small.items()
        if name.startswith(HEAD) and not name.endswith(".step")
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "small", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    found = restored(load_file(args.base / WEIGHTS), load_file(args.small))
    torch.save(
        {name: torch.from_numpy(np.ascontiguousarray(one)).half() for name, one in found.items()}, args.out
    )


if __name__ == "__main__":
    main()
