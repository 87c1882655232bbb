"""Characters that steer the program that shows a text, and addresses that do more than lead to a page.

In: names and addresses as a record has them. Out: the same without what could move a terminal's cursor, turn
the direction of writing or hide words; an address only where a browser fetches a page by it. One rule for
every way out; the words of a statement are never touched.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Controls, escapes, direction marks, separators of lines, annotations and tags; not tab and line feed."""
ADDRESS = re.compile(r"https?://[^\s<>\"'\\]+", re.IGNORECASE)


def without_steering(text: str) -> str:
    """Without control, direction and tag characters."""
    return STEERING.sub("", text)


def plain_name(name: str | None) -> str | None:
    """A name on one line, without what steers; None for none."""
    return name if name is None or (name.isascii() and name.isprintable()) else _plain(name)


def web_address(url: str | None) -> str | None:
    """The address where it is one of the web, else None: `javascript:` and `file:` lead elsewhere."""
    if url is None or not ADDRESS.fullmatch(url) or STEERING.search(url):
        return None
    try:
        return url if urlsplit(url).netloc else None
    except ValueError:
        return None


def _plain(name: str) -> str:
    return without_steering(name.replace("\t", " ").replace("\n", " "))
