"""A speaker line that names an office or a seat instead of a person, and whether that office presides.

In: the words before the brackets and the colon ("The Acting President", "The representative of Cuba"), or a
role. Out: an `Office`, or None where it is none; yes or no for who conducts the meeting.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.speakers.qualifiers import names_delegation
from index.tables import lists_of


@dataclass(frozen=True, slots=True)
class Office:
    """`role` as we write it; `delegation` is the body that the office is of, where we know it; `seat` where
    it stands for a delegation and is not an office: "The representative of Cuba"."""

    role: str
    delegation: str | None = None
    seat: bool = False


_WORDS = lists_of("index", "speaker_offices.tsv")
_RANKS = rf"(?:(?:{_WORDS['rank']})[\s-]+)*"
_HEADS = _WORDS["head"]
_ALONE = re.compile(rf"(?:(?:The|Mr\.?|Mme|Madame?)\s+)?(?P<role>{_RANKS}(?:{_HEADS}))", re.IGNORECASE)
# Offices that a line names with an article only, and what they are of.
_OF = r"(?P<tail>\s(?:of|for|on|to)\s(?:the\s)?(?P<body>[\w’'(),./ -]{2,90}))"
_TAILED = re.compile(rf"The\s(?P<role>{_RANKS}(?:{_HEADS}|{_WORDS['of_body']}))(?:{_OF})?")
_SEAT = re.compile(
    rf"(?:The|A)\s(?:(?i:{_WORDS['seat_rank']})\s)*"
    rf"(?i:{_WORDS['seat']})\s(?:of|for|from)\s(?:the\s)?(?P<body>.{{2,80}})"
)
# Who conducts the meetings of a body; the President of a State or of a court does not.
_MEETING = rf"(?: of the (?:UN |United Nations )?(?:{_WORDS['meeting']}))?"
_CHAIR = re.compile(
    r"(?:The )?(?:(?:Acting|Temporary|Provisional|Deputy|Co)[ -])*"
    rf"(?:President|Chair(?:man|woman|person)?s?){_MEETING}"
    r"|(?:The )?Vice[- ](?:President|Chair(?:man|woman|person)?)"
    r" of the (?:UN |United Nations )?(?:Security Council|General Assembly|Council|Assembly)",
    re.IGNORECASE,
)
_CHAIR_LINE = re.compile(r"(?:Acting )?(?:Vice-(?:President|Chair\w*)|Moderator|Speaker|Deputy Speaker)")


def read_office(name: str) -> Office | None:
    """The office or seat that is all a line names."""
    alone = _ALONE.fullmatch(name)
    if alone is not None:
        return Office(_written(alone["role"]))
    seat = _SEAT.fullmatch(name)
    if seat is not None and names_delegation(seat["body"]):
        return Office(name, seat["body"], seat=True)
    tailed = _TAILED.fullmatch(name)
    if tailed is None:
        return None
    known = tailed["body"] if tailed["body"] and names_delegation(tailed["body"]) else None
    return Office(f"{_written(tailed['role'])}{tailed['tail'] or ''}", known)


def presides(role: str | None) -> bool:
    """Is the role that of who chairs the meeting, not a President of a State or of a court?"""
    return role is not None and _CHAIR.fullmatch(role.strip()) is not None


def presides_by_line(role: str | None) -> bool:
    """The same of a speaker line that names nobody: "The Vice-President:" there is in the chair."""
    return presides(role) or (role is not None and _CHAIR_LINE.fullmatch(role) is not None)


def _written(printed: str) -> str:
    words = re.sub(r"[\s-]+", " ", printed).title()
    return re.sub(
        r"\b(Vice|Co|Under|Secretary|Director|Commissioner|Inspector) (?=President|Chair|Secretary|General)",
        r"\1-", words,
    )  # fmt: skip
