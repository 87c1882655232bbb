"""A draft's file -> its paragraphs as text, which of them are block quotations, and the notes they carry.

In: name and bytes of a .docx, .md, .txt or .html file. Out: `Block`s in reading order. It refuses other
formats, damaged files and files beyond bounds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath

from index.errors import InvalidInput
from index.process.deadline import look
from index.text.decode import decode_text
from rag.draft.docx import docx_blocks
from rag.draft.html import html_blocks
from rag.draft.model import MOST_BLOCKS, Block, Note, require_few

MAX_BYTES = 20 * 2**20


def read_draft(name: str, data: bytes) -> tuple[Block, ...]:
    """The draft's paragraphs; raises InvalidInput with what is wrong and what to do."""
    reader = READERS.get(PurePosixPath(name.replace("\\", "/")).suffix.lower())
    if reader is None:
        raise InvalidInput(
            f"{name!r} is not a draft that can be read; give a .docx, .md, .txt or .html file."
        )
    if len(data) > MAX_BYTES:
        raise InvalidInput(f"The draft is larger than {MAX_BYTES // 2**20} MiB; split it.")
    blocks: list[Block] = []
    for block in islice(reader(data), MOST_BLOCKS + 1):
        look()
        blocks.append(block)
    require_few(len(blocks))
    return tuple(blocks)


def _read_text(data: bytes) -> Iterator[Block]:
    yield from _marked_up(decode_text(data))


_NOTE = re.compile(r"[ ]{0,3}\[\^?(?P<key>[\w-]{1,20})\](?::|[ ])\s*(?P<text>.+)")
_NOTE_MARK = re.compile(r"\[\^(?P<md>[\w-]{1,20})\]|\[(?P<plain>\d{1,3})\]")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,2000}(?:\s\"[^\"]{0,300}\")?\)")
_EMPHASIS = re.compile(r"(?<!\w)(?:\*{1,3}|_{1,3})(?=\S)|(?<=\S)(?:\*{1,3}|_{1,3})(?!\w)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_HIDDEN = 0xE000
_KEPT = re.compile("[\ue021-\ue07e]")
_HEADING = re.compile(r"#{1,6} +")
_ITEM = re.compile(r"\s{0,8}(?:[-*+]|\d{1,3}[.)])\s+(?=\S)")


def _marked_up(text: str) -> Iterator[Block]:
    """Paragraphs between blank lines and items of lists; lines that begin with ">" are a block quotation."""
    lines, notes = _noted(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for lines_of_block in _paragraphs(lines):
        quotation = all(line.lstrip().startswith(">") for line in lines_of_block)
        yield _block(" ".join(_bare(line, quotation) for line in lines_of_block), quotation, notes)
    for note in notes.values():
        yield replace(_block(note, False, {}), part="footnote")


def _noted(lines: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """The lines with blanks for those of notes, and the notes by key; an indented line goes on with its
    note."""
    notes: dict[str, list[str]] = {}
    kept: list[str] = []
    note: list[str] = []
    for line in lines:
        found = _NOTE.match(line)
        if found:
            note = notes[found["key"]] = [found["text"].strip()]
        elif note and line.startswith(("  ", "\t")) and line.strip():
            note.append(line.strip())
        else:
            note = [] if line.strip() else note
            kept.append(line)
            continue
        kept.append("")
    return kept, {key: " ".join(parts) for key, parts in notes.items()}


def _paragraphs(lines: list[str]) -> Iterator[list[str]]:
    block: list[str] = []
    for line in [*lines, ""]:
        quoting = line.lstrip().startswith(">")
        changes = bool(block) and (quoting != block[0].lstrip().startswith(">") or _ITEM.match(line))
        if block and (not line.strip(" \t>") or changes):
            yield block
            block = []
        if line.strip(" \t>"):
            block.append(line)


def _bare(line: str, quotation: bool) -> str:
    plain = line.strip()
    if quotation:
        return plain.lstrip("> ").strip()
    opening = _HEADING.match(plain) or _ITEM.match(plain)
    return plain[opening.end() :] if opening else plain


def _block(text: str, quotation: bool, notes: Mapping[str, str]) -> Block:
    text = _ESCAPED.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
    text = _EMPHASIS.sub("", _LINK.sub(r"\1", text))
    found: list[Note] = []
    out, end = "", 0
    for mark in _NOTE_MARK.finditer(text):
        key = mark["md"] or mark["plain"]
        if key in notes:
            out += text[end : mark.start()]
            found.append(Note(len(out), notes[key]))
            end = mark.end()
    return Block(_shown(out + text[end:]), quotation, tuple(found))


def _shown(text: str) -> str:
    """Characters that a backslash kept from being markup, as themselves."""
    return _KEPT.sub(lambda found: chr(ord(found.group()) - _HIDDEN), text)


READERS: Mapping[str, Callable[[bytes], Iterator[Block]]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".markdown": _read_text,
    ".html": html_blocks,
    ".htm": html_blocks,
    ".docx": docx_blocks,
}
