"""The words of a page, told apart by place: running head, cover title, front matter, body, foot.

In: a `RawPage`. Out: words by `Zone`. UN records rule a line under the running head and, on the cover,
above the front matter and above the disclaimer; where no line is ruled, rows of the known patterns
at the very top and bottom are taken. Every word falls in exactly one zone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from index.readers.pdf.page import Zone
from index.readers.pdf.words import HYPHEN, RawPage, Word
from index.text.symbols import printed_symbol

FOOT_TOKEN = re.compile(r"\d{1,4}([/-]\d{1,4})?|\d{2}-\d{4,6}(/[A-Z])?|[(]E[)]|[*]\w+[*]|[A-Z]?\d{7,}")
HEAD_ROW = re.compile(r"/PV\.|\b\d{1,2}/\d{1,2}/\d{4}\b|\d(st|nd|rd|th) (plenary )?meeting\b", re.IGNORECASE)
# Under the symbol in typed records: the page, and whose speech goes on: "(Mr. Al-Anbari, Iraq)".
TYPED_HEAD = re.compile(
    r"[-(]?\s?\d{1,3}(?:[-/]\d{1,3})?\s?[-)]?|\((?:The|Mr|Mrs|Ms|Miss|Sir|Dr|Prince|Lord)\b[^()]{2,60}\)",
    re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"This record (contains|is subject)|Corrections (to this record )?should be submitted"
)

Words = Sequence[Word]


def split_zones(page: RawPage) -> dict[Zone, list[Word]]:
    """The words of each zone; zones without words are left out."""
    tops = _wide_rules(page)
    head_line = next((y for y in tops if y > 0.85 * page.height), None)
    if head_line is None:
        head_line = _head_by_pattern(page)
    below = [word for word in page.words if word.y < head_line]
    zones: dict[Zone, list[Word]] = {"head": [word for word in page.words if word.y >= head_line]}
    if page.number == 1 and _is_cover(zones["head"]):
        _split_cover(page, tops, below, zones)
    else:
        foot_line = _foot_by_pattern(page, below)
        notes = _footnotes(page, below)
        zones["body"] = [word for word in below if word.y > foot_line and word.row not in notes]
        zones["foot"] = [word for word in below if word.y <= foot_line or word.row in notes]
    return {zone: words for zone, words in zones.items() if words}


def rows_of(words: Words, tolerance: float = 2.5) -> list[list[Word]]:
    """Words on one baseline, topmost row first, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: -word.y):
        if rows and rows[-1][0].y - word.y <= tolerance:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def row_text(row: Words) -> str:
    return " ".join(word.text for word in row).replace(HYPHEN, "-")


def _wide_rules(page: RawPage) -> list[float]:
    """Heights of rules that, put together, span at least half of the page, topmost first."""
    heights: list[tuple[float, float]] = []
    for y, x0, x1 in page.rules:
        if heights and heights[-1][0] - y < 3:
            heights[-1] = (heights[-1][0], heights[-1][1] + x1 - x0)
        else:
            heights.append((y, x1 - x0))
    return [y for y, length in heights if length > 0.5 * page.width]


def _head_by_pattern(page: RawPage) -> float:
    """Height at or above which rows of the known patterns stand; typed records have no rule under them."""
    rows = [row for row in rows_of(page.words) if row[0].y > 0.8 * page.height]
    known = [i for i, row in enumerate(rows) if row[0].y > 0.88 * page.height and _is_head(row_text(row))]
    if not known:
        return page.height
    last = known[-1]
    while last + 1 < len(rows) and TYPED_HEAD.fullmatch(row_text(rows[last + 1])):
        last += 1
    return rows[last][0].y - 3


def _is_head(text: str) -> bool:
    return HEAD_ROW.search(text) is not None or printed_symbol(text) is not None


def _foot_by_pattern(page: RawPage, words: Words) -> float:
    """Height at or below which everything is foot; -inf where there is none."""
    rows = rows_of(words)
    count = 0
    while count < len(rows) and _is_foot(rows[-1 - count], page.height):
        count += 1
    if not count:
        return float("-inf")
    top = max(rows[-count], key=lambda word: word.y)
    above = min((word.y for word in rows[-count - 1]), default=0.0) if count < len(rows) else page.height
    return top.y + 0.5 if above - top.y > 1.2 * top.size else float("-inf")


def _footnotes(page: RawPage, words: Words) -> set[int]:
    """Rows low on the page that are set wholly in smaller type than the page."""
    if not words:
        return set()
    usual = median(word.size for word in words)
    lines: dict[int, float] = {}
    for word in words:
        lines[word.row] = max(lines.get(word.row, 0.0), word.size)
    low = {word.row for word in words if word.y < 0.3 * page.height}
    return {row for row in low if lines[row] < 0.88 * usual}


def _is_foot(row: Words, height: float) -> bool:
    return row[0].y < 0.15 * height and all(FOOT_TOKEN.fullmatch(word.text) for word in row)


def _is_cover(head: Words) -> bool:
    """Covers carry "United Nations" beside the symbol."""
    text = row_text(head)
    return "United" in text and "Nations" in text and printed_symbol(text) is not None


def _split_cover(page: RawPage, rules: list[float], words: Words, zones: dict[Zone, list[Word]]) -> None:
    foot_line = _disclaimer_line(page, rules, words)
    above = [word for word in words if word.y > foot_line]
    zones["foot"] = [word for word in words if word.y <= foot_line]
    title_line = next((y for y in rules if 0.55 * page.height < y < 0.85 * page.height), None)
    rows = rows_of(above)
    if title_line is None:
        title_line = next((row[0].y + row[0].size for row in rows if _is_president(row)), page.height)
    zones["title"] = [word for word in above if word.y > title_line]
    front_line = _front_line([row for row in rows if row[0].y <= title_line])
    zones["front"] = [word for word in above if front_line < word.y <= title_line]
    zones["body"] = [word for word in above if word.y <= min(front_line, title_line)]


def _disclaimer_line(page: RawPage, rules: list[float], words: Words) -> float:
    rule = next((y for y in rules if y < 0.3 * page.height), None)
    rows = rows_of([word for word in words if word.y < 0.35 * page.height])
    told = next((row for row in rows if DISCLAIMER.search(row_text(row))), None)
    if told is not None:
        return max(told[0].y + 1, rule if rule is not None and rule - told[0].y < 40 else 0)
    return _foot_by_pattern(page, words)


LABEL = re.compile(r"(Acting )?(Co-)?(President|Chair(man|person|woman)?)s?$", re.IGNORECASE)


def _is_president(row: Words) -> bool:
    before = row_text(row).partition(":")[0].strip()
    return LABEL.match(before) is not None


def _front_line(rows: list[list[Word]]) -> float:
    """Height under which the cover's body begins; -inf where the whole cover is front matter."""
    if any(_is_council_label(row) for row in rows):
        return float("-inf")
    for above, row in pairwise(rows):
        text, before = row_text(row), row_text(above)
        is_front = "...." in text.replace(" ", "") or _is_president(row)
        if not is_front and before.count("(") <= before.count(")"):
            return row[0].y + 1
    return float("-inf")


def _is_council_label(row: Words) -> bool:
    """ "Members:" or "Agenda" in the margin of a cover that holds nothing else."""
    if row[0].text.rstrip(":") == "Members":
        return True
    return row[0].text == "Agenda" and (len(row) == 1 or row[1].x0 - row[0].x1 > 15)
