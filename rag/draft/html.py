"""An HTML draft -> blocks: paragraphs, list items, cells, headings; block quotations and notes kept apart.

In: bytes of a page. Out: `Block`s. Scripts, styles, what is hidden or deleted and raised figures are no
text; a page without any markup is one block. Links to an element of the page from a superscript are notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

from index.process.deadline import look
from index.text.decode import decode_text
from rag.draft.model import Block, Note, require_few

_BREAKING = """
p div li ul ol dl dt dd table tr td th h1 h2 h3 h4 h5 h6 blockquote section article header footer
main aside figure figcaption pre hr body
"""
BREAKS = frozenset(_BREAKING.split())
# What is not text of the draft: machinery, and what was taken out of it.
SILENT = frozenset(("script", "style", "head", "template", "noscript", "del", "s", "strike"))
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SIGNING = frozenset(("footer", "cite", "figcaption"))
"""Inside a block quotation these elements say whose words it holds."""
_RAISED = re.compile(r"\s*[\[(]?[\d,*†‡§]{1,5}[\])]?\s*")
_LEFT_OPEN = re.compile(r"<(?=[^<>]*(?:<|\Z))")
DEEPEST, LONGEST_STYLE = 50, 1000
_BLANKS = re.compile(r"\s+")
_NOTE_LABEL = re.compile(r"^[\s\[(]*(?:\d{1,3}|[*†‡])?[\s\]).:]*")
_BACK = " \t\n\r\f\v\u00a0↩⏎\ufe0e^"


class _Collector(HTMLParser):
    """Text by block; `marks` are the note references of each block, `anchors` the ids each block holds."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[tuple[str, bool, list[tuple[int, str]], set[str]]] = []
        self._text, self._marks, self._ids = "", list[tuple[int, str]](), set[str]()
        self._quoting = self._super = self._signing = 0
        self._silent: list[str] = []
        self._link: str | None = None

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        """`<![` up to the next `>` is a comment, as browsers have it; the library raises for what it does not
        know there."""
        return self.parse_bogus_comment(i, report=False)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        look()
        given = dict(attrs)
        if self._silent or _unseen(tag, given):
            self._silent += [] if tag in VOID else [tag]
            return
        signs = self._quoting > 0 and tag in SIGNING
        if (tag in BREAKS or signs) and not self._signing:
            self._finish()
        self._signing += signs
        if identifier := given.get("id") or given.get("name"):
            self._ids.add(identifier)
        self._quoting += tag == "blockquote"
        self._super += tag == "sup"
        target = given.get("href") or ""
        if tag == "a" and target.startswith("#"):
            self._link = target[1:]
        if tag == "q":
            self._text += "“"
        elif tag == "br":
            self._text += " "

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._leave(tag)
            return
        if tag == "q":
            self._text += "”"
        signs = self._signing > 0 and tag in SIGNING
        if (tag in BREAKS or signs) and self._signing <= 1:
            self._finish()
        self._signing -= signs
        self._quoting = max(0, self._quoting - (tag == "blockquote"))
        self._super = max(0, self._super - (tag == "sup"))
        if tag == "a":
            self._link = None

    def _leave(self, tag: str) -> None:
        """Leaves the silent element that this tag closes, and those left open in it."""
        if tag in self._silent[-DEEPEST:]:
            while self._silent.pop() != tag:
                continue

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._link is not None and (self._super or re.fullmatch(r"\s*\[?\d{1,3}\]?\s*", data)):
            self._marks.append((len(self._text.lstrip()), self._link))
        elif not (self._super and _RAISED.fullmatch(data)):
            joined = _BLANKS.sub(" ", data)
            self._text += joined.lstrip() if self._text.endswith(" ") else joined

    def close(self) -> None:
        super().close()
        self._finish()

    def _finish(self) -> None:
        if self._text.strip():
            require_few(len(self.blocks))
            self.blocks.append(
                (self._text.strip(), self._quoting > 0 and not self._signing, self._marks, self._ids)
            )
            self._text, self._marks, self._ids = "", [], set()


def _whole_tags(text: str) -> str:
    """Without comments, and with every "<" that no ">" follows before the next one made plain text: the
    parser of the standard library reads on to the end at each tag left open, which takes minutes for some
    kilobytes."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    kept.append(text[at:].replace("<!--", "&lt;!--"))
    return _LEFT_OPEN.sub("&lt;", "".join(kept))


def _unseen(tag: str, given: dict[str, str | None]) -> bool:
    return (
        tag in SILENT or "hidden" in given or bool(_HIDDEN.search((given.get("style") or "")[:LONGEST_STYLE]))
    )


def html_blocks(data: bytes) -> Iterator[Block]:
    """Blocks in reading order, then the notes: later blocks that a mark refers to."""
    collector = _Collector()
    collector.feed(_whole_tags(decode_text(data)))
    collector.close()
    places = {
        anchor: at for at, (_, _, _, ids) in reversed(list(enumerate(collector.blocks))) for anchor in ids
    }
    noted = [
        [(at, places[target]) for at, target in marks if places.get(target, 0) > block]
        for block, (_, _, marks, _) in enumerate(collector.blocks)
    ]
    told = {place: _plain(collector.blocks[place][0]) for found in noted for _, place in found}
    for block, (text, quotation, _, _) in enumerate(collector.blocks):
        if block not in told:
            yield Block(text, quotation, tuple(Note(at, told[place]) for at, place in noted[block]))
    yield from (Block(told[place], part="footnote") for place in sorted(told))


def _plain(text: str) -> str:
    return _NOTE_LABEL.sub("", text, count=1).rstrip(_BACK)
