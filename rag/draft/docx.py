"""A Word draft -> blocks: paragraphs of body, tables and text boxes in order, then its notes and comments.

In: bytes of a .docx file. Out: `Block`s; those of the text carry the notes they refer to, and every note
and comment is a block of its own. It refuses a damaged document and one that unpacks beyond bounds. What is
deleted, struck out, hidden or moved away is no text, a text box kept for older programs counts once, and
raised figures are marks of notes.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from index.errors import InvalidInput
from index.process.deadline import look
from index.readers.ziparchive import Bounds
from index.tables import lists_of
from rag.draft.model import Block, Note, Part, require_few

BOUNDS = Bounds(members=5000, total=100 * 2**20)
MOST_TAGS = 1_000_000
"""Of all parts together, some thousand pages: each takes three hundred bytes of memory once it is read, and a
thousandth of one in the packed file."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BLANKS = frozenset((f"{W}tab", f"{W}br", f"{W}cr"))
NOTE_PARTS: Mapping[str, Part] = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
REFERENCES = {
    f"{W}footnoteReference": "footnotes",
    f"{W}endnoteReference": "endnotes",
    f"{W}commentReference": "comments",
}
# Deleted and moved away; and the copy of a text box for programs that do not know it.
GONE = frozenset(
    (f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
)
BOX = f"{W}txbxContent"
UNSEEN = (f"{W}vanish", f"{W}strike", f"{W}dstrike")
OFF = frozenset(("0", "false", "off", "none"))
_QUOTING = re.compile(lists_of("rag", "draft_words.tsv")["quoting_style"], re.IGNORECASE)
_RAISED = re.compile(r"[\d,*†‡§ ]{1,6}")
TOO_LARGE = f"The document unpacks to more than {BOUNDS.total // 2**20} MiB; remove pictures."
NO_DOCUMENT = "The file is not a Word document or is damaged; save it again as .docx."
# What python-docx and lxml raise for parts that are missing, malformed, mislabelled, encrypted or cut short.
DAMAGE = (
    KeyError, ValueError, AttributeError, SyntaxError, RuntimeError, EOFError, OSError,
    zipfile.BadZipFile, zlib.error, lzma.LZMAError,
)  # fmt: skip
Notes = dict[tuple[str, str], list[str]]
"""The paragraphs of each note by the part that holds it and its id."""


def docx_blocks(data: bytes) -> Iterator[Block]:
    """Every paragraph with words; raises InvalidInput when the file is not a Word document."""
    try:
        _require_modest(data)
        yield from _read(data)
    except DAMAGE:
        raise InvalidInput(NO_DOCUMENT) from None


def _read(data: bytes) -> list[Block]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except PackageNotFoundError as error:
        raise ValueError(str(error)) from None
    notes = _notes(document.part.package.iter_parts())
    told = {key: " ".join(texts) for key, texts in notes.items()}
    styles = {style.style_id: style.name or "" for style in document.styles}
    referred: dict[tuple[str, str], None] = {}
    blocks: list[Block] = []
    for paragraph, boxed in _paragraphs(document.element.body):
        look()
        if (block := _block(paragraph, boxed, styles, told, referred)).text.strip():
            blocks.append(block)
            require_few(len(blocks))
    apart = [Block(text, part=NOTE_PARTS[key[0]]) for key in referred for text in notes.get(key, ())]
    return [*blocks, *(block for block in apart if block.text.strip())]


def _require_modest(data: bytes) -> None:
    """Whatever a part is called, the library reads it as its type says: tags are counted in all of them."""
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if len(members) > BOUNDS.members or sum(member.file_size for member in members) > BOUNDS.total:
            raise InvalidInput(TOO_LARGE)
        for member in members:
            look()
            tags += archive.read(member).count(b"<")
            if tags > MOST_TAGS:
                raise InvalidInput("The document has more marks of layout than a draft may have; split it.")


def _notes(parts: Iterable[Any]) -> Notes:
    from docx.oxml import parse_xml

    found: Notes = {}
    for part in parts:
        kind = str(part.partname).rpartition("/")[2].removesuffix(".xml")
        if kind in NOTE_PARTS:
            for note in parse_xml(part.blob):
                texts = [_text(paragraph).strip() for paragraph, _ in _paragraphs(note)]
                found[kind, str(note.get(f"{W}id"))] = [text for text in texts if text]
    return found


def _paragraphs(root: Any) -> Iterator[tuple[Any, bool]]:
    """The paragraphs that stand, in order, each with whether it is in a text box."""
    waiting = [(root, False)]
    while waiting:
        element, boxed = waiting.pop()
        if element.tag in GONE:
            continue
        boxed = boxed or element.tag == BOX
        if element.tag == f"{W}p":
            yield element, boxed
        waiting += [(child, boxed) for child in reversed(element)]


def _pieces(paragraph: Any) -> Iterator[Any]:
    """What belongs to a paragraph itself and is seen, in order."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in GONE or element.tag == BOX or _unseen(element):
            continue
        yield element
        waiting += reversed(element)


def _unseen(element: Any) -> bool:
    """A run that is hidden, struck out, or the raised figure of a note."""
    look = element.find(f"{W}rPr") if element.tag == f"{W}r" else None
    if look is None:
        return False
    marks = (look.find(mark) for mark in UNSEEN)
    if any(mark is not None and mark.get(f"{W}val") not in OFF for mark in marks):
        return True
    raised = look.find(f"{W}vertAlign")
    text = "".join(piece.text or "" for piece in element.findall(f"{W}t"))
    return raised is not None and raised.get(f"{W}val") == "superscript" and bool(_RAISED.fullmatch(text))


def _text(paragraph: Any) -> str:
    return "".join(map(_written, _pieces(paragraph)))


def _written(element: Any) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    return " " if element.tag in BLANKS else "-" if element.tag == f"{W}noBreakHyphen" else ""


def _block(
    paragraph: Any,
    boxed: bool,
    styles: dict[str, str],
    told: Mapping[tuple[str, str], str],
    referred: dict[tuple[str, str], None],
) -> Block:
    """The text of one `w:p` element and the notes referred to in it, which are told to `referred`. A note is
    one text however often it is referred to."""
    text = ""
    found: list[Note] = []
    for element in _pieces(paragraph):
        text += _written(element)
        if element.tag in REFERENCES:
            key = (REFERENCES[element.tag], str(element.get(f"{W}id")))
            referred[key] = None
            if told.get(key) and key[0] != "comments":
                found.append(Note(len(text), told[key]))
    style = paragraph.style
    quoting = bool(style and _QUOTING.search(styles.get(style, style)))
    return Block(text, quoting, tuple(found), "text box" if boxed else "text")
