"""The speaker header at the head of a printed paragraph, confirmed by bold type where the record uses it.

In: the text of a paragraph and its first run. Out: a `Header`, or None. Adds to `index.speakers.headers` what
only print tells: a bold name without any title, and a colon printed before the parentheses.
"""

from __future__ import annotations

import re

from index.speakers.headers import Header, parse_header
from index.speakers.offices import presides_by_line

_MISPLACED = re.compile(r"[^:()]{3,80}(?P<colon>:)\s*(?:\([^()]*\)\s*)+:")
_BOLD_NAME = re.compile(r"[^:()\[\]\d]{3,80}(?:\s*\([^()]*\)){0,3}\s*:\s")


def find_header(text: str, bold: str | None) -> Header | None:
    """The header opening `text`; `bold` is its first bold run, None where the record has no bold type."""
    misplaced = _MISPLACED.match(text)
    if misplaced is not None:
        at = misplaced.start("colon")
        found = find_header(text[:at] + text[at + 1 :], bold)
        return found and Header(
            found.speaker, found.delegation_text, found.role, found.language, found.end + 1
        )
    header = parse_header(text)
    if bold is None:
        return header
    if header is None:
        return _untitled(text, bold)
    return header if _is_set_bold(header, text, bold) else None


def _untitled(text: str, bold: str) -> Header | None:
    """A bold name without a title we know, taken as printed."""
    match = _BOLD_NAME.match(text)
    name = bold.strip().rstrip(":").strip()
    if match is None or not text.startswith(name) or len(name.split()) > 8:
        return None
    titled = parse_header("Mr. " + text[: match.end()])
    if titled is None:
        return None
    return Header(name, titled.delegation_text, None, titled.language, match.end())


def _is_set_bold(header: Header, text: str, bold: str) -> bool:
    name = re.split(r"[(:]", text[: header.end], maxsplit=1)[0].strip()
    return len(bold.strip().rstrip(":")) >= 0.6 * len(name)


def is_chair(header: Header) -> bool:
    """Does the header name only the office of the one who presides?"""
    return presides_by_line(header.role)
