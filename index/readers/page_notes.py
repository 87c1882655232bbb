"""The parts of a web page that are not speech: hidden and deleted text, notes and the marks that lead to
them.

In: an element of the parsed page. Out: whether it is left out. The names are those of HTML, WAI-ARIA's
digital publishing roles, EPUB, Pandoc, WordPress, Bootstrap and Word's own pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

DELETED = frozenset({"del", "s", "strike"})
ROLES = frozenset(
    {
        "doc-endnotes", "doc-endnote", "doc-footnote", "doc-footnotes", "doc-noteref", "doc-backlink",
        "footnotes", "footnote", "endnotes", "endnote", "rearnote", "rearnotes", "noteref",
    }
)  # fmt: skip
CLASSES = frozenset(
    {
        "footnote", "footnotes", "endnote", "endnotes", "footnote-ref", "footnote-back", "footnote-backref",
        "noteref", "fnref", "footnoteref", "sr-only", "visually-hidden", "screen-reader-text", "hidden",
        "d-none", "msofootnotereference", "msofootnotetext", "msoendnotereference", "msoendnotetext",
        "footnote-item", "footnotes-list", "footnotes-sep",
    }
)  # fmt: skip
NOTE_ID = re.compile(
    r"(?:_?ftn|_?edn|fn|en|footnote|endnote|cite_note|user-content-fn)[-_:]?[\w.-]{0,12}?\d+", re.I
)
SHORT_ID = re.compile(r"[a-z]{0,3}[-_]?\d{1,3}|[*†‡]", re.I)
"""Where a bracketed number leads inside its page: "#n1", "#f4"."""
NOTES = frozenset({"footnotes", "endnotes", "notes", "footnote", "endnote", "references"})
HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"(?:font-size|opacity)\s*:\s*0(?:\.0+)?(?:px|pt|em|%)?\s*(?:;|!|$)",
    re.I,
)
STRUCK_STYLE = re.compile(r"text-decoration[^;:]{0,10}:[^;]{0,40}line-through", re.I)
RAISED_STYLE = re.compile(
    r"vertical-align\s*:\s*(?:super|(?!0)\d)|(?:^|[;\s])top\s*:\s*-|(?:^|[;\s])bottom\s*:\s*\d", re.I
)
LONGEST_NAMES, LONGEST_RULE = 300, 2000
SIMPLE = re.compile(r"[a-z0-9]{0,12}([.#][\w-]{1,60})", re.I)
MOST_TEXTS = 8
"""Pieces of a link's text that are looked at: a mark is one or two, a page may be one link."""
BRACKETED = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡]{1,3})[\])]?")


def hidden_names(root: Any) -> frozenset[str]:
    """Classes (".x") and ids ("#x") that the page's own style sheets hide."""
    rules = (rule for style in root.iter("style") for rule in _rules((style.text or "")[:200_000]))
    named = (part.strip() for names, told in rules if HIDDEN_STYLE.search(told) for part in names.split(","))
    return frozenset(found[1] for name in named if (found := SIMPLE.fullmatch(name)))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Names and declarations of each rule, cut at the braces: a pattern would look for them from every
    letter."""
    for rule in sheet.split("}")[:-1]:
        before, brace, told = rule.rpartition("{")
        if brace and len(told) <= LONGEST_RULE:
            yield before.rpartition("{")[2][-LONGEST_NAMES:], told


def is_apart(node: Any, name: str, hidden: frozenset[str]) -> bool:
    """Is the element not speech: hidden, deleted, a note or a mark?"""
    if name in DELETED or not node.keys():
        return name in DELETED
    style = (node.get("style") or "")[:2000]
    classes = (node.get("class") or "").split()
    if node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if HIDDEN_STYLE.search(style) or STRUCK_STYLE.search(style):
        return True
    if CLASSES.intersection(one.lower() for one in classes) or hidden.intersection("." + c for c in classes):
        return True
    roles = f"{node.get('role') or ''} {node.get('epub:type') or ''}".lower().split()
    return bool(ROLES.intersection(roles)) or "#" + (node.get("id") or "") in hidden or _is_note(node, name)


def _is_note(node: Any, name: str) -> bool:
    """A note by its id, or a link to a note or back from it."""
    if name == "a":
        target = (node.get("href") or "").rpartition("#")[2]
        words = "".join(islice(node.itertext(), MOST_TEXTS))[:12].strip()
        return bool(target != (node.get("href") or "") and BRACKETED.fullmatch(words) and _leads(target))
    if name in ("div", "section", "ol", "ul") and (node.get("id") or "").lower() in NOTES:
        return True
    return name in ("li", "div", "p", "dd", "aside") and bool(NOTE_ID.fullmatch(node.get("id") or ""))


def _leads(target: str) -> bool:
    return bool(
        NOTE_ID.fullmatch(target) or re.search(r"ref|note", target, re.I) or SHORT_ID.fullmatch(target)
    )


def is_raised(node: Any, name: str) -> bool:
    """Does the page print the element's text raised?"""
    return name == "sup" or bool(RAISED_STYLE.search((node.get("style") or "")[:2000]))
