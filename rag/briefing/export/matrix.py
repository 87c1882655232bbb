"""A matrix as a table: CSV for spreadsheets, HTML for reading.

In: a `Matrix`. Out: bytes. A cell of the CSV that a spreadsheet would take for a formula begins with an
apostrophe (OWASP, CSV injection); in the HTML every word is escaped.
"""

from __future__ import annotations

import csv
import io
from html import escape

from index.text.amounts import many
from index.text.dates import spoken_date
from rag.answer.arrange import SIDES
from rag.briefing.export.html import page
from rag.citation.parts import with_day
from rag.model import Citation, Side
from rag.position.matrix import Cell, Matrix

FORMULA = ("=", "+", "-", "@", "\t", "\r")
SILENT = "Did not address this"
SAYS: dict[Side, str] = {**SIDES, "unclear": "Mentions it"}
NOTHING = "No statement of theirs to look at"
NOBODY = "No delegation spoke under these filters."


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
        "leans on",
        "address",
    )
    writer.writerow(columns)
    for row in matrix.rows:
        writer.writerows([safe(text) for text in (row.issue, *_line(cell))] for cell in row.cells)
    return stream.getvalue().encode("utf-8-sig")


def html_matrix(matrix: Matrix) -> bytes:
    """Delegations down, issues across; on a narrow screen a delegation's cells stand below each other."""
    heading = "".join(f"<th>{escape(text)}</th>" for text in ("Delegation", *(r.issue for r in matrix.rows)))
    lines = [
        f"<tr><th>{escape(delegation.name)}</th>"
        + "".join(_html_cell(row.issue, row.cells[at]) for row in matrix.rows)
        + "</tr>"
        for at, delegation in enumerate(matrix.delegations)
    ]
    table = f'<table class="matrix"><thead><tr>{heading}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    shown = table if matrix.delegations else f"<p>{NOBODY}</p>"
    return page("Positions compared", ["<h1>Positions compared</h1>", shown])


def _html_cell(issue: str, cell: Cell) -> str:
    return f'<td data-issue="{escape(issue)}">{_shown(cell)}</td>'


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
        _joined(said.leads or "") if said else "",
        (said.url or "") if said else "",
    )


def _shown(cell: Cell) -> str:
    """The side or the silence first, then the words with day and place."""
    if cell.citation:
        return f"<strong>{SAYS[cell.side or 'unclear']}</strong>, {_linked(cell.citation)}"
    if cell.statements == 0:
        return f"{NOTHING}."
    looked = f"{many(cell.statements, 'statement')} looked at"
    near = f" Nearest, {_linked(cell.nearest)}" if cell.nearest else ""
    return f"<strong>{SILENT}</strong> ({looked}).{near}"


def _linked(citation: Citation) -> str:
    """The day, the words with the sentence they lean on, and where they stand, which leads to the record
    where that has an address."""
    place = escape(citation.text)
    link = f'<a href="{escape(citation.url)}">{place}</a>' if citation.url else place
    day = spoken_date(citation.date) or "undated"
    leads = f" Before it: “{escape(_joined(citation.leads))}”" if citation.leads else ""
    return f"{day}: “{escape(_joined(citation.quote))}” ({link}){leads}"


def _cited(citation: Citation) -> str:
    return f"“{_joined(citation.quote)}” ({with_day(citation.text, citation.date)})"


def _joined(text: str) -> str:
    return " ".join(text.split())
