"""Pieces of a record to speeches: who spoke, in which role, on which item, paragraph by paragraph.

In: a cover and classified pieces. Out: `Speech`es in the order of the meeting. Directions and votes are
left out of the text; a paragraph after a direction goes on with the speech it interrupts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from index.process.deadline import look
from index.readers.pdf.blocks import Piece
from index.readers.pdf.cover import Cover, Seat
from index.readers.pdf.headers import is_chair
from index.speakers.headers import Header

TOOK_CHAIR = re.compile(
    r"(?:^|, |; )(?P<name>(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prince|Princess|Sheikh|Sheikha|Lord|Baroness)\b\.?"
    r"\s?[^\s(),;]{1,40}(?:\s[^\s(),;]{1,40}){0,7}?)\s?(?:\((?P<country>[^()]*(?:\([^()]*\)[^()]*)?)\))?(?:,[^.;()]{0,60}?)?"
    r",?\s(?:took|in) the Chair",
)
RETURNED = re.compile(r"\bPresident (?:returned to|resumed|in|took) the Chair", re.IGNORECASE)
LANGUAGE = re.compile(
    r"\((?:spoke|speaking|continued|resumed)[^()]{0,40} in (?P<language>[A-Z][a-zç]+)", re.IGNORECASE
)
LATER_LANGUAGE = re.compile(r"\b(?:continued|then|and|resumed) in ([A-Z][a-zç]+)")
ITEM = re.compile(r"Agenda items?\s+\d", re.IGNORECASE)
SUBITEM = re.compile(r"\([a-z]{1,4}\)\s")
ADDRESS = re.compile(r"(?:Address|Statement) by ")
NO_ITEM = re.compile(
    r"(?:Draft (?:resolution|decision|amendment)|Address by|Statement by|Adoption of the agenda)"
)
SUBHEADING = re.compile(
    r"(?:Draft (?:resolution|decision|amendment)|Reports? of|Letters?|Notes?|Notes? verbale|Address by"
    r"|Statement by|Programme of work|Adoption of the agenda)\b",
)


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph of a speech and the page where it begins."""

    text: str
    page: int


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech; `chair` is who presides where the header only says "The President", None where unknown.

    `address` is the heading that announces a guest: "Address by Mr. X, President of Y".
    """

    header: Header
    chair: Seat | None
    topic: str | None
    address: str | None
    parts: tuple[Part, ...]
    languages: tuple[str, ...]


@dataclass(slots=True)
class _Course:
    """The state of the meeting while its record is read."""

    cover: Cover
    chair: Seat | None
    item: tuple[str, ...] = ()
    address: str | None = None
    titles: list[Piece] = field(default_factory=list)
    speeches: list[Speech] = field(default_factory=list)


def gather_speeches(cover: Cover, pieces: Sequence[Piece]) -> tuple[Speech, ...]:
    """The speeches of a meeting, in order."""
    course = _Course(cover, cover.presidents[0] if cover.presidents else None)
    for piece in pieces:
        if piece.kind == "heading":
            course.titles.append(piece)
        elif piece.kind == "opening":
            _close_headings(course)
            _begin(course, piece)
        elif piece.kind == "paragraph":
            _go_on(course, piece)
        elif piece.kind == "direction":
            _direct(course, piece)
    return tuple(speech for speech in course.speeches if any(part.text for part in speech.parts))


def _begin(course: _Course, piece: Piece) -> None:
    assert piece.header is not None
    course.speeches.append(
        Speech(
            piece.header,
            _presides(course, piece.header) if is_chair(piece.header) else None,
            _topic(course),
            course.address,
            (Part(piece.text, piece.page),),
            _languages(piece),
        )
    )


def _languages(piece: Piece) -> tuple[str, ...]:
    """Those of the header, in order ("spoke in English; continued in French")."""
    assert piece.header is not None
    later = LATER_LANGUAGE.findall(piece.printed) if piece.header.language else []
    return tuple(language for language in (piece.header.language, *later) if language)


def _go_on(course: _Course, piece: Piece) -> None:
    look()
    speech = course.speeches[-1]
    course.speeches[-1] = replace(speech, parts=(*speech.parts, Part(piece.text, piece.page)))


def _direct(course: _Course, piece: Piece) -> None:
    """Directions change the chair, or the language in the middle of a speech."""
    taken = TOOK_CHAIR.search(piece.text)
    if taken is not None:
        course.chair = _seat(taken["name"].strip(), taken["country"], course.cover)
    elif RETURNED.search(piece.text):
        course.chair = course.cover.presidents[0] if course.cover.presidents else None
    spoken = LANGUAGE.match(piece.text)
    if spoken is not None and course.speeches:
        speech = course.speeches[-1]
        course.speeches[-1] = replace(speech, languages=(*speech.languages, spoken["language"]))


def _seat(name: str, country: str | None, cover: Cover) -> Seat:
    """Whoever took the chair, for the delegation printed there or on the cover."""
    if country:
        return Seat(name, country.strip())
    listed = (seat for seat in (*cover.presidents, *cover.members) if seat.name == name)
    return next(listed, Seat(name, None))


def _presides(course: _Course, header: Header) -> Seat | None:
    """Who speaks as the chair; "The Acting President" is not the one on the cover, "(Finland)" says whose."""
    if header.delegation_text:
        return Seat(None, header.delegation_text)
    stands_in = (header.role or "").startswith(("Acting", "Temporary"))
    if stands_in and not course.cover.acting and course.chair in course.cover.presidents:
        return None
    return course.chair


def _close_headings(course: _Course) -> None:
    """Headings since the last speech become the item spoken on, if they name one."""
    if not course.titles:
        return
    outer = min(piece.indent for piece in course.titles)
    numbered = any(ITEM.match(piece.text) for piece in course.titles)
    beside = NO_ITEM if numbered else SUBHEADING
    main = [
        piece.text
        for piece in course.titles
        if SUBITEM.match(piece.text)
        or (piece.indent < outer + 6 and not ITEM.match(piece.text) and not beside.match(piece.text))
    ]
    if main or not course.item:
        course.item = tuple(main) or _first_title(course.titles)
    elif numbered:
        course.item = _first_title(course.titles)
    course.address = next((p.text for p in course.titles if ADDRESS.match(p.text)), None)
    course.titles = []


def _first_title(titles: Sequence[Piece]) -> tuple[str, ...]:
    named = (p.text for p in titles if not ITEM.match(p.text) and p.text != "Adoption of the agenda")
    return tuple(named)[:1]


def _topic(course: _Course) -> str | None:
    if course.item:
        return "; ".join(_settled(text) for text in course.item)
    return course.cover.agenda[0] if course.cover.agenda else None


def _settled(title: str) -> str:
    """The title without the record's "(continued)"."""
    return re.sub(r"\s*\((?:continued|resumed|concluded)\)\s*$", "", title)
