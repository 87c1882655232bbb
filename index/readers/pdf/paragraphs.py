"""Body lines of all pages to paragraphs, by indent, gap and style, over columns and pages.

In: pages. Out: `Block`s of lines in reading order, each begun on one page; every body line is in
exactly one block. What a block is (speech, heading, direction) is told in `blocks.py`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from index.readers.pdf.page import Line, Page

VOTE_LABEL = re.compile(
    r"(In favour|Against|Abstaining|Abstentions?|Absent|Present and not voting)\s*:?$", re.IGNORECASE
)
VOTE_LIST = re.compile(
    r"(?:In favou?r|Against|Abstaining|Abstentions?|Absent|Not voting|Present and not voting)\s?:\s+(?=[A-Z])"
)
"""A list of States on the line of its label, as records to the early 1990s print it."""
MEETING = re.compile(r"The meeting (?:was called to order|rose) at\b")
ENDINGS = (".", "?", "!", "”", ")", "]", ":")
INDENT = 6.0  # points; first lines are set in by 18 to 24


@dataclass(frozen=True, slots=True)
class Placed:
    """A body line with its page, its indent from the column's margin and the gap to the line above.

    `gap` is in leadings of its column, None at the top of a column; `room` is left at the right edge.
    """

    line: Line
    page: int
    indent: float
    gap: float | None
    room: float
    width: float

    @property
    def full(self) -> bool:
        return self.room < 0.15 * self.width


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of one paragraph, heading or direction; `page` is where it begins."""

    lines: tuple[Placed, ...]

    @property
    def page(self) -> int:
        return self.lines[0].page


def split_paragraphs(pages: Sequence[Page]) -> tuple[Block, ...]:
    """Blocks in reading order."""
    blocks: list[list[Placed]] = []
    for placed in place_lines(pages):
        if blocks and _continues(blocks[-1], placed):
            blocks[-1].append(placed)
        else:
            blocks.append([placed])
    return tuple(Block(tuple(lines)) for lines in blocks)


def place_lines(pages: Sequence[Page]) -> list[Placed]:
    """Every body line with its indent and gap."""
    margins = _common_ends(pages, attrgetter("x0"))
    edges = _common_ends(pages, attrgetter("x1"))
    usual = _leading([line for page in pages for line in page.lines if line.zone == "body"], 12.0)
    placed: list[Placed] = []
    for page in pages:
        columns: dict[int, list[Line]] = defaultdict(list)
        body = [line for line in page.lines if line.zone == "body"]
        for line in body:
            columns[line.column].append(line)
        margin = {column: _margin(lines, margins[column]) for column, lines in columns.items()}
        leading = {column: _leading(lines, usual) for column, lines in columns.items()}
        edge = {column: max(edges[column], margin[column] + 1) for column in columns}
        before: Line | None = None
        for line in body:
            follows = before is not None and before.column == line.column and before.y > line.y
            gap = (before.y - line.y) / leading[line.column] if follows and before else None
            left, right = margin[line.column], edge[line.column]
            placed.append(Placed(line, page.number, line.x0 - left, gap, right - line.x1, right - left))
            before = line
    return placed


def _common_ends(pages: Sequence[Page], end: Callable[[Line], float]) -> dict[int, float]:
    """Where most lines of a column begin, or end, on all pages."""
    ends: dict[int, list[float]] = defaultdict(list)
    for page in pages:
        for line in page.lines:
            if line.zone == "body":
                ends[line.column].append(end(line))
    return {column: _common_place(values) for column, values in ends.items()}


def _common_place(values: list[float]) -> float:
    """The place that most of them share, to 3 points."""
    places = Counter(round(value / 3) for value in values)
    place = max(places, key=lambda key: (places[key], -key))
    return median(value for value in values if round(value / 3) == place)


def _margin(lines: list[Line], record: float) -> float:
    """This page's margin where it is plain, else the record's."""
    if len(lines) < 8:
        return record
    own = _common_place([line.x0 for line in lines])
    return own if abs(own - record) < 15 else record


def _leading(lines: list[Line], usual: float) -> float:
    """Distance of baselines: the column's own where it has enough lines to tell."""
    steps = [above.y - line.y for above, line in pairwise(lines) if above.y > line.y]
    return max(sorted(steps)[len(steps) * 3 // 10], 1.0) if len(steps) > 7 else usual


def style(line: Line) -> str:
    """ "bold", "italic" or "plain", as the line begins and mostly is."""
    letters = Counter[str]()
    for run in line.runs:
        kind = "bold" if run.bold else "italic" if run.italic else "plain"
        letters[kind] += sum(char.isalnum() for char in run.text)
    return letters.most_common(1)[0][0] if letters else "plain"


def _continues(block: list[Placed], line: Placed) -> bool:
    """Is `line` one more line of the paragraph `block`?"""
    first, last = block[0], block[-1]
    if MEETING.match(line.line.text) or VOTE_LABEL.match(line.line.text) or VOTE_LABEL.match(last.line.text):
        return False
    if line.gap is None and not last.full and last.line.text.endswith(ENDINGS):
        return False
    kinds = {style(placed.line) for placed in block}
    if _starts_bold(line.line):
        if _name_runs_over(block, line):
            return True
        heading = all(_is_bold(placed.line) for placed in block)
        return heading and style(line.line) == "bold" and _heading_continues(last, line)
    if line.gap is not None and line.gap > 1.35:
        return False
    if _is_italic(line.line) and kinds == {"plain"} and line.indent > INDENT:
        return False
    return _indent_continues(block, first, last, line)


def _name_runs_over(block: list[Placed], line: Placed) -> bool:
    """The bold name of a speaker goes on, not set in, in the next line ("Mr. Al-/Mouallimi")."""
    first = block[0]
    return (
        len(block) == 1
        and _is_bold(first.line)
        and first.indent > INDENT > line.indent
        and (line.gap is None or line.gap < 1.2)
        and not _is_bold(line.line)
        and any(mark in line.line.text for mark in "(:")
    )


def _is_bold(line: Line) -> bool:
    """Are all its letters bold?"""
    return all(run.bold for run in line.runs if any(map(str.isalpha, run.text)))


def _starts_bold(line: Line) -> bool:
    return line.runs[0].bold and any(char.isalpha() for char in line.runs[0].text)


def _is_italic(line: Line) -> bool:
    """Set in italics from its first letter on, unlike a last line that ends in a reference in italics."""
    first = next((run for run in line.runs if any(map(str.isalnum, run.text))), None)
    return first is not None and first.italic and style(line) == "italic"


def _heading_continues(last: Placed, line: Placed) -> bool:
    if line.gap is None:
        word = len(line.line.text.split()[0]) * line.line.size * 0.5
        fits = last.room > word + line.line.size
        return abs(line.indent - last.indent) < INDENT and not fits
    return line.gap < 1.2


def _indent_continues(block: list[Placed], first: Placed, last: Placed, line: Placed) -> bool:
    """Printed indent against that of the paragraph so far; quotations are set in as a whole."""
    if len(block) == 1:
        return line.indent < first.indent + INDENT and (line.gap is not None or _runs_on(last, line))
    body = last.indent
    return abs(line.indent - body) < INDENT


def _runs_on(last: Placed, line: Placed) -> bool:
    """Over a column break: a one-line paragraph runs on at a smaller indent."""
    return line.indent < last.indent - INDENT or last.indent < INDENT
