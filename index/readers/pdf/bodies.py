"""Whose office a guest holds: a State's, the United Nations', another organisation's.

In: a role as the record words it ("Permanent Observer of the African Union to the United Nations"). Out: the
name of the delegation, or None where the role names none.
"""

from __future__ import annotations

import re

from index.readers.pdf.roles import holds_state_office
from index.speakers.delegations import STATES, Delegations
from index.speakers.mentions import Mention

_CAPACITY = re.compile(r"^.*\bin (?:his|her|my|their) capacity as\b", re.IGNORECASE | re.DOTALL)
_ACCREDITED = re.compile(r"\s+to the United Nations\b|\s+to the Security Council\b", re.IGNORECASE)
_HEAD_OF = re.compile(
    r"^(?:the\s+)?(?:Deputy\s+|Assistant\s+)?Secretary-General of (?:the\s+)?(?!United Nations)",
    re.IGNORECASE,
)
_UNITED_NATIONS = re.compile(
    r"\b(?:united nations|secretary-general|secretariat|unicef|unhcr|unrwa|world food programme"
    r"|world health organization|humanitarian coordinator|emergency relief|high commissioner for|department"
    r"|security council|general assembly|un-women|undp|unesco|ohchr|unodc|unaids|peacebuilding commission"
    r"|disarmament affairs|human rights council|resident coordinator|special rapporteur)\b",
    re.IGNORECASE,
)
_OTHER_NAMES = (("European External Action Service", "European Union"),)
_BODIES = ("organisation", "union", "un")


def body_of(role: str, delegations: Delegations) -> str | None:
    """The State whose office a role is, else the organisation, else the United Nations, by what it names."""
    held = _ACCREDITED.sub("", _CAPACITY.sub("", role))
    named = delegations.find_in(held)
    if holds_state_office(held) and not _UNITED_NATIONS.search(held):
        states = [m for m in named if m.kind in STATES]
        if states:
            return _best(states).delegation.name
    bodies = [
        m.delegation.name
        for m in named
        if m.kind in _BODIES and m.form == "name" and m.delegation.code != "UN"
    ]
    bodies += [body for name, body in _OTHER_NAMES if name in held]
    united = _UNITED_NATIONS.search(held) is not None
    if bodies and (_HEAD_OF.match(held) or not united):
        return bodies[0]
    return "United Nations" if united else None


def _best(states: list[Mention]) -> Mention:
    """The State named last, by its name rather than by its people ("King of the Belgians")."""
    by_name = [m for m in states if m.form == "name"]
    return (by_name or states)[-1]
