"""A matrix as a table: CSV for spreadsheets, HTML for reading.

In: a `Matrix`. Out: bytes. A cell of the CSV that a spreadsheet would take for a formula begins with an
apostrophe (OWASP, CSV injection); in the HTML every word is escaped.
"""

from __future__ import annotations

import csv
import io

from rag.briefing.export.html import page, table
from rag.model import Citation
from rag.position.matrix import Cell, Matrix

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SILENT = "Did not address this"
NOTHING = "No statement of theirs to look at"


def csv_of(matrix: Matrix) -> bytes:
    """One line per issue and delegation, UTF-8 with a mark so that spreadsheets read it as such."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    columns = (
        "issue",
        "delegation",
        "addressed",
        "side",
        "date",
        "quote",
        "citation",
        "statements looked at",
        "nearest",
    )
    writer.writerow(columns)
    for row in matrix.rows:
        writer.writerows([safe(text) for text in (row.issue, *_line(cell))] for cell in row.cells)
    return stream.getvalue().encode("utf-8-sig")


def html_matrix(matrix: Matrix) -> bytes:
    """Delegations down, issues across."""
    heading = ("Delegation", *(row.issue for row in matrix.rows))
    lines = [
        (delegation.name, *(_shown(row.cells[at]) for row in matrix.rows))
        for at, delegation in enumerate(matrix.delegations)
    ]
    return page("Positions compared", ["<h1>Positions compared</h1>", table((heading, *lines))])


def safe(text: str) -> str:
    """The text as a spreadsheet shows it and never runs it."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _line(cell: Cell) -> tuple[str, ...]:
    said, near = cell.citation, cell.nearest
    return (
        cell.delegation.name,
        "yes" if said else "no" if cell.statements else "no statement",
        cell.side or "",
        cell.date or "",
        _joined(said.quote) if said else "",
        said.text if said else "",
        str(cell.statements),
        _cited(near) if near else "",
    )


def _shown(cell: Cell) -> str:
    if cell.citation:
        return f"{str(cell.side).capitalize()}, {cell.date or 'undated'}: {_cited(cell.citation)}"
    if cell.statements == 0:
        return f"{NOTHING}."
    looked = f"{SILENT} ({cell.statements} statement{'' if cell.statements == 1 else 's'} looked at)."
    return f"{looked} Nearest: {_cited(cell.nearest)}" if cell.nearest else looked


def _cited(citation: Citation) -> str:
    return f"“{_joined(citation.quote)}” ({citation.text})"


def _joined(text: str) -> str:
    return " ".join(text.split())
