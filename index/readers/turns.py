"""A text of several speeches to its speeches: each begins with a speaker line at the head of a paragraph.

In: decoded text. Out: the pieces, in order, which together are the text. A text with one speaker line, or
none, is one piece. "Mr. President:" is how a speaker begins, not who speaks.
"""

from __future__ import annotations

import re

from index.process.deadline import look
from index.readers.statement import Known
from index.speakers.headers import Header, parse_header
from index.text.dates import find_date
from index.text.symbols import printed_symbol

_PARAGRAPH = re.compile(r"(?:\A|\n[ \t]*\n|(?<=[.?!”\"])[ \t]*\n)[ \t]*(?=\S)")
_OFFICE_OF = re.compile(r"\s(?:of|for|on|to)\s")
RECORD = 2
"""Lines with a State, a language or a group that make a text a record: there "The Director of the Centre:" is
one too, and no heading."""
LOOKED_AT = 2000
"""Letters of a paragraph that may be its speaker line, and of what goes on behind it."""
MOST_COVER = 16
"""Lines above the first speaker line that are looked at."""
_COVER_ORGANS = (
    "Security Council",
    "General Assembly",
    "Economic and Social Council",
    "Human Rights Council",
)
_COVER = re.compile(
    r"(?:United Nations|Official Records|Provisional|New York|Geneva|Verbatim record)"
    r"|[A-Z]{1,5}(?:/[\w.-]+)*/PV\.? ?\d+(?: ?\((?:Resumption|Part) ?\w+\))?"
    r"|(?:\w+ (?:year|session),?\s*)?(?:\d+(?:st|nd|rd|th) (?:plenary )?meeting)"
    r"|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2},?) \d{4}"
    r"(?:,? (?:at )?\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\.?)?(?:,? New York)?"
    r"|\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m\.?|\d{4}-\d\d-\d\d"
)
_CHAIR = re.compile(r"\s*The\b")
# "Mr. Annan: a man of peace.": a speech begins with a capital, be it one that recognition read as "l".
_GOES_ON = re.compile(r"\s*(?!l )[a-z]")


def split_turns(text: str) -> tuple[str, ...]:
    """The speeches of `text`, where it opens with a speaker line; else the whole text."""
    opening = len(text) - len(text.lstrip())
    first = _speaker_line(text[opening:])
    if first is None:
        return (text,)
    ends = (match.end() for match in _PARAGRAPH.finditer(text, opening))
    heads = [(at, head) for at in ends if at > opening and (head := _opens_turn(text[at : at + LOOKED_AT]))]
    record = sum(head.attested for head in (first, *(head for _, head in heads))) >= RECORD
    starts = [
        0,
        *(at for at, head in heads if record or head.attested or not _OFFICE_OF.search(head.role or "")),
    ]
    return tuple(text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True))


def take_cover(text: str) -> tuple[Known, str]:
    """(what the lines above the first speaker line tell, the text from that line on).

    Nothing is taken where other lines than symbol, day, organ, hour and number of the meeting stand there.
    """
    start = 0
    lines: list[str] = []
    for line in text.splitlines(keepends=True)[:MOST_COVER]:
        if line.strip() and _speaker_line(text[start:]) is not None:
            break
        if line.strip() and not _is_cover(line.strip()):
            return Known(), text
        lines.append(line.strip())
        start += len(line)
    else:
        return Known(), text
    whole = "\n".join(lines)
    organ = next((name for name in _COVER_ORGANS if name.casefold() in whole.casefold()), None)
    return Known(meeting=printed_symbol(whole), date=find_date(whole), organ=organ), text[start:]


def _is_cover(line: str) -> bool:
    named = line.casefold() in (name.casefold() for name in _COVER_ORGANS)
    return named or (len(line) < 80 and _COVER.fullmatch(line) is not None)


def _speaker_line(rest: str) -> Header | None:
    look()
    header = parse_header(rest[:800])
    named = header is not None and (header.speaker is not None or _CHAIR.match(rest) is not None)
    return header if named else None


def _opens_turn(rest: str) -> Header | None:
    """A line that only names somebody ("Mr. Annan:") is not a speaker line where the sentence goes on after
    the colon."""
    header = _speaker_line(rest)
    if header is None or header.attested or not _GOES_ON.match(rest, header.end):
        return header
    return None
