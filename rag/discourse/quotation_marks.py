"""Where a text quotes: the stretches between quotation marks of every make.

In: the text of one paragraph. Out: spans of the words between the marks, in order. Apostrophes do not
count as quotation marks, and a quotation inside another belongs to the outer one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.model import Span

# Opening mark -> the marks that close it.
PAIRS = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "‟": "”", "❝": "❞", "「": "」", "『": "』", 
    "〝": "〞〟", "‹": "›", "›": "‹", '"': '"', "＂": "＂",
}  # fmt: skip
TYPED = (("``", "““"), ("''", '""'), ("<<", " «"), (">>", "» "), ("&quot;", '""""""'))
"""Marks made of several characters, and marks of the same length that are read in their place."""
_MARKS = re.compile(f"[{''.join(PAIRS)}{''.join({*''.join(PAIRS.values())})}]")
_OPENS = re.compile(r"(?<![\w.,!?…\]%])[“”\"＂](?=[\w\[‘'(.…])")
"""By what stands around it, whichever way the mark itself is turned."""
_CLOSES = re.compile(r"(?<=[\w.,;:!?…)\]’'%])[“”\"＂](?!\w)")
# The mark stands first, and what is before it is looked at afterwards: so the text is searched for marks, and
# not tried at each of its letters.
_SINGLE_OPEN = re.compile(r"[‘'‚](?<![\w'‘’].)(?=\w)")
_SINGLE_CLOSE = re.compile(r"['’‘](?<=[\w.,!?…].)(?=[\s.,;:!?)\]—–-]|$)")
_STOPS_SINGLE = re.compile(r"[“”\"«»\n]")
SINGLE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one paragraph: stretches between two, outermost only and in order; the places of those
    that open and are never closed, and of those that close and were never opened."""

    pairs: tuple[Span, ...]
    unclosed: tuple[int, ...]
    unopened: tuple[int, ...]


def quoted_spans(text: str, runs_on: bool = False) -> tuple[Span, ...]:
    """Spans between marks, outermost only; with `runs_on` an unclosed quotation reaches the end."""
    marks = marks_in(text)
    found = list(marks.pairs)
    if runs_on and marks.unclosed:
        first = marks.unclosed[0]
        found = [span for span in found if span.start <= first] + [Span(first + 1, len(text))]
    return tuple(sorted([*found, *single_spans(text, found)]))


def left_open(text: str) -> bool:
    """Does the paragraph open a quotation that it does not close?"""
    return bool(marks_in(text).unclosed)


def opens_with_mark(text: str) -> bool:
    return text.lstrip()[:1] in PAIRS


def marks_in(text: str) -> Marks:
    """The double marks of a paragraph, matched as brackets are: what closes closes the last that is open."""
    open_: list[int] = []
    pairs: list[Span] = []
    unopened: list[int] = []
    for at, opens in _turned(_as_marks(text), open_):
        if opens:
            open_.append(at)
        elif open_:
            pairs.append(Span(open_.pop() + 1, at))
        else:
            unopened.append(at)
    outer = tuple(_outermost(sorted(pairs)))
    return Marks(outer, tuple(at for at in open_ if not _inside(Span(at, at), outer)), tuple(unopened))


def _as_marks(text: str) -> str:
    for typed, marks in TYPED:
        text = text.replace(typed, marks)
    return text


def _turned(text: str, open_: list[int]) -> Iterator[tuple[int, bool]]:
    """Each mark that quotes with whether it opens, in the order of the text; `open_` are those open so far.

    A mark that closes nothing that is open, and cannot open, is passed over but where it stands as one that
    closes: that tells of a quotation begun in an earlier paragraph.
    """
    first = len(text) - len(text.lstrip())
    for found in _MARKS.finditer(text):
        at, mark = found.start(), found.group()
        last = text[open_[-1]] if open_ else ""
        if _CLOSES.match(text, at):
            yield at, False
        elif _OPENS.match(text, at) or (
            mark in PAIRS and mark not in '"＂' and mark not in PAIRS.get(last, "")
        ):
            yield at, True
        elif last and mark in PAIRS.get(last, "“"):
            yield at, False
        elif at == first:
            yield at, True


def _outermost(pairs: list[Span]) -> Iterator[Span]:
    end = -1
    for span in pairs:
        if span.start > end:
            yield span
            end = span.end


def single_spans(text: str, taken: Sequence[Span]) -> Iterator[Span]:
    """Single marks quote where they hold several words and stand outside the double ones."""
    opens = list(_SINGLE_OPEN.finditer(text))
    if not opens:
        return
    closes = [found.start() for found in _SINGLE_CLOSE.finditer(text)]
    stops = [found.start() for found in _STOPS_SINGLE.finditer(text)]
    at = 0
    for found in opens:
        close = bisect_right(closes, found.end())
        stop = bisect_right(stops, found.start())
        if found.start() < at or close == len(closes) or (stop < len(stops) and stops[stop] < closes[close]):
            continue
        span = Span(found.end(), closes[close])
        at = span.end + 1
        if not _inside(span, taken) and len(span.of(text).split()) >= SINGLE_WORDS:
            yield span


def _inside(span: Span, others: Sequence[Span]) -> bool:
    """`others` are in order and apart."""
    place = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return place >= 0 and span.start < others[place].end
