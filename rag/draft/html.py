"""An HTML draft -> blocks: paragraphs, list items, cells, headings; block quotations and notes kept apart.

In: bytes of a page. Out: `Block`s. Scripts, styles and hidden heads are no text; a page without any markup is
one block. Links to an element of the page from a superscript are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from index.text.decode import decode_text
from rag.draft.model import Block, Note

_BREAKING = """
p div li ul ol dl dt dd table tr td th h1 h2 h3 h4 h5 h6 blockquote section article header footer
main aside figure figcaption pre hr body
"""
BREAKS = frozenset(_BREAKING.split())
SILENT = frozenset(("script", "style", "head", "template", "noscript"))
_BLANKS = re.compile(r"\s+")
_NOTE_LABEL = re.compile(r"^[\s\[(]*(?:\d{1,3}|[*†‡])?[\s\]).:]*")
_BACK = re.compile(r"[\s↩⏎\ufe0e^]+$")


class _Collector(HTMLParser):
    """Text by block; `marks` are the note references of each block, `anchors` the ids each block holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, bool, list[tuple[int, str]], set[str]]] = []
        self._text, self._marks, self._ids = "", list[tuple[int, str]](), set[str]()
        self._quoting = self._silent = self._super = 0
        self._link: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in BREAKS:
            self._finish()
        if identifier := given.get("id") or given.get("name"):
            self._ids.add(identifier)
        self._quoting += tag == "blockquote"
        self._silent += tag in SILENT
        self._super += tag == "sup"
        target = given.get("href") or ""
        if tag == "a" and target.startswith("#"):
            self._link = target[1:]
        if tag == "q":
            self._text += "“"
        elif tag == "br":
            self._text += " "

    def handle_endtag(self, tag: str) -> None:
        if tag == "q":
            self._text += "”"
        if tag in BREAKS:
            self._finish()
        self._quoting = max(0, self._quoting - (tag == "blockquote"))
        self._silent = max(0, self._silent - (tag in SILENT))
        self._super = max(0, self._super - (tag == "sup"))
        if tag == "a":
            self._link = None

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._link is not None and (self._super or re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", data)):
            self._marks.append((len(self._text.lstrip()), self._link))
        else:
            joined = _BLANKS.sub(" ", data)
            self._text += joined.lstrip() if self._text.endswith(" ") else joined

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        if self._text.strip():
            self.blocks.append((self._text.strip(), self._quoting > 0, self._marks, self._ids))
            self._text, self._marks, self._ids = "", [], set()


def html_blocks(data: bytes) -> Iterator[Block]:
    """Blocks in reading order; a later block that a mark refers to is a note and no block of its own."""
    collector = _Collector()
    collector.feed(decode_text(data))
    collector.close()
    places = {
        anchor: at for at, (_, _, _, ids) in reversed(list(enumerate(collector.blocks))) for anchor in ids
    }
    noted = [
        [(at, places[target]) for at, target in marks if places.get(target, 0) > block]
        for block, (_, _, marks, _) in enumerate(collector.blocks)
    ]
    note_blocks = {place for found in noted for _, place in found}
    for block, (text, quotation, _, _) in enumerate(collector.blocks):
        if block not in note_blocks:
            notes = (Note(at, _plain(collector.blocks[place][0])) for at, place in noted[block])
            yield Block(text, quotation, tuple(notes))


def _plain(text: str) -> str:
    return _BACK.sub("", _NOTE_LABEL.sub("", text, count=1))
