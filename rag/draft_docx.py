"""A Word draft -> blocks: paragraphs of body and tables in order, block quotations by style, real notes.

In: bytes of a .docx file. Out: `Block`s whose notes are the document's footnotes and endnotes. It refuses a
damaged document and one that unpacks beyond bounds. Deleted text of tracked changes is no text.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from index.errors import InvalidInput
from rag.draft_model import Block, Note

MAX_UNPACKED = 100 * 2**20
_QUOTING = re.compile(r"quot|block ?text|citation|zitat", re.IGNORECASE)
NOTE_PARTS = {"footnotes": "footnoteReference", "endnotes": "endnoteReference"}
Notes = dict[tuple[str, str], str]


def docx_blocks(data: bytes) -> Iterator[Block]:
    """Every paragraph with words; raises InvalidInput when the file is no Word document."""
    _require_modest(data)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError):
        raise InvalidInput("The file is no Word document or is damaged; save it again as .docx.") from None
    notes = _notes(document)
    styles = {style.style_id: style.name or "" for style in document.styles}
    for paragraph in document.element.body.iter(qn("w:p")):
        block = _block(paragraph, styles, notes)
        if block.text.strip():
            yield block


def _require_modest(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise InvalidInput("The file is no Word document or is damaged; save it again as .docx.") from None
    if unpacked > MAX_UNPACKED:
        raise InvalidInput(f"The document unpacks to more than {MAX_UNPACKED // 2**20} MiB; remove pictures.")


def _notes(document: docx.document.Document) -> Notes:
    """The texts of footnotes and endnotes by kind and id."""
    found: Notes = {}
    for part in document.part.package.iter_parts():
        kind = str(part.partname).rpartition("/")[2].removesuffix(".xml")
        if kind in NOTE_PARTS:
            for note in parse_xml(part.blob):
                texts = (text.text or "" for text in note.iter(qn("w:t")))
                found[kind, str(note.get(qn("w:id")))] = "".join(texts).strip()
    return found


def _block(paragraph: docx.oxml.text.paragraph.CT_P, styles: dict[str, str], notes: Notes) -> Block:
    text = ""
    found: list[Note] = []
    for element in paragraph.iter():
        if element.tag == qn("w:t"):
            text += element.text or ""
        elif element.tag in (qn("w:tab"), qn("w:br"), qn("w:cr")):
            text += " "
        elif element.tag == qn("w:noBreakHyphen"):
            text += "-"
        else:
            found += _note_at(element, len(text), notes)
    style = paragraph.style
    return Block(text, bool(style and _QUOTING.search(styles.get(style, style))), tuple(found))


def _note_at(element: docx.oxml.xmlchemy.BaseOxmlElement, at: int, notes: Notes) -> list[Note]:
    for kind, reference in NOTE_PARTS.items():
        if element.tag == qn(f"w:{reference}"):
            text = notes.get((kind, str(element.get(qn("w:id")))))
            return [Note(at, text)] if text else []
    return []
