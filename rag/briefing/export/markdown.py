"""A document as Markdown with footnotes `[^n]` (the extension of GitHub and Pandoc) and front matter.

In: a `Document`. Out: text that opens with title, date and language. What could be taken for markup in the
record's words is escaped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence

from rag.briefing.export.blocks import Block, Contents, Document, Heading, Items, Quotation, Table, Text

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_NOT_NAME = re.compile(r"[^\w\- ]")
_LEADING = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s)")


def markdown_of(document: Document) -> bytes:
    """UTF-8 text."""
    body = [_written(block) for block in document.blocks]
    notes = [f"[^{number}]: {_escaped(note)}" for number, note in enumerate(document.notes, 1)]
    return "\n\n".join([_front(document), *body, *notes, ""]).encode("utf-8")


def _front(document: Document) -> str:
    """Front matter as YAML; a string of JSON is one of YAML too."""
    told = {"title": document.title, "lang": document.language}
    if document.made:
        told["date"] = document.made.isoformat()
    rows = [f"{name}: {json.dumps(_plain(value), ensure_ascii=False)}" for name, value in told.items()]
    return "\n".join(["---", *rows, "---"])


def _written(block: Block) -> str:
    match block:
        case Heading(level, text):
            return f"{'#' * level} {_escaped(text)}"
        case Text(text, _, label):
            return f"**{_escaped(label)}** {_escaped(text)}".rstrip() if label else _escaped(text)
        case Quotation(text, number):
            return f"> {_escaped(text)}[^{number}]"
        case Items(texts):
            return "\n".join(f"- {_escaped(text)}" for text in texts)
        case Contents(entries):
            return _contents(entries)
        case Table(rows):
            return _table(rows)


def _contents(entries: Sequence[Heading]) -> str:
    """Links to the headings by the names that GitHub and Pandoc give them; a second one of a name counts."""
    seen: Counter[str] = Counter()
    lines = ["## Contents", ""]
    for entry in entries:
        name = _NOT_NAME.sub("", entry.text.lower()).replace(" ", "-")
        again = f"-{seen[name]}" if seen[name] else ""
        seen[name] += 1
        lines.append(f"{'  ' * (entry.level - 2)}- [{_escaped(entry.text)}](#{name}{again})")
    return "\n".join(lines)


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    lines = ["| " + " | ".join(_escaped(cell) for cell in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])


def _plain(text: str) -> str:
    return " ".join(text.encode("utf-8", "replace").decode().split())


def _escaped(text: str) -> str:
    joined = " ".join(text.split())
    return _LEADING.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", joined))
