"""The cover of a verbatim record: symbol, organ, date, place, president, members, agenda.

In: the laid-out pages. Out: a `Cover`; what the cover does not say is None or empty. Raises
UnreadableRecord where no symbol of a verbatim record stands on the first pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.errors import UnreadableRecord
from index.readers.pdf.old_cover import note_symbol
from index.readers.pdf.page import Line, Page
from index.text.dates import find_date
from index.text.symbols import printed_symbol

ORGANS = {"S": "Security Council", "A": "General Assembly", "T": "Trusteeship Council",
          "E": "Economic and Social Council", "CD": "Conference on Disarmament"}  # fmt: skip
COMMITTEE = re.compile(
    r"\b((?:First|Second|Third|Fourth|Fifth|Sixth|Ad Hoc|Disarmament) (?:Committee|Commission))\b"
)
LEADERS = re.compile(r"\s{0,4}(?:\.\s?){2,}|\s{0,4}…+\s{0,4}|\s{0,4}\.(?=\s?\()")
CHAIR = re.compile(
    r"^(?:Acting |Temporary )?(?:Co-)?(?:President|Chair(?:man|person|woman)?)s?\s*:\s*", re.IGNORECASE
)
ACTING = re.compile(r"(?:Acting|Temporary) (?:President|Chair)", re.IGNORECASE)
HOUR = re.compile(r"at \d")
"""The hour of the meeting, which old covers print between day and place."""
STATE_ALONE = re.compile(r"\s*\([^()]+\)\s*")
LATER = re.compile(r"^(?:later|then|subsequently)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Seat:
    """A person and the delegation they sit for, as printed; None where only one of them is."""

    name: str | None
    delegation: str | None


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first page says of the meeting; `date` is ISO 8601, `agenda` its items as printed.

    `english` when the record says that it prints what was delivered in English, and translates the rest;
    `acting` when the president it names is an acting or temporary one.
    """

    symbol: str
    organ: str | None
    date: str | None
    place: str | None
    presidents: tuple[Seat, ...]
    members: tuple[Seat, ...]
    agenda: tuple[str, ...]
    provisional: bool
    english: bool
    acting: bool


def read_cover(pages: Sequence[Page]) -> Cover:
    """The cover of a record."""
    symbol = _find_symbol(pages)
    title = _lines(pages[:1], "title")
    front = _lines(pages[:1], "front")
    if not title and not front:
        title = front = _before_opening(pages[0])
    text = " ".join(line.text for line in title)
    return Cover(
        symbol,
        _organ(symbol, title),
        find_date(text) or _running_date(pages),
        _place(title),
        _presidents(front),
        _members(front),
        _agenda(front),
        "Provisional" in text,
        "delivered in English" in " ".join(line.text for line in _lines(pages[:1], "foot")),
        any(ACTING.match(line.text) for line in front),
    )


def _lines(pages: Sequence[Page], *zones: str) -> list[Line]:
    return [line for page in pages for line in page.lines if line.zone in zones]


def _before_opening(page: Page) -> list[Line]:
    """The lines of a typed first page, which has no rules, down to where the meeting opens."""
    lines = [line for line in page.lines if line.zone in ("head", "body")]
    opened = (i for i, line in enumerate(lines) if line.text.strip().startswith("The meeting was called"))
    return lines[: next(opened, len(lines))]


def _find_symbol(pages: Sequence[Page]) -> str:
    for lines in (
        _lines(pages[:1], "head", "title"),
        _lines(pages[:4], "head"),
        _lines(pages[:1], "body")[:12],
    ):
        for line in lines:
            symbol = printed_symbol(line.text)
            if symbol is not None:
                return symbol
    if (note := note_symbol(pages[0])) is not None and (symbol := printed_symbol(note.text)) is not None:
        return symbol
    raise UnreadableRecord(
        "No symbol of a UN verbatim record (such as S/PV.8704) stands on the first page; "
        "only verbatim records are read as PDF, so add other texts as Word, HTML or plain text."
    )


def _organ(symbol: str, title: Sequence[Line]) -> str | None:
    printed = next((o for line in title for o in ORGANS.values() if o in line.text), None)
    organ = printed or ORGANS.get(symbol.partition("/")[0])
    committee = next((found[1] for line in title if (found := COMMITTEE.search(line.text))), None)
    return f"{organ}, {committee}" if organ and committee else organ


def _running_date(pages: Sequence[Page]) -> str | None:
    return find_date(" ".join(line.text for line in _lines(pages[1:], "head")))


def _place(title: Sequence[Line]) -> str | None:
    after = next((i for i, line in enumerate(title) if find_date(line.text)), None)
    if after is None:
        return None
    below = (line.text.strip() for line in title[after + 1 :])
    return next((text for text in below if not HOUR.match(text)), None) or None


def _presidents(front: Sequence[Line]) -> tuple[Seat, ...]:
    seats: list[Seat] = []
    for text in _front_rows(front):
        if text.startswith(("Members", "Agenda")):
            break
        if not CHAIR.match(text) and not (seats and (LATER.match(text) or LEADERS.search(text))):
            continue
        rest = LATER.sub("", CHAIR.sub("", text))
        name, _, country = LEADERS.sub("\t", rest, count=1).partition("\t")
        inside = re.search(r"\((.+)\)\s*$", country or name)
        seats.append(Seat(re.sub(r"\s*\([^()]*\)\s*$", "", name).strip(" ."), inside[1] if inside else None))
    return tuple(seats)


def _front_rows(front: Sequence[Line]) -> list[str]:
    """Front matter lines, with a parenthesis that ran over or stands on its own line put back."""
    rows: list[str] = []
    for line in front:
        unclosed = rows and rows[-1].count("(") > rows[-1].count(")")
        if unclosed or (rows and CHAIR.match(rows[-1]) and STATE_ALONE.fullmatch(line.text)):
            rows[-1] += " " + line.text
        else:
            rows.append(line.text)
    return rows


def _members(front: Sequence[Line]) -> tuple[Seat, ...]:
    seats: list[Seat] = []
    begun = False
    for line in front:
        text = line.text
        begun = begun or text.startswith("Members")
        if text.strip() == "Agenda":
            break
        if begun:
            country, _, name = LEADERS.sub("\t", re.sub(r"^Members\s*:\s*", "", text), count=1).partition(
                "\t"
            )
            if name.strip(" ."):
                seats.append(Seat(name.strip(" ."), country.strip()))
    return tuple(seats)


def _agenda(front: Sequence[Line]) -> tuple[str, ...]:
    after = next((i for i, line in enumerate(front) if line.text.strip() == "Agenda"), None)
    if after is None:
        return ()
    items: list[str] = []
    before: Line | None = None
    for line in front[after + 1 :]:
        if not any(char.isalnum() for char in line.text):
            continue
        runs_on = before is not None and before.y - line.y < 1.35 * before.size and line.x0 > before.x0 - 3
        if runs_on and before is not None and line.x0 < before.x0 + 6:
            items[-1] += " " + line.text
        else:
            items.append(line.text)
        before = line
    return tuple(items)
