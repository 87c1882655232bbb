"""A text of several speeches to its speeches: each begins with a speaker line at the head of a paragraph.

In: decoded text. Out: the pieces, in order, which together are the text. A text with one speaker line, or
none, is one piece. "Mr. President:" is how a speaker begins, not who speaks.
"""

from __future__ import annotations

import re

from index.headers import parse_header

_PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n|(?<=[.?!”\"])[ \t]*\n)[ \t]*(?=\S)")
_CHAIR = re.compile(r"\s*The\b")


def split_turns(text: str) -> tuple[str, ...]:
    """The speeches of `text`, where it opens with a speaker line; else the whole text."""
    starts = [match.end() for match in _PARAGRAPH.finditer(text) if _opens_turn(text[match.end() :])]
    if len(starts) < 2 or text[: starts[0]].strip():
        return (text,)
    return tuple(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


def _opens_turn(rest: str) -> bool:
    header = parse_header(rest[:800])
    return header is not None and (header.speaker is not None or _CHAIR.match(rest) is not None)
