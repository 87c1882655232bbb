"""A document as a Word file: real headings, a table of contents, header, page numbers, Word's own footnotes.

In: a `Document`. Out: bytes of a .docx. Characters that XML cannot hold are left out; nothing else is.
"""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time
from itertools import count
from typing import Any

from rag.briefing.export.blocks import Contents, Document, Heading, Items, Quotation, Table, Text
from rag.briefing.export.footnotes import add_footnotes, reference
from rag.briefing.export.word_parts import add_bookmark, add_contents, link_run, set_language
from rag.briefing.export.word_styles import LEAD, SMALL, TEXT_CM, set_page, set_styles

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
WIDTHS_CM = {5: (2.6, 2.4, 3.4, 4.3, 3.3)}
"""Widths of the columns of a table by how many there are."""
LONGEST = 255
"""Characters of what a Word file says of itself, by its standard."""
TAGS = {"en": "en-GB"}
"""Word names a language with its country."""
STYLES = {"plain": "Normal", "label": "Normal", "small": SMALL, "lead": LEAD, "leaning": SMALL}


def docx_of(document: Document) -> bytes:
    """The file's bytes."""
    return written(document, own_contents=True)


def written(document: Document, own_contents: bool) -> bytes:
    """The file; `own_contents`: with the table of contents as Word's own field."""
    import docx

    word = docx.Document()
    _describe(word, document)
    set_styles(word)
    set_page(word, clean(document.title), document.day)
    writer = _Writer(word, own_contents)
    for block in document.blocks:
        writer.write(block)
    add_footnotes(word, [clean(note) for note in document.notes])
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def _describe(word: Any, document: Document) -> None:
    """What the file says of itself; created on the day of the briefing, so that the same gives the same."""
    about = word.core_properties
    about.title, about.author, about.comments = clean(document.title)[:LONGEST], "On Record", ""
    about.subject = "Briefing"
    set_language(word, TAGS.get(document.language, document.language))
    if document.made:
        about.created = about.modified = datetime.combine(document.made, time(), UTC).replace(tzinfo=None)


class _Writer:
    """Writes blocks; headings behind a table of contents are marked for it."""

    def __init__(self, word: Any, own_contents: bool) -> None:
        self._word, self._own_contents = word, own_contents
        self._marks = count(1)
        self._listed: frozenset[Heading] = frozenset()
        self._quoted: Any = None

    def write(self, block: object) -> None:
        match block:
            case Heading():
                self._heading(block)
            case Text():
                self._text(block)
            case Quotation(text, number):
                self._quoted = self._word.add_paragraph(clean(text), style="Quote")
                self._quoted._p.append(reference(number))
            case Items(texts):
                for text in texts:
                    self._word.add_paragraph(clean(text), style="List Bullet")
            case Contents(entries):
                self._contents(entries)
            case Table(rows):
                _write_table(self._word, rows)

    def _heading(self, heading: Heading) -> None:
        paragraph = self._word.add_heading(clean(heading.text), heading.level - 1)
        if heading in self._listed:
            add_bookmark(paragraph, next(self._marks))

    def _text(self, text: Text) -> None:
        if text.kind == "leaning":
            self._quoted.paragraph_format.keep_with_next = True
        paragraph = self._word.add_paragraph(style=STYLES[text.kind])
        if text.label:
            paragraph.add_run(clean(f"{text.label} ")).bold = True
        paragraph.add_run(clean(text.text))
        paragraph.paragraph_format.keep_with_next = bool(text.label and not text.text) or text.kind == "lead"

    def _contents(self, entries: tuple[Heading, ...]) -> None:
        """On a page of its own with what follows."""
        self._listed = frozenset(entries)
        title = self._word.add_paragraph("Contents", style="TOC Heading")
        title.paragraph_format.page_break_before = True
        levels = [(entry.level - 1, clean(entry.text)) for entry in entries]
        add_contents(self._word, levels, self._own_contents)


def _write_table(word: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    from docx.shared import Cm, Pt

    table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    widths = WIDTHS_CM.get(len(rows[0]), (TEXT_CM / len(rows[0]),) * len(rows[0]))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(cells.cells, row, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            run = cell.paragraphs[0].add_run(clean(text))
            run.font.size, run.bold = Pt(8.5), row is rows[0]
            if text.startswith("https://") and " " not in text:
                link_run(run, clean(text))
        _keep_whole(cells)
    _repeat_heading(table.rows[0])
    word.add_paragraph()


def _repeat_heading(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    """A row is not broken over two pages."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
