"""Statements as web pages: the page's main text, its title and date; scripts, menus and forms left out.

In: an HTML file, optionally with a sidecar. Out: one draft. Nothing is fetched or run. Refuses pages that
name neither speaker nor delegation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.process.deadline import look
from index.readers.base import Candidate, Context, KnownBySuffix
from index.readers.delivered import draft_delivered
from index.readers.page_notes import hidden_names, is_apart, is_raised
from index.readers.quoted_blocks import APART, in_marks, set_apart
from index.readers.raised import OFF, ON, as_spoken
from index.readers.sidecar import sidecar_of
from index.readers.xml import require_few_tags
from index.text.decode import decode_declared, decode_text

MAX_HTML = 16 * 2**20
SKIPPED = frozenset(
    {
        "script", "style", "noscript", "template", "nav", "form", "button", "select", "textarea", "iframe",
        "object", "embed", "svg", "math", "canvas", "audio", "video", "head", "aside", "footer", "figure",
        "dialog", "menu", "input",
    }
)  # fmt: skip
BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "main", "header", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul",
        "ol", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "td", "th", "address",
        "center", "body", "hr",
    }
)  # fmt: skip
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
MAIN = (".//article", ".//main", ".//*[@role='main']")
MOST_PARTS = 20
ENTER, LEAVE = "\ue003", "\ue004"
"""Pieces that stand for the beginning and the end of a block quotation."""
NO_MARKS = dict.fromkeys(map(ord, ON + OFF + APART + ENTER + LEAVE))
DATES = ("article:published_time", "date", "dc.date", "dcterms.date", "datepublished", "publish_date")


class WebPage(KnownBySuffix):
    """Reads one statement."""

    suffixes = (".html", ".htm", ".xhtml")

    def read(self, candidate: Candidate, context: Context) -> tuple[StatementDraft, ...]:
        data = candidate.read(MAX_HTML)
        require_few_tags(data)
        root = _parse(_decode(data))
        known = sidecar_of(candidate, context)
        lines = in_marks(as_spoken(_lines(_main(root))))
        return (draft_delivered(lines, list(_told_by_head(root)), known),)


def _decode(data: bytes) -> str:
    declared = CHARSET.search(data[:4096])
    return decode_declared(data, declared[1].decode("ascii")) if declared else decode_text(data)


def _parse(text: str) -> Any:
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    bare = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    try:
        root = lxml_html.document_fromstring(bare, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableRecord("The page holds no text; save it again from the browser.") from error
    return root


def _main(root: Any) -> Any:
    """The part marked as main text, where it holds most of the words."""
    body = root.find("body") if root.find("body") is not None else root
    marked = [list(islice(body.iterfind(path), MOST_PARTS)) for path in MAIN]
    whole = _length(body) if any(marked) else 0
    for parts in filter(None, marked):
        length, longest = max(((_length(part), part) for part in parts), key=itemgetter(0))
        if length > 0.3 * whole:
            return longest
    return body


def _length(element: Any) -> int:
    return sum(len(line) for line in _lines(element))


def _told_by_head(root: Any) -> Iterator[str]:
    """Title and date of the page, as opening lines."""
    title = root.findtext(".//title")
    if title and title.strip():
        yield re.split(r"\s[|»]\s", " ".join(title.split()))[0]
    for meta in root.iter("meta"):
        named = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if named in DATES and meta.get("content"):
            yield meta.get("content")[:10]


def _lines(element: Any) -> Iterator[str]:
    """The text of each block, in order."""
    pending: list[str] = []
    depth = 0
    for piece in chain(_pieces(element, hidden_names(element.getroottree().getroot())), (None,)):
        if piece in (ENTER, LEAVE):
            depth += 1 if piece == ENTER else -1
        elif piece is not None:
            pending.append(piece)
        elif pending:
            line = "".join(pending)
            pending = []
            if line.strip():
                yield set_apart(line) if depth else line


def _pieces(element: Any, hidden: frozenset[str]) -> Iterator[str | None]:
    """Text, and None where a block begins or ends; raised text between its two marks."""
    stack: list[tuple[Any, bool]] = [(element, False)]
    while stack:
        look()
        node, done = stack.pop()
        name = node.tag if isinstance(node.tag, str) else ""
        if not done and name and name not in SKIPPED and not is_apart(node, name, hidden):
            yield from _opened(node, name)
            stack.append((node, True))
            stack += [(child, False) for child in reversed(node)]
            continue
        if done:
            yield from _closed(node, name)
        if node is not element:
            yield _flat(node.tail or "")


def _opened(node: Any, name: str) -> Iterator[str | None]:
    if name in BLOCKS:
        yield None
    if name == "blockquote":
        yield ENTER
    if name == "q":
        yield "“"
    if name == "br":
        yield "\n"
    elif is_raised(node, name):
        yield ON + _flat(node.text or "")
    else:
        yield _flat(node.text or " ")


def _closed(node: Any, name: str) -> Iterator[str | None]:
    if is_raised(node, name):
        yield OFF
    if name == "q":
        yield "”"
    if name in BLOCKS:
        yield None
    if name == "blockquote":
        yield LEAVE


def _flat(text: str) -> str:
    return " ".join(text.translate(NO_MARKS).split("\n"))
