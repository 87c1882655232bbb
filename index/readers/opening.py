"""The opening lines of a statement as delivered: who, for whom, when, on what, and where the speech begins.

In: lines above and in the speech. Out: a `Known` and the number of opening lines. Patterns are data; what no
line tells stays None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.readers.statement import Known
from index.speakers.delegations import Delegations
from index.speakers.headers import parse_header
from index.tables import lists_of
from index.text.dates import find_date
from index.text.symbols import printed_symbol

MOST_OPENING = 25
LONGEST = 600  # characters
LONG = 30  # words: an opening line is shorter, unless it is a title
CHECK = re.compile(
    r"\W*(?:please\s+)?(?:check\s+(?:against|vs\.?)\s+(?:the\s+)?delivery|as\s+delivered|embargoed\b.*"
    r"|unofficial translation)\W*",
    re.IGNORECASE,
)
MISSION = re.compile(
    r"(?:permanent\s+(?:observer\s+)?mission|delegation|embassy|permanent\s+representation"
    r"|ministry\s+of\s+foreign\s+affairs)\s+of\s+(?:the\s+)?"
    r"(?P<name>.+?)(?:\s+to\s+the\b.*|\s+in\s+(?:New York|Geneva|Vienna)\b.*)?$",
    re.IGNORECASE,
)
STATEMENT = re.compile(
    r"\b(?:statement|remarks|address|speech|intervention|intervención|déclaration|briefing"
    r"|explanation of (?:vote|position)|right of reply)\b",
    re.IGNORECASE,
)
_WORDS = lists_of("index", "speaker_offices.tsv")
BY = re.compile(r"\bby\b\s*:?\s*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
BY_ALONE = re.compile(r"\W*(?:delivered\s+)?by\b(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_OFFICE_WORD = rf"(?:{_WORDS['opening_office_word']})\b"
PERSON = re.compile(
    r"(?P<name>(?:(?:His|Her)\s+Excellency\s+|H\.?\s?E\.?\s+)?"
    rf"(?:(?:{_WORDS['opening_style']})\b\.?\s+)+"
    rf"[^\W\d_][\w.’'-]*(?:\s+(?!{_OFFICE_WORD})[^\W\d_][\w.’'-]*){{0,6}}?)"
    rf"(?=\s*(?:,|\(|;|:|–|—|-\s|$|\s(?:on|at|to|in|of|before|during|{_OFFICE_WORD})\b))",
    re.IGNORECASE,
)
OFFICE = re.compile(
    rf"^\W*(?:the\s+)?(?:[\w.’'-]+\s+){{0,4}}?(?:{_WORDS['opening_office']})\b", re.IGNORECASE
)
OF_STATE = re.compile(
    r"\b(?:of|for)\s+(?:the\s+)?(?P<name>[^,;()]+?)"
    r"(?:\s+to\s+the\b.*|\s+in\s+(?:New York|Geneva|Vienna)\b.*|,.*|$)",
    re.IGNORECASE,
)
SALUTATION = re.compile(
    r"\W*(?:(?:thank\s+you,?\s+)?(?:very\s+much,?\s+)?(?:mr\.?|madam|mister|madame|ms\.?)\s+"
    r"(?:\w+\s+)?(?:president|chair\w*|vice-president|moderator|speaker|secretary-general|co-chair\w*)"
    r"|excellenc(?:y|ies)|distinguished|ladies\s+and\s+gentlemen|dear\s+\w+"
    r"|your\s+(?:excellenc|majest|highness)|monsieur le président|madame la présidente|señor presidente"
    r"|señora presidenta|thank\s+you)\b"
    r"|\W*(?:president|chair\w*|(?:dear\s+)?colleagues)\s*[,:!]\s*$",
    re.IGNORECASE,
)
OCCASION_BEGINS = re.compile(
    r"\b(?:on\s+behalf\s+of|at|on|before|during|regarding|concerning|in)\b", re.IGNORECASE
)
OCCASION = re.compile(
    r"\b(?:debate|meeting|briefing|item|session|dialogue|conference|consideration)\b.{0,60}?"
    r"(?:\bon\b|:)\s+(?P<topic>.{3,200})",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[“\"]([^”\"]{8,200})[”\"]")
NUMBERED = re.compile(r"\b(?:agenda item|open debate|item \d+)\b", re.IGNORECASE)
ORGANS = {
    "security council": "Security Council",
    "general assembly": "General Assembly",
    "human rights council": "Human Rights Council",
    "economic and social council": "Economic and Social Council",
}


@dataclass(frozen=True, slots=True)
class Opening:
    """What stood above the speech, and how many lines of it; `checked` says "check against delivery"."""

    known: Known
    length: int
    checked: bool


def read_opening(lines: Sequence[str], letterhead: Sequence[str], table: Delegations) -> Opening:
    """What the lines above the speech tell."""
    length = opening_length(lines)
    told = [line[:LONGEST] for line in (*letterhead[:MOST_OPENING], *lines[:length])]
    plain = [line for line in told if not CHECK.fullmatch(line)]
    speaker, role = find_person(plain)
    whole = " ".join(plain)
    known = Known(
        speaker=speaker,
        role=role,
        delegation=find_delegation(plain, role, table),
        meeting=printed_symbol(whole),
        date=next((date for line in plain if (date := find_date(line))), None),
        topic=find_topic(plain, speaker, role),
        organ=next((name for sign, name in ORGANS.items() if sign in whole.casefold()), None),
    )
    return Opening(known, length, len(plain) < len(told))


def opening_length(lines: Sequence[str]) -> int:
    """How many lines stand above the speech: to a salutation, speaker line or first long paragraph."""
    for index, line in enumerate(lines[:MOST_OPENING]):
        if len(line) > LONGEST:
            return index
        titled = STATEMENT.search(line[:200]) is not None and BY.search(line[:200]) is not None
        if parse_header(line) is not None and not titled and not OFFICE.match(line):
            return index
        if index and SALUTATION.match(line) and not titled:
            return index
        if len(line.split()) > LONG and not titled and line.endswith((".", "?", "!", ":")):
            return index
    found = (i for i, line in enumerate(lines) if len(line.split()) >= 12 and line.endswith((".", "?", "!")))
    return next(found, 0)


def find_person(lines: Sequence[str]) -> tuple[str | None, str | None]:
    """(speaker, role) after "Statement by", on the same line or the next ones, or above an office."""
    for index, line in enumerate(lines):
        match = BY.search(line) if STATEMENT.search(line) else BY_ALONE.match(line)
        if match is None:
            continue
        rest = " , ".join([match["rest"], *lines[index + 1 : index + 4]]).lstrip(" ,:")
        found = PERSON.match(rest)
        if found is not None:
            return _bare(found["name"]), _office(rest[found.end() :])
    for index, line in enumerate(lines):
        found = PERSON.match(line)
        follows = lines[index + 1] if index + 1 < len(lines) else ""
        if found is not None and (role := _office(f"{line[found.end() :]} , {follows}")):
            return _bare(found["name"]), role
    return None, None


def _bare(printed: str) -> str:
    """Without the style of address: "H.E. Mr. Kairat Umarov" -> "Mr. Kairat Umarov"."""
    return re.sub(r"^(?:(?:His|Her)\s+Excellency|H\.?\s?E\.?)\s+", "", printed.strip(), flags=re.IGNORECASE)


def _office(rest: str) -> str | None:
    """The first part after the name that is an office."""
    for part in re.split(r"\s*(?:,|;|–|—|\(|\))\s*", rest):
        if STATEMENT.search(part) or find_date(part):
            return None
        if OFFICE.match(part):
            return re.split(r"\s+(?:at|on|before|during)\b", part, maxsplit=1)[0].strip(" ,.") or None
    return None


def find_delegation(lines: Sequence[str], role: str | None, table: Delegations) -> str | None:
    """The delegation by letterhead, by the speaker's office, or as the title names it."""
    for line in lines:
        mission = MISSION.search(line)
        if mission is not None and (found := table.resolve(mission["name"].strip(" .,"))):
            return found.name
    offices = ([role] if role else []) + [ln for ln in lines if OFFICE.match(ln) or STATEMENT.search(ln)]
    for office in offices:
        for state in OF_STATE.finditer(OCCASION_BEGINS.split(office)[0]):
            if found := table.resolve(state["name"].strip(" .,")):
                return found.name
    alone = (table.resolve(line.strip(" .,:")) for line in lines if len(line.split()) <= 8)
    first = next((found for found in alone if found is not None), None)
    return first.name if first else _named_in(offices, table)


def _named_in(lines: Sequence[str], table: Delegations) -> str | None:
    """The one delegation that an office or title names ("UK Permanent Representative to the UN")."""
    for line in lines:
        named = [m.delegation for m in table.find_in(OCCASION_BEGINS.split(line)[0]) if m.form == "name"]
        codes = {found.code for found in named} - {"UN"}
        if len(codes) == 1:
            return next(found.name for found in named if found.code in codes)
    return None


def find_topic(lines: Sequence[str], speaker: str | None, role: str | None) -> str | None:
    """The occasion: what is quoted, what a debate is "on", or the line that gives the agenda item."""
    quoted = QUOTED.search(" ".join(lines))
    if quoted is not None:
        return quoted[1].strip(" .,")
    for line in lines:
        match = OCCASION.search(line)
        if match is not None:
            return match["topic"].strip(" .,:")
    named = [name for name in (speaker, role) if name]
    titles = (ln for ln in lines if NUMBERED.search(ln) and not any(name in ln for name in named))
    return next((line.strip(" .,:") for line in titles), None)
