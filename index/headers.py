"""The speaker line of a verbatim record -> who speaks, for whom, in what role, in which language.

In: text that starts with a form of address ("Mr. Umarov (Kazakhstan) (spoke in Russian):"), possibly broken
over lines or with displaced words inside its parentheses. Out: a `Header`, or None where there is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.delegations import load_delegations
from index.names import is_name


@dataclass(frozen=True, slots=True)
class Header:
    """`text[end:]` is the speech. `delegation_text` is as printed; `role` only for offices named alone.

    `displaced` are words of the speech that slipped into the line: "(spoke I thank you. in French)".
    """

    speaker: str | None
    delegation_text: str | None
    role: str | None
    language: str | None
    end: int
    displaced: str = ""


_LEAD = re.compile(
    r"\s{0,20}(?P<name>[^():;?!\"“”\d\n](?:[^():;?!\"“”\n]|\n(?!\s*\n)){1,110})"
    r"(?P<asides>(?:\s{0,3}\([^()]{1,240}\)){0,4})\s{0,3}:(?=\s|[A-Z“\"]|$)[ \t]{0,3}\n?"
)
_ASIDE = re.compile(r"\(([^()]*)\)")
_LANGUAGE = re.compile(
    r"^\s*(?:spoke|speaking|interpretation|interpreted|translated|delivered|original)\b.{0,220}?"
    r"\b(?:in|from)\s{1,3}(?P<language>[A-Z][a-zç]{2,15})\b",
    re.IGNORECASE | re.DOTALL,
)
_DISPLACED = re.compile(r"^spoke (?P<words>(?:I|Mr|Ms|Mrs|We|The|In)\b.{3,200}[.?!]) in [A-Z]", re.DOTALL)
_OFFICE = re.compile(
    r"(?:(?:The|Mr\.?|Mme|Madame?)\s+)?(?P<role>(?:(?:Acting|Temporary|Deputy|Provisional|Executive|Assistant|Under|Vice|Co)[\s-]+)*"
    r"(?:President|Secretary[\s-]*General|Chairman|Chairperson|Chair|Chairwoman|Rapporteur|Speaker|Co-Chairs?))",
    re.IGNORECASE,
)


def parse_header(text: str) -> Header | None:
    """The form of address that opens `text`, or None."""
    match = _LEAD.match(text[:800])
    if match is None:
        return None
    name = _one_line(match["name"]).rstrip(" ,")
    asides = [_one_line(aside) for aside in _ASIDE.findall(match["asides"])]
    language = next((found for aside in asides if (found := _language(aside))), None)
    printed = [a for a in asides if not _language(a) and not a.lower().startswith("spoke")]
    office = _OFFICE.fullmatch(name)
    attested = language is not None or any(names_delegation(aside) for aside in printed[:1])
    if office is None and not is_name(name, attested):
        return None
    return Header(
        speaker=None if office else name,
        delegation_text=printed[0] if printed else None,
        role=_role(office["role"]) if office else None,
        language=language,
        end=match.end(),
        displaced=next((slipped["words"] for a in asides if (slipped := _DISPLACED.match(a))), ""),
    )


def _one_line(text: str) -> str:
    """Line breaks closed up; a hyphen at a line end stays, without a blank after it."""
    return " ".join(re.sub(r"-\s*\n\s*", "-", text).split())


def _language(aside: str) -> str | None:
    match = _LANGUAGE.match(aside)
    return match["language"].capitalize() if match else None


def _role(printed: str) -> str:
    words = re.sub(r"[\s-]+", " ", printed).title()
    return words.replace("Secretary General", "Secretary-General").replace("Co Chair", "Co-Chair")


def names_delegation(aside: str) -> bool:
    """Is this a delegation's name, rather than a code or a language ("French") that might mean one?"""
    table = load_delegations()
    found = table.resolve(aside) if len(aside) > 3 and aside[0].isupper() else None
    entry = table.entry(found.code) if found else None
    return entry is not None and aside not in entry.demonyms
