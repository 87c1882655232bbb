"""The nouns of a PDF page: runs of one style, lines in reading order, pages, and their JSON form.

In: what the child process wrote. Out: frozen values. Coordinates are points, y upwards from the
bottom of the page. Refuses JSON of another shape (the child's answer is not trusted).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

Zone = Literal["head", "title", "front", "body", "foot"]


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style; blanks between words are single spaces."""

    text: str
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of one column; `column` is 0 where the line has the page's full width."""

    zone: Zone
    column: int
    x0: float
    x1: float
    y: float
    size: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in reading order; `scanned` when a picture covers it."""

    number: int
    width: float
    height: float
    scanned: bool
    lines: tuple[Line, ...]


def write_pages(pages: tuple[Page, ...]) -> bytes:
    """Pages as JSON."""
    rows = [[p.number, p.width, p.height, p.scanned, [_line_row(line) for line in p.lines]] for p in pages]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _line_row(line: Line) -> list[Any]:
    runs = [[run.text, run.bold, run.italic] for run in line.runs]
    return [line.zone, line.column, line.x0, line.x1, line.y, line.size, runs]


def read_pages(data: bytes) -> tuple[Page, ...]:
    """The inverse of `write_pages`; raises ValueError, TypeError or KeyError on another shape."""
    rows = json.loads(data.decode("utf-8", "replace"))
    return tuple(
        Page(int(number), float(width), float(height), bool(scanned), tuple(_read_line(row) for row in lines))
        for number, width, height, scanned, lines in rows
    )


def _read_line(row: list[Any]) -> Line:
    zone, column, x0, x1, y, size, runs = row
    if zone not in ("head", "title", "front", "body", "foot"):
        raise ValueError(f"unknown zone {zone!r}")
    styled = tuple(Run(str(text), bool(bold), bool(italic)) for text, bold, italic in runs)
    return Line(zone, int(column), float(x0), float(x1), float(y), float(size), styled)
