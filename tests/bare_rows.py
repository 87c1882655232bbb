"""Labelled rows as lists read them: what is asked once, over its passages without their headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from rag.evaluation.reader.examples import Labelled
from rag.reader.reading import ReadPassage

Row = TypeVar("Row", bound=Labelled)
Told = TypeVar("Told")


def read_bare(
    rows: Sequence[Row],
    asked: Callable[[Row], str],
    read: Callable[[str, Sequence[ReadPassage]], Sequence[Told]],
) -> list[tuple[str, Told]]:
    """The label of each row, and what is read of it; rows that ask the same stand together."""
    found: list[tuple[str, Told]] = []
    for text, group in groupby(rows, asked):
        some = list(group)
        told = read(text, [replace(row.passage, header="") for row in some])
        found += zip((row.label for row in some), told, strict=True)
    return found
