"""The speaker line of a verbatim record -> who speaks, for whom, in what role, in which language.

In: text that starts with a form of address ("Mr. Umarov (Kazakhstan) (spoke in Russian):"), possibly broken
over lines or with displaced words inside its parentheses. Out: a `Header`, or None where there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.speakers.delegations import load_delegations
from index.speakers.names import is_name
from index.speakers.spoken import read_spoken


@dataclass(frozen=True, slots=True)
class Header:
    """`text[end:]` is the speech. `delegation_text` is as printed; `role` only for offices named alone.

    `displaced` are words of the speech that slipped into the line: "(spoke I thank you. in French)".
    `said` puts them before the rest.
    """

    speaker: str | None
    delegation_text: str | None
    role: str | None
    language: str | None
    end: int
    displaced: str = ""

    def said(self, text: str) -> str:
        """The words of the speech in `text`, which this header opens."""
        body = text[self.end :]
        return f"{self.displaced} {body.lstrip()}" if self.displaced else body


# "(Kazakhstan)", "(Bolivia (Plurinational State of))".
_INSIDE = r"(?:[^()]|\([^()]{1,100}\)){1,500}"
_LEAD = re.compile(
    r"\s{0,20}(?P<name>[^():;?!\"“”\d\n](?:[^():;?!\"“”\n]|\n(?!\s*\n)){1,110})"
    rf"(?P<asides>(?:\s{{0,3}}\({_INSIDE}\)){{0,4}})"
    r"\s{0,3}:(?=\s|[A-Z“\"]|$)[ \t]{0,3}\n?"
)
_ASIDE = re.compile(rf"\(({_INSIDE})\)")
_OFFICE = re.compile(
    r"(?:(?:The|Mr\.?|Mme|Madame?)\s+)?(?P<role>(?:(?:Acting|Temporary|Deputy|Provisional|Executive|Assistant|Under|Vice|Co)[\s-]+)*"
    r"(?:President|Secretary[\s-]*General|Chairman|Chairperson|Chair|Chairwoman|Rapporteur|Speaker|Co-Chairs?))",
    re.IGNORECASE,
)


def parse_header(text: str, expected: bool = False) -> Header | None:
    """The form of address that opens `text`, or None; `expected` where every text of its kind has one."""
    match = _LEAD.match(text[:800])
    if match is None:
        return None
    name = _one_line(match["name"]).rstrip(" ,")
    asides = [_one_line(aside) for aside in _ASIDE.findall(match["asides"])]
    spoken = [None if names_delegation(aside) else read_spoken(aside) for aside in asides]
    printed = next((aside for aside, told in zip(asides, spoken, strict=True) if told is None), None)
    language = next((told.language for told in spoken if told and told.language), None)
    office = _OFFICE.fullmatch(name)
    attested = language is not None or (printed is not None and names_delegation(printed))
    if office is None and not is_name(name, attested, expected):
        return None
    if printed is None:
        name, printed = _after_comma(name)
    return Header(
        speaker=None if office else name,
        delegation_text=printed,
        role=_role(office["role"]) if office else None,
        language=language,
        end=match.end(),
        displaced=" ".join(told.displaced for told in spoken if told and told.displaced),
    )


def _after_comma(name: str) -> tuple[str, str | None]:
    """("Mr. Umarov", "Kazakhstan") of "Mr. Umarov, Kazakhstan"; the name alone where no State follows."""
    before, _, after = name.partition(", ")
    return (before, after) if after and names_delegation(after) else (name, None)


def _one_line(text: str) -> str:
    """Line breaks closed up; a hyphen at a line end stays, without a blank after it."""
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).split())


def _role(printed: str) -> str:
    words = re.sub(r"[\s-]+", " ", printed).title()
    return re.sub(r"\b(Vice|Co|Under|Secretary) (?=President|Chair|Secretary|General)", r"\1-", words)


def names_delegation(aside: str) -> bool:
    """Is this a delegation's name, rather than a code or a language ("French") that might mean one?"""
    table = load_delegations()
    found = table.resolve(aside) if len(aside) > 3 and aside[0].isupper() else None
    entry = table.entry(found.code) if found else None
    return entry is not None and aside not in entry.demonyms
