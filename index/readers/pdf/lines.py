"""Words to lines in reading order: columns found by the gutter, full-width rows kept as breaks between them.

In: the words of a page. Out: a `Page` whose lines hold every glyph exactly once. A page has two
columns where a vertical strip near its middle is free of words in nearly every row.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import median

from index.readers.pdf.page import Line, Page, Run, Zone
from index.readers.pdf.words import HYPHEN, RawPage, Word
from index.readers.pdf.zones import rows_of, split_zones

MIN_GUTTER = 7.0  # points; UN records have 12 (since about 2000) and 20 (before)


ZONES: tuple[Zone, ...] = ("head", "title", "front", "body", "foot")
MAX_GUTTER = 40.0
Gutter = tuple[float, float]


def lay_out(pages: Iterable[RawPage]) -> tuple[Page, ...]:
    """Pages with their lines: running head, front matter, body in reading order, foot."""
    zoned = [(page, split_zones(page)) for page in pages]
    gutters = [find_gutter(zones.get("body", []), page.width) for page, zones in zoned]
    usual = _usual_gutter(gutters, sum("body" in zones for _, zones in zoned))
    return tuple(
        _lay_out_page(page, zones, usual if _fits(zones.get("body", []), usual) else own)
        for (page, zones), own in zip(zoned, gutters, strict=True)
    )


def _usual_gutter(gutters: list[Gutter | None], pages: int) -> Gutter | None:
    """The gutter of the record, where at least a third of its pages show one."""
    found = [gutter for gutter in gutters if gutter is not None and gutter[1] - gutter[0] < MAX_GUTTER]
    if not found or len(found) * 3 < pages:
        return None
    return median(gutter[0] for gutter in found), median(gutter[1] for gutter in found)


def _fits(words: Sequence[Word], gutter: Gutter | None) -> bool:
    """Is the gutter of the page almost free of words?"""
    if gutter is None:
        return False
    middle = sum(gutter) / 2
    crossing = sum(word.x0 < middle - 2 and word.x1 > middle + 2 for word in words)
    return crossing <= max(1, len(rows_of(words)) // 10)


def _lay_out_page(page: RawPage, zones: dict[Zone, list[Word]], gutter: Gutter | None) -> Page:
    lines: list[Line] = []
    for zone in ZONES:
        words = zones.get(zone, [])
        lines += _columns(words, gutter) if zone == "body" else _lines(zone, 0, words)
    return Page(page.number, page.width, page.height, page.scanned, tuple(lines))


def _columns(words: list[Word], gutter: Gutter | None) -> list[Line]:
    if gutter is None:
        return _lines("body", 0, words)
    lines: list[Line] = []
    band: list[Word] = []
    for row in rows_of(words):
        if _is_full_width(row, gutter):
            lines += _band(band, gutter) + _lines("body", 0, row)
            band = []
        else:
            band += row
    return lines + _band(band, gutter)


def _band(words: list[Word], gutter: Gutter) -> list[Line]:
    middle = sum(gutter) / 2
    left = [word for word in words if (word.x0 + word.x1) / 2 < middle]
    right = [word for word in words if (word.x0 + word.x1) / 2 >= middle]
    return _lines("body", 1, left) + _lines("body", 2, right)


def find_gutter(words: Sequence[Word], width: float) -> Gutter | None:
    """The strip between two columns as (x0, x1), or None where the text has one column."""
    if not words:
        return None
    covered = [0] * (int(width) + 2)
    for word in words:
        for x in range(max(0, int(word.x0)), min(int(word.x1) + 1, len(covered))):
            covered[x] += 1
    allowed = max(1, len(rows_of(words)) // 10)
    best = _widest_free(covered, int(0.3 * width), int(0.7 * width), allowed)
    if best is None or best[1] - best[0] < MIN_GUTTER:
        return None
    return best if _straddles(best, width) and _has_column_behind(words, best) else None


def _has_column_behind(words: Sequence[Word], gutter: Gutter) -> bool:
    """Do enough rows have a word that begins just right of the gutter?"""
    rows = rows_of(words)
    starting = sum(any(gutter[1] - 3 <= word.x0 <= gutter[1] + 30 for word in row) for row in rows)
    return starting >= max(3, len(rows) // 5)


def _straddles(gutter: Gutter, width: float) -> bool:
    return gutter[0] < 0.6 * width and gutter[1] > 0.4 * width


def _widest_free(covered: list[int], start: int, end: int, allowed: int) -> Gutter | None:
    best: Gutter | None = None
    x = start
    while x < end:
        stop = x
        while stop < end and covered[stop] <= allowed:
            stop += 1
        if stop > x and (best is None or stop - x > best[1] - best[0]):
            best = (float(x), float(stop))
        x = stop + 1
    return best


def _is_full_width(row: list[Word], gutter: Gutter) -> bool:
    """Does the row run across the gutter, so that neither column can hold it?"""
    middle = sum(gutter) / 2
    left = [word for word in row if (word.x0 + word.x1) / 2 < middle]
    right = [word for word in row if (word.x0 + word.x1) / 2 >= middle]
    if not left or not right:
        return False
    gap = right[0].x0 - max(word.x1 for word in left)
    return gap < 0.6 * min(gutter[1] - gutter[0], 12.0)


def _lines(zone: Zone, column: int, words: Sequence[Word]) -> list[Line]:
    """Lines by baseline, topmost first; superscripts stay in the line PDFium put them in."""
    by_row: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        by_row[word.row].append(word)
    placed: list[tuple[float, Word]] = []
    for row in by_row.values():
        main = max(row, key=lambda word: (round(word.size), len(word.text)))
        placed += [(main.y if abs(word.y - main.y) < 0.5 * main.size else word.y, word) for word in row]
    lines: list[list[tuple[float, Word]]] = []
    for y, word in sorted(placed, key=lambda pair: -pair[0]):
        if lines and lines[-1][0][0] - y <= 2.0:
            lines[-1].append((y, word))
        else:
            lines.append([(y, word)])
    return [_line(zone, column, line[0][0], [word for _, word in line]) for line in lines]


def _line(zone: Zone, column: int, y: float, words: list[Word]) -> Line:
    words = sorted(words, key=lambda word: word.x0)
    runs: list[Run] = []
    before: Word | None = None
    for word in words:
        blank = before is not None and _is_spaced(before, word)
        for text, bold, italic in word.styles:
            _append(runs, (" " if blank else "") + text.replace(HYPHEN, "-"), bold, italic)
            blank = False
        before = word
    size = max(word.size for word in words)
    return Line(
        zone,
        column,
        _round(words[0].x0),
        _round(max(w.x1 for w in words)),
        _round(y),
        _round(size),
        tuple(runs),
    )


def _round(value: float) -> float:
    return round(value, 1)


def _is_spaced(before: Word, word: Word) -> bool:
    if before.row == word.row:
        return word.spaced
    return word.x0 - before.x1 > 0.12 * word.size


def _append(runs: list[Run], text: str, bold: bool, italic: bool) -> None:
    if runs and (runs[-1].bold, runs[-1].italic) == (bold, italic):
        runs[-1] = Run(runs[-1].text + text, bold, italic)
    else:
        runs.append(Run(text, bold, italic))
