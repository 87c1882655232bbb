"""A document as one HTML page that needs nothing else: footnotes are links there and back.

In: a `Document`. Out: text, every word of the record escaped. No script, nothing loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from rag.briefing.export.blocks import Block, Contents, Document, Heading, Items, Quotation, Table, Text

STYLE = """
body { font: 1rem/1.5 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.2; }
blockquote { margin: .5rem 0 1rem 1rem; padding-left: 1rem; border-left: 3px solid #888; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top;
  overflow-wrap: break-word; }
.notes, .small { font-size: .9rem; }
.small { color: #444; }
.lead { font-weight: bold; margin-bottom: 0; break-after: avoid; }
.matrix th { min-width: 6rem; }
@media screen and (max-width: 40rem) {
  .matrix, .matrix tbody, .matrix tr, .matrix th, .matrix td { display: block; border: 0; }
  .matrix thead { display: none; }
  .matrix tr { border-top: 2px solid #888; margin-bottom: 1rem; }
  .matrix th { font-size: 1.1rem; }
  .matrix td::before { content: attr(data-issue); display: block; font-style: italic; }
}
nav ol { list-style: none; padding: 0; }
nav .inner { padding-left: 1.5rem; }
blockquote { break-inside: avoid; }
@page { margin: 2cm; @bottom-center { content: counter(page) " / " counter(pages); } }
@page wide { size: A4 landscape; margin: 1.5cm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; line-height: 1.35; }
  body:has(.matrix) { page: wide; }
  .matrix { font-size: 8.5pt; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
  h1 { font-size: 17pt; margin: 0 0 .3rem; }
  h2 { font-size: 12.5pt; margin: .7rem 0 .3rem; }
  h3 { font-size: 11pt; margin: .6rem 0 .2rem; }
  h2, h3, .lead { break-after: avoid; }
  .leaning { break-before: avoid; }
  p, ul { margin: .3rem 0; }
  blockquote { margin: .2rem 0 .5rem .6rem; }
  a { color: inherit; text-decoration: none; }
  nav { break-before: page; }
}
@media screen and (prefers-color-scheme: dark) { body { background: #161616; color: #eee; }
  a { color: #9cf; } .small { color: #bbb; } }
"""
TOP = 2
"""The level of the headings that stand first in the table of contents; deeper ones are set in."""
INNER = ' class="inner"'
CLASSES = {"small": "small", "lead": "lead", "leaning": "small leaning"}


def html_of(document: Document) -> bytes:
    """A whole page, UTF-8."""
    contents = next((block for block in document.blocks if isinstance(block, Contents)), Contents(()))
    anchors = {entry: f"section-{at}" for at, entry in enumerate(contents.entries, 1)}
    body = [_written(block, anchors) for block in document.blocks]
    about = f'<meta name="author" content="On Record"><meta name="dcterms.created" content="{document.made}">'
    return page(
        document.title,
        [*body, _notes(document.notes)],
        about if document.made else "",
        document.language,
    )


def page(title: str, body: list[str], about: str = "", language: str = "en") -> bytes:
    """The page around elements already escaped; `about` is more that the page says of itself."""
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    head = f'<meta charset="utf-8">{view}<title>{escape(title)}</title>{about}<style>{STYLE}</style>'
    lines = "\n".join(
        ["<!doctype html>", f'<html lang="{escape(language)}"><head>{head}</head><body>', *body]
    )
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


def _written(block: Block, anchors: Mapping[Heading, str]) -> str:
    match block:
        case Heading(level, text):
            place = f' id="{anchors[block]}"' if block in anchors else ""
            return f"<h{level}{place}>{escape(text)}</h{level}>"
        case Text(text, kind, label):
            kinds = f' class="{CLASSES[kind]}"' if kind in CLASSES else ""
            bold = f"<strong>{escape(label)}</strong> " if label else ""
            return f"<p{kinds}>{bold}{escape(text)}</p>"
        case Quotation(text, number):
            mark = f'<sup><a href="#note-{number}" id="mark-{number}">{number}</a></sup>'
            return f"<blockquote><p>{escape(text)}{mark}</p></blockquote>"
        case Items(texts):
            return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"
        case Contents(entries):
            return _contents(entries, anchors)
        case Table(rows):
            return table(rows)


def _contents(entries: Iterable[Heading], anchors: Mapping[Heading, str]) -> str:
    items = [
        f'<li{INNER if entry.level > TOP else ""}><a href="#{anchors[entry]}">{escape(entry.text)}</a></li>'
        for entry in entries
    ]
    return f'<nav aria-label="Contents"><h2>Contents</h2><ol>{"".join(items)}</ol></nav>'


def _notes(notes: tuple[str, ...]) -> str:
    items = [
        f'<li id="note-{number}">{escape(note)} <a href="#mark-{number}">↩</a></li>'
        for number, note in enumerate(notes, 1)
    ]
    return f'<section class="notes"><h2>Notes</h2><ol>{"".join(items)}</ol></section>'
