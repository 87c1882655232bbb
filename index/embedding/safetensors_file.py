"""A safetensors file as arrays that are mapped, not read: of a table of words only the rows used are touched.

In: a file. Out: its tensors by name, read only, and what its head says of it. Refuses nothing: code that
needs the published weights checks their hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

TYPES: Mapping[str, np.dtype[Any]] = {
    "F32": np.dtype("<f4"),
    "F16": np.dtype("<f2"),
    "I64": np.dtype("<i8"),
    "I8": np.dtype("i1"),
}
LENGTH = 8
"""Bytes that say how long the head is."""


def read_head(file: Path) -> dict[str, Any]:
    """Names to type, shape and place; `__metadata__` holds texts."""
    with file.open("rb") as stream:
        head: dict[str, Any] = json.loads(stream.read(int.from_bytes(stream.read(LENGTH), "little")))
    return head


def map_tensors(file: Path) -> Mapping[str, npt.NDArray[Any]]:
    """The tensors of a file, of types that numpy has."""
    whole = np.memmap(file, np.uint8, "r")
    start = LENGTH + int.from_bytes(whole[:LENGTH].tobytes(), "little")
    return {
        name: whole[start + told["data_offsets"][0] : start + told["data_offsets"][1]]
        .view(TYPES[told["dtype"]])
        .reshape(told["shape"])
        for name, told in read_head(file).items()
        if name != "__metadata__" and told["dtype"] in TYPES
    }
