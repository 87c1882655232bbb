"""Paragraphs that a source sets apart as quoted, put between the marks that print would give them.

In: the lines of a statement, those set apart marked with `set_apart`. Out: the lines, each quoted run
opening its mark at every paragraph and closing it at the last, as the United Nations prints them; unchanged
where the words carry marks already. Where most of a statement is set apart, that is its layout and no
quotation.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

APART = "\ue002"
OPENING = "“„«\"'‘‹「”"
MOST = 0.5
"""Share of a statement's letters from which what is set apart is its layout."""


def set_apart(line: str) -> str:
    """A line that the source sets apart as quoted."""
    return APART + line


def in_marks(lines: Iterable[str]) -> list[str]:
    """The lines with marks around each run that was set apart."""
    held = list(lines)
    apart = sum(len(line) for line in held if line.startswith(APART))
    layout = apart > MOST * sum(map(len, held))
    found: list[str] = []
    for quoted, run in groupby(held, key=lambda line: line.startswith(APART)):
        bare = [line.removeprefix(APART) for line in run]
        plain = layout or not quoted or bare[0].lstrip().startswith(tuple(OPENING))
        found += bare if plain else [f"“{line.strip()}" for line in bare[:-1]] + [f"“{bare[-1].strip()}”"]
    return found
