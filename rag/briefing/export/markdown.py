"""A document as Markdown with footnotes `[^n]` (the extension of GitHub and Pandoc).

In: a `Document`. Out: text. What could be taken for markup in the record's words is escaped.
"""

from __future__ import annotations

import re

from rag.briefing.export.blocks import Block, Document, Heading, Quotation, Table, Text

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s)")


def markdown_of(document: Document) -> bytes:
    """UTF-8 text."""
    body = [_written(block) for block in document.blocks]
    notes = [f"[^{number}]: {_escaped(note)}" for number, note in enumerate(document.notes, 1)]
    return "\n\n".join([*body, *notes, ""]).encode("utf-8")


def _written(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {_escaped(text)}"
        case Text(text):
            return _escaped(text)
        case Quotation(text, number):
            return f"> {_escaped(text)}[^{number}]"
        case Table(rows):
            return _table(rows)


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = ["| " + " | ".join(_escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _escaped(text: str) -> str:
    joined = " ".join(text.split())
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", joined))
