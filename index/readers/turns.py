"""A text of several speeches to its speeches: each begins with a speaker line at the head of a paragraph.

In: decoded text. Out: the pieces, in order, which together are the text. A text with one speaker line, or
none, is one piece. "Mr. President:" is how a speaker begins, not who speaks.
"""

from __future__ import annotations

import re

from index.speakers.headers import Header, parse_header

_PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n|(?<=[.?!”\"])[ \t]*\n)[ \t]*(?=\S)")
_CHAIR = re.compile(r"\s*The\b")
# "Mr. Annan: a man of peace.": a speech begins with a capital, be it one that recognition read as "l".
_GOES_ON = re.compile(r"\s*(?!l )[a-z]")


def split_turns(text: str) -> tuple[str, ...]:
    """The speeches of `text`, where it opens with a speaker line; else the whole text."""
    opening = len(text) - len(text.lstrip())
    if _speaker_line(text[opening:]) is None:
        return (text,)
    heads = (match.end() for match in _PARAGRAPH.finditer(text, opening))
    starts = [0, *(at for at in heads if at > opening and _opens_turn(text[at:]))]
    return tuple(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


def _speaker_line(rest: str) -> Header | None:
    header = parse_header(rest[:800])
    named = header is not None and (header.speaker is not None or _CHAIR.match(rest) is not None)
    return header if named else None


def _opens_turn(rest: str) -> bool:
    """A line that only names somebody ("Mr. Annan:") is none where the sentence goes on after the colon."""
    header = _speaker_line(rest)
    if header is None:
        return False
    return header.attested or not _GOES_ON.match(rest, header.end)
