"""A Word draft -> blocks: paragraphs of body and tables in order, block quotations by style, real notes.

In: bytes of a .docx file. Out: `Block`s whose notes are the document's footnotes and endnotes. It refuses a
damaged document and one that unpacks beyond bounds. Deleted text of tracked changes is no text.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from index.errors import InvalidInput
from rag.draft.model import Block, Note

MAX_UNPACKED = 100 * 2**20
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLANKS = frozenset((f"{W}tab", f"{W}br", f"{W}cr"))
NOTE_PARTS = {"footnotes": f"{W}footnoteReference", "endnotes": f"{W}endnoteReference"}
_QUOTING = re.compile(r"quot|block ?text|citation|zitat", re.IGNORECASE)
NO_DOCUMENT = "The file is no Word document or is damaged; save it again as .docx."
# What python-docx and lxml raise for parts that are missing, malformed, mislabelled, encrypted or cut short.
DAMAGE = (KeyError, ValueError, AttributeError, SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error)
Notes = dict[tuple[str, str], str]


def docx_blocks(data: bytes) -> Iterator[Block]:
    """Every paragraph with words; raises InvalidInput when the file is no Word document."""
    _require_modest(data)
    try:
        blocks = _read(data)
    except DAMAGE:
        raise InvalidInput(NO_DOCUMENT) from None
    yield from (block for block in blocks if block.text.strip())


def _read(data: bytes) -> list[Block]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except PackageNotFoundError as error:
        raise ValueError(str(error)) from None
    notes = _notes(document.part.package.iter_parts())
    styles = {style.style_id: style.name or "" for style in document.styles}
    return [_block(paragraph, styles, notes) for paragraph in document.element.body.iter(f"{W}p")]


def _require_modest(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise InvalidInput(NO_DOCUMENT) from None
    if unpacked > MAX_UNPACKED:
        raise InvalidInput(f"The document unpacks to more than {MAX_UNPACKED // 2**20} MiB; remove pictures.")


def _notes(parts: Iterable[Any]) -> Notes:
    """The texts of footnotes and endnotes by kind and id."""
    from docx.oxml import parse_xml

    found: Notes = {}
    for part in parts:
        kind = str(part.partname).rpartition("/")[2].removesuffix(".xml")
        if kind in NOTE_PARTS:
            for note in parse_xml(part.blob):
                texts = (text.text or "" for text in note.iter(f"{W}t"))
                found[kind, str(note.get(f"{W}id"))] = "".join(texts).strip()
    return found


def _block(paragraph: Any, styles: dict[str, str], notes: Notes) -> Block:
    """The text of one `w:p` element and the notes referred to in it."""
    text = ""
    found: list[Note] = []
    for element in paragraph.iter():
        if element.tag == f"{W}t":
            text += element.text or ""
        elif element.tag in BLANKS:
            text += " "
        elif element.tag == f"{W}noBreakHyphen":
            text += "-"
        else:
            found += _note_at(element, len(text), notes)
    style = paragraph.style
    return Block(text, bool(style and _QUOTING.search(styles.get(style, style))), tuple(found))


def _note_at(element: Any, at: int, notes: Notes) -> list[Note]:
    for kind, reference in NOTE_PARTS.items():
        if element.tag == reference:
            text = notes.get((kind, str(element.get(f"{W}id"))))
            return [Note(at, text)] if text else []
    return []
