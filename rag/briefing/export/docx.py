"""A document as a Word file whose footnotes are Word's own.

In: a `Document`. Out: bytes of a .docx. Characters that XML cannot hold are left out; nothing else is.
"""

from __future__ import annotations

import io
import re
from typing import Any

from rag.briefing.export.blocks import Document, Heading, Quotation, Table, Text
from rag.briefing.export.footnotes import add_footnotes, reference

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MARGIN_CM = 2.5
WIDTHS_CM = {5: (2.0, 2.2, 3.2, 5.4, 3.2)}
"""Widths of the columns of a table by how many there are."""


def docx_of(document: Document) -> bytes:
    """The file's bytes."""
    import docx
    from docx.shared import Cm

    word = docx.Document()
    word.core_properties.title = clean(document.title)
    word.core_properties.author = "On Record"
    word.core_properties.comments = ""
    for section in word.sections:
        section.left_margin = section.right_margin = Cm(MARGIN_CM)
    _set_font(word)
    for block in document.blocks:
        _write(word, block)
    add_footnotes(word, [clean(note) for note in document.notes])
    _number_pages(word)
    stream = io.BytesIO()
    word.save(stream)
    return stream.getvalue()


def clean(text: str) -> str:
    """Without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def _write(word: Any, block: object) -> None:
    match block:
        case Heading(level, text):
            word.add_heading(clean(text), level)
        case Text(text):
            _write_text(word, clean(text))
        case Quotation(text, number):
            paragraph = word.add_paragraph(clean(text), style="Quote")
            paragraph._p.append(reference(number))
        case Table(rows):
            _write_table(word, rows)


def _write_text(word: Any, text: str) -> None:
    """A line that leads up to a quotation stays with it and close above it."""
    from docx.shared import Pt

    layout = word.add_paragraph(text).paragraph_format
    layout.keep_with_next = text.endswith(":")
    layout.space_after = Pt(2) if layout.keep_with_next else Pt(6)


def _write_table(word: Any, rows: tuple[tuple[str, ...], ...]) -> None:
    from docx.shared import Cm, Pt

    table = word.add_table(len(rows), len(rows[0]), style="Table Grid")
    table.autofit = False
    widths = WIDTHS_CM.get(len(rows[0]), (16 / len(rows[0]),) * len(rows[0]))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, text, width in zip(cells.cells, row, widths, strict=True):
            cell.width = Cm(width)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            run = cell.paragraphs[0].add_run(clean(text))
            run.font.size, run.bold = Pt(8.5), row is rows[0]
    _repeat_heading(table.rows[0])
    word.add_paragraph()


def _repeat_heading(row: Any) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _set_font(word: Any) -> None:
    from docx.shared import Cm, Pt, RGBColor

    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "Liberation Serif", Pt(11)
    quote = word.styles["Quote"]
    quote.font.italic, quote.font.color.rgb = False, RGBColor(0, 0, 0)
    quote.paragraph_format.space_after = Pt(8)
    quote.paragraph_format.left_indent = quote.paragraph_format.right_indent = Cm(1)


def _number_pages(word: Any) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
