"""First pages as the General Assembly printed them around 1993: masthead over columns, symbol at the foot.

In: a laid-out first page whose lines are all body. Out: the page with masthead and distribution note apart
from the text, and the symbol of the note. Other first pages come back as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.readers.pdf.page import Line, Page, Zone
from index.text.symbols import printed_symbol

OPENING = "The meeting was called"
CHAIR = re.compile(r"(?:Acting |Temporary )?(?:Co-)?(?:President|Chair)")
ALONE = re.compile(r"[A-Z]{1,5}/\S+(?: \d+)?(?: \((?:Resumption|Part)[^)]*\))?(?: (?:ENGLISH|English))?")
"""A line that is a symbol and nothing else, its language maybe beside it."""
DISTRIBUTION = re.compile(r"Distr\.|GENERAL$|LIMITED$|RESTRICTED$|PROVISIONAL$")
JOB_LINE = re.compile(r"\d{2}-\d{4,6}\s*(?:\(\w\))?")
"""The number of the printing job ("93-87044 (E)")."""
NOTE_HEIGHT = 60.0
"""Points between the head of a distribution note and its symbol, at most."""
INDENT = 30.0
"""Points by which a paragraph's first line is set in, at most; what stands further right is a masthead."""


def note_symbol(page: Page) -> Line | None:
    """The line of the lower half that is a symbol alone, on a page where a meeting opens."""
    if not any(line.text.strip().startswith(OPENING) for line in page.lines):
        return None
    low = (line for line in page.lines if line.y < page.height / 2 and line.zone in ("body", "foot"))
    alone = (line for line in low if ALONE.fullmatch(line.text.strip()))
    return next((line for line in alone if printed_symbol(line.text)), None)


def set_apart(page: Page) -> Page:
    """The page with its masthead as title and front and its note as foot, where the symbol stands there."""
    symbol = note_symbol(page)
    if symbol is None or any(line.zone in ("title", "front") for line in page.lines):
        return page
    return replace(page, lines=tuple(_zoned(page, symbol)))


def _zoned(page: Page, symbol: Line) -> Iterator[Line]:
    opening = next(line for line in page.lines if line.text.strip().startswith(OPENING))
    seated = False
    begun = {opening.column}
    for line in page.lines:
        zone: Zone = line.zone
        if zone == "body" and _is_note(line, symbol, page):
            zone = "foot"
        elif zone == "body" and line.column == opening.column and line.y > opening.y:
            seated = seated or CHAIR.match(line.text.strip()) is not None
            zone = "front" if seated else "title"
        elif zone == "body" and line.column not in begun:
            begun |= {line.column} if _starts_text(line, page) else set()
            zone = "body" if line.column in begun else "title"
        yield replace(line, zone=zone)


def _starts_text(line: Line, page: Page) -> bool:
    """Does it stand where the lines of its column begin? A masthead is set to the right."""
    return line.x0 <= min(other.x0 for other in page.lines if other.column == line.column) + INDENT


def _is_note(line: Line, symbol: Line, page: Page) -> bool:
    """Does it belong to the note, from "Distr." down, or is it the number of the job?"""
    if line.y < page.height / 4 and JOB_LINE.fullmatch(line.text.strip()):
        return True
    if line.column != symbol.column:
        return False
    near = symbol.y <= line.y <= symbol.y + NOTE_HEIGHT
    return line.y <= symbol.y or (near and DISTRIBUTION.match(line.text.strip()) is not None)
