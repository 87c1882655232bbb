"""What stands between a speaker's name and the colon, each part with what it is.

In: one bracket's words ("on behalf of the Nordic countries"), or the words after a comma ("speaking on a
point of order, Rapporteur"). Out: `Qualifier`s, in order; None where a comma leads into prose, for then
the line is no speaker line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.speakers.capacity import groups_named
from index.speakers.delegations import STATES, Delegations, load_delegations
from index.speakers.spoken import Spoken, read_spoken
from index.tables import lists_of, rows_of
from index.text.lexicon import SAYING

Kind = Literal["delegation", "spoken", "group", "circumstance", "office", "body"]
MOST_PARTS = 8
"""Parts between commas that are still read; a speaker line has no more."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """`words` as printed; `sure` when no prose would say so, and the line is a speaker's by it alone."""

    kind: Kind
    words: str
    sure: bool = False
    spoken: Spoken | None = None
    after_comma: bool = False


_BEHALF = re.compile(
    r"(?:(?P<before>.+?),?\s)??(?:(?:and|also|speaking|both)\s){0,3}"
    r"(?:on\s(?:the\s)?behalf\sof|in\sthe\sname\sof)\s(?P<group>.+)",
    re.IGNORECASE | re.DOTALL,
)
_FOR = re.compile(
    r"(?:(?:also|and|both|speaking)\s){0,3}(?:for|representing)\s(?P<group>(?:the\s)?.+)",
    re.IGNORECASE | re.DOTALL,
)
_AS_CHAIR = re.compile(
    r"(?:(?:also|and|both|speaking|acting)\s){0,3}(?:as|in\s(?:his|her|their|its|my)\scapacity\sas)\s(?:the\s)?"
    r"(?:current\s)?(?:(?:Vice|Co)-)?(?:Chair\w*|President|Presidency|Coordinator|Convener)\s(?:of|for)\s(?P<group>.+)",
    re.IGNORECASE | re.DOTALL,
)
# How a State speaks, where no row of the table says it: "turning to the Secretariat", "with apologies".
_MANNER = re.compile(
    r"(?:(?:also|again|now|later|once)\s)?(?:\w{2,}ing|on|in|for|as|from|by|via|with|at|to|during|before|after|under"
    r"|through|without|between|upon)\b(?:[^.?!]|\.(?=\S)){0,120}"
)
_WORDS = lists_of("index", "speaker_offices.tsv")
_OFFICE = re.compile(
    r"(?!.*\b(?:ladies|gentlemen|excellencies|distinguished|dear|colleagues|friends|delegates)\b)(?:the\s)?(?:[A-Z][\w’'-]*\s){0,5}?"
    rf"(?i:(?:(?:{_WORDS['clause_rank']})[\s-]+)*(?:{_WORDS['clause_office']}))\b"
    r"(?:[\s-]General|\sa\.\s?i\.)?"
    r"(?:(?:,\s|\s)(?:of|for|to|on|in|and|at|ad\sinterim|a\.i\.)\b[^.?!]{2,160})?",
)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|said|says|will|would|who|whom|which|whose|that)\b")


@cache
def _circumstances() -> tuple[tuple[re.Pattern[str], bool], ...]:
    rows = rows_of("index", "circumstances.tsv")
    return tuple((re.compile(row["pattern"], re.IGNORECASE), row["sure"] == "yes") for row in rows)


def read_bracket(words: str, beside_state: bool = False) -> tuple[Qualifier, ...]:
    """What a bracket of a speaker line holds; a body we do not know stays as printed."""
    if names_delegation(words):
        return _with_group(words) or (Qualifier("delegation", words, sure=True),)
    spoken, found = read_spoken(words), _circumstance(words)
    if spoken is not None and (spoken.language is not None or found is None):
        return _with_group(words) or (Qualifier("spoken", words, spoken.language is not None, spoken),)
    if found is None and beside_state and words[:1].islower():
        found = Qualifier("circumstance", words)
    return _with_group(words) or (found or Qualifier("body", words),)


def read_clauses(words: str, beside_state: bool = False) -> tuple[Qualifier, ...] | None:
    """The parts after a comma, each the longest run of words that is something; None for prose.
    `beside_state`: what opens as no sentence does is the speaker's manner there."""
    parts = [part for part in re.split(r",\s+", words.strip(" ,")) if part]
    if len(parts) > MOST_PARTS:
        return None
    found: list[Qualifier] = []
    while parts:
        read = next(
            ((n, got) for n in range(len(parts), 0, -1) if (got := _clause(", ".join(parts[:n])))), None
        )
        if read is None and beside_state and _is_manner(parts[0]):
            read = 1, (Qualifier("circumstance", parts[0]),)
        if read is None:
            return None
        found += read[1]
        parts = parts[read[0] :]
    return tuple(found)


def _is_manner(words: str) -> bool:
    told = (word for word in words.split() if word in SAYING and not word.endswith("ing"))
    return _MANNER.fullmatch(words) is not None and not _FINITE.search(words) and not any(told)


def names_state(words: str) -> bool:
    """Is this the name of one State?"""
    table = load_delegations()
    found = table.resolve(words)
    entry = table.entry(found.code) if found else None
    return entry is not None and entry.kind in STATES


def names_delegation(words: str) -> bool:
    """Is this a delegation's name, rather than a code or a language ("French") that might mean one?"""
    table = load_delegations()
    named = len(words) > 3 and (words[0].isupper() or words.startswith("the "))
    found = table.resolve(words) if named else None
    entry = table.entry(found.code) if found else None
    return entry is not None and words not in entry.demonyms


def _clause(words: str) -> tuple[Qualifier, ...]:
    if _FINITE.search(words):
        return ()
    grouped = _with_group(words)
    if grouped:
        return grouped
    found = _circumstance(words)
    spoken = None if found else read_spoken(words)
    if spoken is not None and spoken.language and not spoken.displaced:
        found = Qualifier("spoken", words, True, spoken)
    if found is not None:
        return (found,)
    if names_delegation(words):
        return (Qualifier("delegation", words, after_comma=True),)
    later = words.split(", ")[1:]
    if _OFFICE.fullmatch(words) and not any(_circumstance(part) or _with_group(part) for part in later):
        return (Qualifier("office", words, after_comma=True),)
    return ()


def _with_group(words: str) -> tuple[Qualifier, ...]:
    """ "Sweden, on behalf of the Nordic countries": both; () where no group is named."""
    match = _BEHALF.fullmatch(words)
    if match is None:
        table = load_delegations()
        match = _FOR.fullmatch(words) or _AS_CHAIR.fullmatch(words)
        chairs = match is not None and match.re is _AS_CHAIR
        if match is None or not (groups_named if chairs else _names_any)(match["group"], table):
            return ()
    before = match.groupdict().get("before")
    group = Qualifier("group", match["group"].strip(" ,"), sure=True)
    if before is None:
        return (group,)
    first = _circumstance(before) or (
        Qualifier("delegation", before, True) if names_delegation(before) else None
    )
    return (first, group) if first else ()


def _names_any(words: str, table: Delegations) -> bool:
    return bool(table.find_in(words) or groups_named(words, table))


def _circumstance(words: str) -> Qualifier | None:
    for pattern, sure in _circumstances():
        if pattern.fullmatch(words):
            return Qualifier("circumstance", words, sure)
    return None
