"""The parts of a Markdown text that are not speech: notes and their marks, comments, hidden and struck-out
words.

In: the body of a Markdown text. Out: the body without them, raised text wrapped; then lines
without HTML tags.
"""

from __future__ import annotations

import html
import re

from index.readers.page_notes import HIDDEN_STYLE
from index.readers.quoted_blocks import APART
from index.readers.raised import OFF, ON, raise_text

DEFINITION = re.compile(
    r"^ {0,3}\[\^[^\]\n]{1,80}\]:.*(?:\n(?:[ \t]{2,}\S.*|[ \t]*(?=\n[ \t]{4,}\S)))*", re.M
)
REFERENCE = re.compile(r"\[\^[^\]\s]{1,80}\]")
INLINE_NOTE = re.compile(r"\^\[[^\[\]]{0,1000}\]")
# CriticMarkup: "{--gone--}", "{~~old~>new~~}", "{>>a remark<<}", "{++added++}".
EDIT = re.compile(r"\{(--|>>|~~|\+\+)")
EDIT_ENDS = {"--": "--}", ">>": "<<}", "~~": "~~}", "++": "++}"}
CHANGED = "~>"
TAKEN_OUT, ADDED = frozenset(("--", ">>", "~~")), frozenset(("++",))
LONGEST_EDIT = 2000
LINK_TARGET = re.compile(r"^ {0,3}\[(\w{1,40})\]:[ \t]{0,3}\S+.*$", re.M)
NUMBERED = re.compile(r"[ \t]?\[(\d{1,3})\](?![(\[:])")
NOTE_LINK = re.compile(
    r"<a\b[^<>]{0,200}\bhref=[\"']?#[^<>]{0,80}>\s*[\[(]?(?:\d{1,3}|[*†‡]{1,3})[\])]?\s*</a>", re.I
)
STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,2000}~~|<(del|s|strike)\b[^<>]{0,200}>[^<>]{0,2000}</\1\s*>", re.I)
RAISED = re.compile(r"<sup\b[^<>]{0,200}>(?:<a\b[^<>]{0,300}>)?([^<>]{0,80})(?:</a>)?</sup>", re.I)
CARET = re.compile(r"(?<=\S)\^([^\s^]{1,12})\^")
ELEMENT = re.compile(r"<(div|p|span|section)\b([^<>]{0,400})>((?:(?!<\1\b)[^\0]){0,4000}?)</\1\s*>", re.I)
HIDDEN = re.compile(r"(?:^|\s)hidden(?:\s|=|$)|aria-hidden\s*=\s*[\"']?true", re.I)
BREAK = re.compile(r"<br\s*/?>", re.I)
TAG = re.compile(r"</?[a-z][a-z0-9]{0,12}(?:\s[^<>]{0,400})?/?>", re.I)


def spoken_only(body: str) -> str:
    """The body without notes, comments, hidden and struck-out text."""
    body = _without_comments(body.replace(ON, "").replace(OFF, "").replace(APART, ""))
    body = ELEMENT.sub(lambda found: "" if _hides(found[2]) else found[0], body)
    for apart in (DEFINITION, REFERENCE, INLINE_NOTE, NOTE_LINK):
        body = apart.sub("", body)
    body = _without_numbered_links(STRUCK.sub("", _as_edited(_as_edited(body, TAKEN_OUT), ADDED)))
    return CARET.sub(lambda found: raise_text(found[1]), RAISED.sub(lambda found: raise_text(found[1]), body))


def _without_numbered_links(body: str) -> str:
    """Without the targets of links, and without numbers in brackets that are only links to one of them."""
    defined = {found[1] for found in LINK_TARGET.finditer(body)}
    if not defined:
        return body
    return NUMBERED.sub(lambda f: "" if f[1] in defined else f[0], LINK_TARGET.sub("", body))


def _without_comments(body: str) -> str:
    """One walk over the body: a pattern would look for the end again from every opening."""
    kept, at = [], 0
    while (begin := body.find("<!--", at)) >= 0 and (end := body.find("-->", begin + 4)) >= 0:
        kept.append(body[at:begin])
        at = end + 3
    return "".join([*kept, body[at:]])


def _as_edited(body: str, kinds: frozenset[str]) -> str:
    """What edits of these kinds leave, in one walk over the body: where the next edit of a kind ends is
    looked for once, however many begin before it."""
    kept, at = [], 0
    ends: dict[str, int] = {}
    for found in EDIT.finditer(body):
        kind, begin = found[1], found.end()
        if found.start() < at or kind not in kinds:
            continue
        if 0 <= ends.get(kind, begin - 1) < begin:
            ends[kind] = body.find(EDIT_ENDS[kind], begin)
        if not begin <= ends[kind] <= begin + LONGEST_EDIT:
            continue
        inner = body[begin : ends[kind]]
        if kind == "~~" and CHANGED not in inner:
            continue
        kept += [body[at : found.start()], {"~~": inner.partition(CHANGED)[2], "++": inner}.get(kind, "")]
        at = ends[kind] + len(EDIT_ENDS[kind])
    return "".join([*kept, body[at:]])


def _hides(attributes: str) -> bool:
    return bool(HIDDEN.search(attributes) or HIDDEN_STYLE.search(attributes.rstrip("\"' ")))


def plain_tags(line: str) -> str:
    """A line without HTML tags, its entities as their characters."""
    return html.unescape(TAG.sub("", BREAK.sub("\n", line)))
