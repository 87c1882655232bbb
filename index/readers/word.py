"""Statements as Word files (.docx): text of the body in order, letterhead from the page headers.

In: an Office Open XML document, optionally with a sidecar. Out: one draft. Its XML is parsed without
entities and its zip within bounds. Refuses old .doc files, damaged ones, and those that name nobody.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.process.deadline import look
from index.readers.base import Candidate, Context
from index.readers.delivered import draft_delivered
from index.readers.quoted_blocks import APART, in_marks, set_apart
from index.readers.raised import as_spoken, raise_text
from index.readers.sidecar import sidecar_of
from index.readers.word_runs import RunStyles, is_deleted_row, read_styles
from index.readers.xml import local_name, parse_xml
from index.readers.ziparchive import Bounds, open_zip, read_member
from index.text.content import other_than

BOUNDS = Bounds(members=5000, total=256 * 2**20)
MAX_PART = 48 * 2**20
ZIP = b"PK\x03\x04"
SKIPPED = frozenset(
    {"del", "moveFrom", "Fallback", "footnoteReference", "instrText", "fldData", "delText", "pict"}
)
SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


class WordDocument:
    """Reads one statement."""

    suffixes = (".docx", ".docm", ".doc", ".rtf")

    def accepts(self, candidate: Candidate, context: Context) -> bool:
        return not candidate.name.startswith("~$")

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        data = candidate.read()
        if told := other_than(data, "Word", but=ZIP):
            raise UnreadableRecord(told)
        if not data.startswith(ZIP):
            raise UnreadableRecord("The file is not a Word document; give it the suffix of its real format.")
        with open_zip(io.BytesIO(data), BOUNDS) as archive:
            body = read_member(archive, "word/document.xml", MAX_PART)
            if body is None:
                raise UnreadableRecord(
                    "The file is not a Word document; give it the suffix of its real format."
                )
            styles = read_styles(read_member(archive, "word/styles.xml", MAX_PART))
            letterhead = [
                line for part in _headers(archive) for line in as_spoken(_lines(parse_xml(part), styles))
            ]
        known = sidecar_of(candidate, context)
        return (draft_delivered(in_marks(as_spoken(_lines(parse_xml(body), styles))), letterhead, known),)


def _headers(archive: ZipFile) -> Iterator[bytes]:
    for name in archive.namelist():
        if re.fullmatch(r"word/header\d*\.xml", name):
            yield read_member(archive, name, MAX_PART) or b""


def _lines(root: Any, styles: RunStyles) -> Iterator[str]:
    """The text of each paragraph, tables and text boxes in their place; no notes typed into the body."""
    for paragraph in _paragraphs(root):
        kind = styles.kind_of(paragraph)
        if kind != "note":
            line = "".join(_text(paragraph, styles)).replace(APART, "")
            yield set_apart(line) if kind == "quotation" else line


def _paragraphs(element: Any) -> Iterator[Any]:
    for child in element:
        name = local_name(child)
        if name == "p":
            look()
            yield child
            yield from (inner for box in _boxes(child) for inner in _paragraphs(box))
        elif name and name not in SKIPPED and not is_deleted_row(child, name):
            yield from _paragraphs(child)


def _boxes(element: Any) -> Iterator[Any]:
    """Text boxes anchored in a paragraph; the fallback copy is left out."""
    for child in element:
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name and name not in SKIPPED:
            yield from _boxes(child)


def _text(element: Any, styles: RunStyles) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "r":
            yield from _run(child, styles)
        elif name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name and name not in SKIPPED and name != "txbxContent":
            yield from _text(child, styles)


def _run(run: Any, styles: RunStyles) -> Iterator[str]:
    """A run's words, raised ones marked as such; none of a run that is hidden or struck out."""
    shown = styles.of(run)
    if not shown.gone:
        words = "".join(_text(run, styles))
        yield raise_text(words) if shown.raised else words
