"""The speaker line of a verbatim record -> who speaks, for whom, in what role, in which language, and how.

In: text that starts with a form of address ("Mr. Umarov (Kazakhstan) (spoke in Russian):"), possibly broken
over lines or with displaced words inside its parentheses. Out: a `Header`, or None where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.speakers.names import is_name
from index.speakers.offices import read_office
from index.speakers.qualifiers import (
    Kind,
    Qualifier,
    names_delegation,
    names_state,
    read_bracket,
    read_clauses,
)


@dataclass(frozen=True, slots=True)
class Header:
    """`text[end:]` is the speech. `delegation_text` is as printed; `role` only for offices named alone.

    `displaced` are words of the speech that slipped into the line: "(spoke I thank you. in French)".
    `said` puts them before the rest. `office`, `group` and `circumstance` are what else stands before the
    colon: "Rapporteur", "the Nordic countries", "speaking on a point of order".
    """

    speaker: str | None
    delegation_text: str | None
    role: str | None
    language: str | None
    end: int
    displaced: str = ""
    office: str | None = None
    group: str | None = None
    circumstance: str | None = None

    @property
    def attested(self) -> bool:
        """Does more than a name say that somebody begins to speak here?"""
        return bool(self.delegation_text or self.language or self.group or self.circumstance)

    def said(self, text: str) -> str:
        """The words of the speech in `text`, which this header opens."""
        body = text[self.end :]
        return f"{self.displaced} {body.lstrip()}" if self.displaced else body


# "(Kazakhstan)", "(Bolivia (Plurinational State of))".
_INSIDE = r"(?:[^()]|\([^()]{1,100}\)){1,500}"
_PLAIN = r"(?:[^():;?!\"“”\n\[\]]|\n(?!\s*\n))"
_BRACKET = rf"\((?:{_INSIDE})\)|\[[^\[\]]{{1,200}}\]"
# Behind a bracket: "(Togo) – on a point of order", "(Fiji) representing the Pacific States".
_BEHIND = rf"(?<=[)\]])(?:\s?[-–—]{{1,2}}|(?=\s[a-z]))\s(?:(?!,){_PLAIN}){{2,240}}"
# The mark of a footnote: "Mr. Abe (Japan)*", "Mr. Abe (Japan)2".
_MARK = r"(?:(?<=[)\]])\d{1,2}|[*†‡§¹²³⁴-⁹⁰]{1,3})?"
_NAME = rf"\s{{0,20}}(?P<name>(?!\d){_PLAIN}{{2,240}})"
_LEAD = re.compile(
    rf"{_NAME}(?P<asides>(?:\s{{0,3}}(?:{_BRACKET}|,\s(?:(?!,){_PLAIN}){{2,240}})|{_BEHIND}){{0,6}})"
    rf"{_MARK}\s{{0,3}}:(?=\s|[A-Z“\"]|$)[ \t]{{0,3}}\n?"
)
# "Mr. Petrov (Bulgaria)- Bulgaria ships", "Ms. Ngata (New Zealand)" alone on its line.
_NO_COLON = re.compile(
    rf"{_NAME}(?P<asides>(?:\s{{0,3}}(?:{_BRACKET})){{1,4}})"
    r"\s?(?:[-–—]{1,2}\s+(?=\S)|[ \t]*\n(?=[ \t]*[A-Z“\"][^\n:]{20,}?[.?!]))"
)
_ASIDE = re.compile(
    rf"\((?P<round>{_INSIDE})\)|\[(?P<square>[^\[\]]{{1,200}})\]"
    r"|(?:,|(?<=[)\]])\s?[-–—]{1,2}|(?<=[)\]]))(?P<free>\s[^()\[\]]+)"
)
_SET_OFF = re.compile(r",\s|\s[-–—]{1,2}\s")
_MARKS = "*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰"
_LONGEST_NAME = 111
# Whom the record does not name: "A member of the public", "Several members", "An unidentified speaker".
_UNNAMED = re.compile(
    r"(?:An?|Several|Some|Many|Unidentified|Another)\s(?:(?:unidentified|unnamed|honou?rable|female|male)\s)*"
    r"(?:members?|speakers?|delegates?|representatives?|voices?|participants?|persons?|protest[eo]rs?|observers?)"
    r"(?:\sof\scivil\ssociety|\s(?:of|from|in)\sthe\s(?:public|audience|gallery|press|floor|Council|Committee|Assembly|House|secretariat))?"
)


def parse_header(text: str, expected: bool = False) -> Header | None:
    """The form of address that opens `text`, or None; `expected` where every text of its kind has one."""
    match = _LEAD.match(text[:800])
    header = _read(match, expected) if match else None
    if header is not None:
        return header
    match = _NO_COLON.match(text[:800])
    header = _read(match, expected) if match else None
    return header if header and header.speaker and names_delegation(header.delegation_text or "") else None


def _read(match: re.Match[str], expected: bool) -> Header | None:
    name, told = _parts(_one_line(match["name"]).rstrip(" ,"), match["asides"])
    if told is None:
        return None
    office = read_office(name)
    if office and any(one.kind in ("office", "delegation") for one in told if one.after_comma):
        return None  # "Mr. President, Yemen: the war goes on"
    sure = any(one.sure for one in told)
    if len(name) > _LONGEST_NAME or not (office or _UNNAMED.fullmatch(name) or is_name(name, sure, expected)):
        return None
    spoken = [one.spoken for one in told if one.spoken]
    printed = _first(told, "delegation") or _state_of(told) or _first(told, "body")
    printed = printed or (office.delegation if office else None)
    if any(one.kind == "circumstance" and not one.sure for one in told) and not printed:
        return None
    group = _first(told, "group")
    beside = [one.words for one in told if one.kind in ("office", "body") and one.words != printed]
    return Header(
        speaker=None if office and not office.seat else name,
        delegation_text=printed,
        role=office.role if office and not office.seat else None,
        language=next((one.language for one in spoken if one.language), None),
        end=match.end(),
        displaced=" ".join(one.displaced for one in spoken if one.displaced),
        office=", ".join(beside) or None,
        group=None if group == printed else group,
        circumstance="; ".join(one.words for one in told if one.kind == "circumstance") or None,
    )


def _parts(name: str, asides: str) -> tuple[str, tuple[Qualifier, ...] | None]:
    """The bare name and what stands after it; None for prose after a comma behind a bracket."""
    told: list[Qualifier] = []
    before, after = (*_SET_OFF.split(name, maxsplit=1), "")[:2]
    clauses = read_clauses(after) if after else ()
    if clauses is not None:
        name = before
        told += clauses
    for aside in _ASIDE.finditer(asides):
        bracket = aside["round"] or aside["square"]
        read = _one_aside(_one_line(bracket or aside["free"]), bool(bracket), told)
        if read is None:
            return name, None
        told += read
    return name.rstrip(_MARKS), tuple(told)


def _one_aside(words: str, bracket: bool, told: Sequence[Qualifier]) -> tuple[Qualifier, ...] | None:
    """What one bracket or clause tells; beside a State more is the speaker's manner than elsewhere."""
    beside_state = any(one.kind == "delegation" for one in told)
    if bracket:
        return read_bracket(words, beside_state)
    return read_clauses(words, beside_state) if words else ()


def _state_of(told: Sequence[Qualifier]) -> str | None:
    """ "(for Portugal)", where no other State is named: the delegation that the group's words name."""
    group = _first(told, "group")
    return group if group and names_state(group) else None


def _first(told: Sequence[Qualifier], kind: Kind) -> str | None:
    return next((one.words for one in told if one.kind == kind), None)


def _one_line(text: str) -> str:
    """Line breaks closed up; a hyphen at a line end stays, without a blank after it."""
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).split())
