"""Writes ONNX models without the package `onnx`: operations and arrays in, the bytes of a model out.

An ONNX file is a protocol buffer; of its format only what `OnnxGraph` uses is here, by the field numbers
of onnx.proto3. Operators of ONNX Runtime itself (fused ones) are in the domain `FUSED`. onnxruntime
refuses what does not fit together when a session is made of it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

FUSED = "com.microsoft"
IR_VERSION, OPSET, FUSED_OPSET = 8, 17, 1
TYPES = {"float32": 1, "uint8": 2, "int8": 3, "int64": 7}

Attribute = int | float | Sequence[int]
Array = npt.NDArray[Any]


class OnnxGraph:
    """A graph as it grows; every method returns the name of what it added."""

    def __init__(self) -> None:
        self._nodes: list[bytes] = []
        self._constants: list[bytes] = []
        self._ends: list[bytes] = []

    def input(self, name: str, type: str, shape: Sequence[int | str]) -> str:
        """A tensor given at run time; a text in `shape` stands for a length that varies."""
        self._ends.append(_message(11, _value(name, type, shape)))
        return name

    def output(self, name: str, type: str, shape: Sequence[int | str]) -> None:
        self._ends.append(_message(12, _value(name, type, shape)))

    def constant(self, values: npt.ArrayLike, type: str = "float32") -> str:
        array = np.asarray(values, type)
        name = f"constant{len(self._constants)}"
        self._constants.append(_message(5, _tensor(name, array)))
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Attribute) -> str:
        """One operation with one output."""
        return self.add_many(operator, *inputs, outputs=1, domain=domain, **attributes)[0]

    def add_many(
        self, operator: str, *inputs: str, outputs: int, domain: str = "", **attributes: Attribute
    ) -> list[str]:
        """One operation with several outputs."""
        names = [f"value{len(self._nodes)}.{at}" for at in range(outputs)]
        parts = [_message(1, name.encode()) for name in inputs]
        parts += [_message(2, name.encode()) for name in names]
        parts += [_message(4, operator.encode()), _message(7, domain.encode())]
        parts += [_message(5, _attribute(name, value)) for name, value in attributes.items()]
        self._nodes.append(_message(1, b"".join(parts)))
        return names

    def model(self) -> bytes:
        graph = b"".join((*self._nodes, _message(2, b"graph"), *self._constants, *self._ends))
        fused = _message(1, FUSED.encode()) + _number(2, FUSED_OPSET)
        return (
            _number(1, IR_VERSION) + _message(7, graph) + _message(8, _number(2, OPSET)) + _message(8, fused)
        )


def _value(name: str, type: str, shape: Sequence[int | str]) -> bytes:
    sizes = [_message(2, size.encode()) if isinstance(size, str) else _number(1, size) for size in shape]
    tensor = _number(1, TYPES[type]) + _message(2, b"".join(_message(1, size) for size in sizes))
    return _message(1, name.encode()) + _message(2, _message(1, tensor))


def _tensor(name: str, array: Array) -> bytes:
    sizes = b"".join(_number(1, size) for size in array.shape)
    return (
        sizes
        + _number(2, TYPES[array.dtype.name])
        + _message(8, name.encode())
        + _message(9, array.tobytes())
    )


def _attribute(name: str, value: Attribute) -> bytes:
    start = _message(1, name.encode())
    if isinstance(value, float):
        return start + _varint(2 << 3 | 5) + struct.pack("<f", value) + _number(20, 1)
    if isinstance(value, int):
        return start + _number(3, value) + _number(20, 2)
    return start + b"".join(_number(8, one) for one in value) + _number(20, 7)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & (1 << 64) - 1)


def _varint(value: int) -> bytes:
    """Seven bits a byte, lowest first; the high bit says that more follow."""
    made = bytearray()
    while value > 127:
        made.append(value & 127 | 128)
        value >>= 7
    made.append(value)
    return bytes(made)
