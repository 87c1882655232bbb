"""A document as one HTML page that needs nothing else: footnotes are links there and back.

In: a `Document`. Out: text, every word of the record escaped. No script, nothing loaded from elsewhere.
"""

from __future__ import annotations

from html import escape

from rag.briefing.export.blocks import Block, Document, Heading, Quotation, Table, Text

STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.2; }
blockquote { margin: .5rem 0 1rem 1rem; padding-left: 1rem; border-left: 3px solid #888; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
.notes { font-size: .9rem; }
@media print { body { max-width: none; margin: 0; } tr { break-inside: avoid; } }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #eee; } a { color: #9cf; } }
"""


def html_of(document: Document) -> bytes:
    """A whole page, UTF-8."""
    body = [_written(block) for block in document.blocks]
    return page(document.title, [*body, _notes(document.notes)])


def page(title: str, body: list[str]) -> bytes:
    """The page around elements already escaped."""
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style>'
    lines = "\n".join(["<!doctype html>", f'<html lang="en"><head>{head}</head><body>', *body])
    return f"{lines}\n</body></html>\n".encode()


def table(rows: tuple[tuple[str, ...], ...]) -> str:
    """A table with its first row as heading; cells are escaped."""
    return "<table>" + _row(rows[0], "th") + "".join(_row(row, "td") for row in rows[1:]) + "</table>"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_linked(cell)}</{tag}>" for cell in cells) + "</tr>"


def _linked(cell: str) -> str:
    if cell.startswith("https://") and " " not in cell:
        return f'<a href="{escape(cell)}">{escape(cell)}</a>'
    return escape(cell)


def _written(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text):
            return f"<p>{escape(text)}</p>"
        case Quotation(text, number):
            mark = f'<sup><a href="#note-{number}" id="mark-{number}">{number}</a></sup>'
            return f"<blockquote><p>{escape(text)}{mark}</p></blockquote>"
        case Table(rows):
            return table(rows)


def _notes(notes: tuple[str, ...]) -> str:
    items = [
        f'<li id="note-{number}">{escape(note)} <a href="#mark-{number}">↩</a></li>'
        for number, note in enumerate(notes, 1)
    ]
    return f'<section class="notes"><h2>Notes</h2><ol>{"".join(items)}</ol></section>'
