"""Coverage as a picture: delegations down, years or meetings across, the darker the more statements.

In: a `Coverage`. Out: an SVG that needs nothing else and runs nothing. Every cell has its numbers as text,
for those who cannot tell the shades apart, and in words for a screen reader. Refuses more cells than can be
read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from itertools import groupby

from index.errors import InvalidInput
from index.text.amounts import many
from index.text.steering import without_steering
from rag.answer.counting import covered
from rag.position.coverage import Cell, Column, Coverage, Row

MOST_COLUMNS, MOST_ROWS = 150, 300
LONG, NONE = 3, ": none"
"""Columns in a row in which nobody spoke that are drawn as one, and what is said of them."""
CELL, LINE, PAD = 34, 20, 12
LETTER = 7
"""Width of a letter of the labels, of 12 pixels, as far as it can be known without the font."""
NAMELESS = {"year": "undated", "meeting": "no meeting"}
SHADES = ("#deebf7", "#c6dbef", "#9ecae1", "#6baed6", "#2171b5", "#08519c")
"""ColorBrewer, Blues (Harrower and Brewer 2003): told apart by the colour blind and in print."""
DARK = 4
"""The shade from which figures are white: each pair has a contrast of 4.5 to 1 or more."""


def svg_of(coverage: Coverage) -> bytes:
    """The heat map, UTF-8. Raises InvalidInput where it would have more rows or columns than can be read."""
    shown = _shown(coverage)
    rows, columns = len(coverage.rows), len(shown)
    if columns > MOST_COLUMNS or rows > MOST_ROWS:
        raise InvalidInput(
            f"The picture would have {rows} rows and {columns} columns, more than {MOST_ROWS} and "
            f"{MOST_COLUMNS}: narrow it by dates, an organ or delegations."
        )
    left = PAD + LETTER * max((len(_row_name(row)) for row in coverage.rows), default=0) + PAD
    top = PAD + LETTER * max((len(label) for label, _ in shown), default=0) + 2 * LINE
    width = max(left + CELL * columns + PAD, PAD + LETTER * len(_title(coverage)) + PAD)
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top + LINE * rows + PAD}" '
        f'width="{width}" height="{top + LINE * rows + PAD}" role="img" aria-labelledby="title desc" '
        'font-family="system-ui, sans-serif" font-size="12">',
        f'<title id="title">{_text(_title(coverage))}</title>',
        f'<desc id="desc">{_text(_described(coverage))}</desc>',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="{PAD}" y="{PAD + 12}" font-weight="bold" fill="#111111">{_text(_title(coverage))}</text>',
        *_headings(shown, left, top),
        *_lines(coverage, shown, left, top),
        "</svg>",
    ]
    return ("\n".join(body) + "\n").encode()


def _shown(coverage: Coverage) -> list[tuple[str, Column | None]]:
    """The columns under their labels; a run of many in which nobody spoke is one, so that the others can be
    read."""
    shown: list[tuple[str, Column | None]] = []
    for silent, some in groupby(coverage.columns, key=lambda column: column.name in coverage.gaps.columns):
        run = list(some)
        labels = [column_label(coverage, column) for column in run]
        if silent and len(run) >= LONG:
            shown.append((f"{labels[0]}–{labels[-1]}{NONE}", None))
        else:
            shown += zip(labels, run, strict=True)
    return shown


def column_label(coverage: Coverage, column: Column) -> str:
    return without_steering(column.name or NAMELESS[coverage.by])


def _title(coverage: Coverage) -> str:
    return f"Statements by delegation and {coverage.by}"


def _described(coverage: Coverage) -> str:
    """What the picture shows, in a sentence or two."""
    names = [column_label(coverage, column) for column in coverage.columns if column.name]
    span = f", {' to '.join(dict.fromkeys((names[0], names[-1])))}" if names else ""
    told = (
        f"{many(coverage.statements, 'statement')} in {many(coverage.passages, 'passage')} of "
        f"{covered(row.delegation for row in coverage.rows)}{span}. A cell shows how many statements a "
        "delegation made; an empty one, none."
    )
    silent = coverage.gaps.columns
    missing = ", ".join(
        label.removesuffix(NONE)
        for label, column in _shown(coverage)
        if column is None or column.name in silent
    )
    return f"{told} Nobody spoke in {missing}." if missing else told


def _headings(shown: Sequence[tuple[str, Column | None]], left: int, top: int) -> list[str]:
    return [
        f'<text transform="translate({left + CELL * at + CELL // 2 + 4} {top - 6}) rotate(-90)" '
        f'fill="#111111">{_text(label)}</text>'
        for at, (label, _) in enumerate(shown)
    ]


def _lines(coverage: Coverage, shown: Sequence[tuple[str, Column | None]], left: int, top: int) -> list[str]:
    most = max((cell.statements for row in coverage.rows for cell in row.cells), default=1)
    place = {column.name: left + CELL * at for at, (_, column) in enumerate(shown) if column}
    labels = {column.name: label for label, column in shown if column}
    drawn: list[str] = []
    for at, row in enumerate(coverage.rows):
        y = top + LINE * at
        drawn.append(f'<text x="{PAD}" y="{y + 14}" fill="#111111">{_text(_row_name(row))}</text>')
        drawn += [_cell(cell, row, labels[cell.column], place[cell.column], y, most) for cell in row.cells]
    return drawn


def _cell(cell: Cell, row: Row, label: str, x: int, y: int, most: int) -> str:
    shade = shade_of(cell.statements, most)
    ink = "#ffffff" if shade >= DARK else "#111111"
    held = f"{many(cell.statements, 'statement')}, {many(cell.passages, 'passage')}"
    told = f"{_row_name(row)}, {label}: {held}"
    return (
        f'<g><title>{_text(told)}</title><rect x="{x}" y="{y}" width="{CELL - 2}" height="{LINE - 2}" '
        f'fill="{SHADES[shade]}"/><text x="{x + (CELL - 2) // 2}" y="{y + 13}" text-anchor="middle" '
        f'font-size="10" fill="{ink}">{cell.statements}</text></g>'
    )


def shade_of(statements: int, most: int) -> int:
    """Which of the shades: by the logarithm, since a few delegations speak ten times as often as most."""
    share = math.log(statements) / math.log(most) if most > 1 else 0.0
    return min(int(share * len(SHADES)), len(SHADES) - 1)


def _row_name(row: Row) -> str:
    return without_steering(row.delegation.name) if row.delegation else "no delegation"


def _text(text: str) -> str:
    return escape(text, quote=True)
