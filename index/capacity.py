"""For whom a speaker speaks: capacity, and the words that name a group spoken for.

In: delegation, role and the statement's text. Out: a `Capacity` and the group as the speaker names it.
"I speak on behalf of my country" is no group; a list of two or more delegations is one.
"""

from __future__ import annotations

import re

from index.delegations import Delegations
from index.model import Capacity, Delegation

_OPENING = 1800
_BEHALF = re.compile(
    r"\b(?:I|we|honou?r|privilege|pleasure|pleased|deliver(?:ed|ing)?|speak(?:s|ing)?|statement|remarks"
    r"|intervention|make|made|making|floor|addressing)\b[^.;]{0,90}?\bon behalf of (?P<group>[^.;:()]{3,220})",
    re.IGNORECASE,
)
_STOP = re.compile(
    r",? (?:on (?:the|this)|I |we |in (?:the|my|its|their|today|our|this)|and (?:thank|to|in|I|on|myself|also|my)"
    r"|to (?:the|this|thank|express|you|make|deliver)|at (?:this|the|today)"
    r"|for (?:the|this|your|his|her|convening)|as (?:a|the|its|Chair)|which |who |whose |that |with |regarding "
    r"|concerning |about |here |today|this )"
)
_GROUP_WORD = re.compile(
    r"\b(?:Groups?|Union|Movement|Countries|States|members|Forum|Community|Communities|League|Association"
    r"|Friends|Nordics?|Baltics?|Benelux|ASEAN|CARICOM|A3|G-?77|BRICS|GUAM|Organi[sz]ation|Network|Alliance"
    r"|Coalition|Conference|Commonwealth|EU|AU|Council of Europe|delegations|partners|sponsors|penholders"
    r"|Caucus|Quad|troika)\b"
)
_NO_GROUP = re.compile(
    r"(?:the )?(?:members of the (?:Security )?Council|(?:Security )?Council members|(?:entire )?(?:Security )?"
    r"Council\b|Secretary-General|people|United Nations|President|Government|victims|Organi[sz]ation\b(?! of| for)"
    r"|Secretariat|women|children|all\b|international community)",
    re.IGNORECASE,
)


def group_spoken_for(text: str, own: Delegation | None, table: Delegations) -> str | None:
    """The group's words ("the European Union"), or None when the speaker speaks for one State alone."""
    for match in _BEHALF.finditer(text[:_OPENING]):
        words = _trim(match["group"])
        if _NO_GROUP.match(words) or re.match(r"(?:my|our|his|her|its|your)\b", words):
            continue
        named = {m.delegation.code for m in table.find_in(words)} - {own.code if own else ""}
        single = table.resolve(words)
        entry = table.entry(single.code) if single else None
        if entry and entry.kind in ("union", "group", "organisation") and single != own:
            return words
        if len(named) >= 2 or (_GROUP_WORD.search(words) and not (entry and entry.kind == "state")):
            return words
    return None


def _trim(words: str) -> str:
    clean = " ".join(words.split())
    stop = _STOP.search(clean)
    return (clean[: stop.start()] if stop else clean).rstrip(" ,-—–")


def capacity_of(
    delegation: Delegation | None, role: str | None, group: str | None, national: bool, table: Delegations
) -> Capacity:
    """How the speaker speaks; `national` says that a President speaks for their own State here."""
    if role and role.endswith("President of the Security Council") and not national:
        return "president"
    if delegation is None:
        return "secretariat" if role and "Secretary-General" in role else "other"
    entry = table.entry(delegation.code)
    kind = entry.kind if entry else ""
    if kind == "un":
        return "secretariat"
    if kind in ("union", "group") or group:
        return "group"
    return "other" if kind == "organisation" else "national"
