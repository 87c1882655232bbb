"""The teacher as a small file: how its upper layers differ from the model they began as, in few dimensions.

Fine-tuning moves weights little and in few directions (Hu et al. 2021, "LoRA"), so that of each matrix's
difference the leading singular vectors are kept (Eckart and Young 1936), in eight bits; so are the heads,
and temperatures as `finish` fits them.
`python -m rag.evaluation.reader.shrink BASE TEACHER ROWS OUT`: the folder of the model, what `teacher` wrote.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.numpy import load_file, save_file

from index.embedding.bert import Floats
from index.embedding.larger import WEIGHTS, WEIGHTS_SHA, installed_parts, make
from index.embedding.mpnet import State, mpnet_from
from rag.evaluation.reader.examples import held_back
from rag.evaluation.reader.field import read_rows
from rag.evaluation.reader.finish import PLAIN, temperatures
from rag.evaluation.reader.measure import parts
from rag.evaluation.reader.teacher import FROZEN
from rag.reader.careful import larger_reader

Packed = dict[str, npt.NDArray[Any]]
RANK = {"qkv": 81, "out": 54, "up": 54, "down": 54}
"""Directions kept of a difference; three matrices side by side have half as many again as one."""
BODY, HEAD = "body.", "heads."


def taught_layers(base: State, taught: State) -> State:
    """The model with the teacher's layers in place of its own, but for those that were never trained."""
    layers = {name.removeprefix(BODY): part for name, part in taught.items() if name.startswith(BODY)}
    frozen = tuple(f"encoder.layer.{at}." for at in range(FROZEN))
    return {
        **base,
        **{n: p for n, p in layers.items() if n.startswith("encoder.") and not n.startswith(frozen)},
    }


def differences(before: State, after: State) -> Iterator[tuple[str, Floats]]:
    """Of two models, by the names of `Change`, where there is one."""
    old: dict[str, Floats] = {}
    new: dict[str, Floats] = {}
    mpnet_from(before, old.setdefault)
    mpnet_from(after, new.setdefault)
    for name, values in old.items():
        if not np.array_equal(values, new[name]):
            yield name, new[name] - values


def factors(difference: Floats, rank: int) -> tuple[Floats, Floats]:
    """Shapes (out, rank) and (rank, in); their product is the nearest to it of that rank."""
    torch.manual_seed(0)
    left, sizes, right = torch.svd_lowrank(torch.from_numpy(difference), q=rank + 8, niter=4)
    root = sizes[:rank].sqrt()
    return (left[:, :rank] * root).numpy(), (right[:, :rank] * root).T.numpy()


def packed(base: State, taught: State) -> Packed:
    """What the file holds."""
    made: Packed = {}
    for name, difference in differences(base, taught_layers(base, taught)):
        if not name.endswith(".weight") or difference.ndim == 1:
            made[name] = np.asarray(difference, np.float16)
            continue
        rank = RANK[name.split(".")[2]]
        for side, part, along in zip("ab", factors(difference, rank), (0, 1), strict=True):
            made |= in_eight_bits(f"{name}.{side}", part, along)
    for name, values in taught.items():
        if name.startswith(HEAD):
            made |= in_eight_bits(name, values, 1) if values.ndim == 2 else {name: values}
    return made


def in_eight_bits(name: str, values: Floats, along: int) -> Packed:
    """Whole numbers with a step for each that share one, which are largest `along` that axis."""
    step = np.abs(values).max(axis=along, keepdims=True) / 127
    whole = np.ascontiguousarray(np.round(values / step).astype(np.int8))
    return {name: whole, f"{name}.step": np.asarray(step, np.float32)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("base", "teacher", "rows", "out"):
        parser.add_argument(name, type=Path)
    args = parser.parse_args()
    kept = torch.load(args.teacher, weights_only=True)
    made = packed(load_file(args.base / WEIGHTS), {name: part.float().numpy() for name, part in kept.items()})

    def save(heats: Mapping[str, float]) -> None:
        save_file(made, args.out, {"base": WEIGHTS_SHA, "temperatures": json.dumps(heats, sort_keys=True)})

    save(PLAIN)
    _, held = parts(read_rows(args.rows), held_back)
    with TemporaryDirectory() as folder:
        make(installed_parts(), args.out, Path(folder) / "made")
        reader = larger_reader(Path(folder) / "made", args.out)
        save(temperatures(reader, held))


if __name__ == "__main__":
    main()
