"""For whom a speaker speaks: capacity, and the words that name a group spoken for.

In: delegation, role and the statement's text. Out: a `Capacity` and the group as the speaker names it.
"I speak on behalf of my country" names no group; a list of two or more delegations does.
"""

from __future__ import annotations

import re

from index.model import Capacity, Delegation
from index.speakers.delegations import Delegations
from index.speakers.groups import Group
from index.tables import lists_of

_OPENING, _FIRST_WORDS = 1800, 600  # characters
_WORDS = lists_of("index", "speaker_offices.tsv")
_BEHALF = re.compile(
    rf"\b(?:{_WORDS['group_spoken']})\b(?:[^.;]|\.(?=\w)){{0,110}}?"
    r"\bon behalf of (?P<group>[^.;:()]{3,220})",
    re.IGNORECASE,
)
# "On behalf of the Asian Group, which I am chairing, I wish to ...": the words that open a sentence.
_BEHALF_FIRST = re.compile(
    r"(?:^|[.!?]\s+|\n)(?:At the outset|First(?: of all)?|Allow me at the outset)?,?\s*"
    r"(?i:on behalf of) (?P<group>[^.;:()]{3,220})(?:\s\([^()]{1,60}\))?,\s"
    r"(?:I|we|let me|allow me|permit me|may I)\b"
)
_MEMBERS_OF = re.compile(r"\b(?:members?|States|countries)(?: States?| countries)? of(?: the)? $")
_OF_COUNCIL = re.compile(r"\bmembers (?:of the (?:Security )?Council|plus one)\b")
GROUP_KINDS = ("union", "group", "organisation")
# What may come before a group in a list of them; "Group of Friends of the African Union" is another.
_LISTED = re.compile(
    r"(?:^|[,;(&]|\b(?:and|or|plus|as well as|namely)"
    r"|\b(?:members?|States|countries|delegations|Chair|Presidency|presidency)(?: States?| countries)? of)"
    r"\s*(?:(?:the|its|all|our|both|also|\d+|three|two|four|five|eight|ten|twenty-seven|current|elected) )*$"
)
_STOP = re.compile(
    r",? (?:on (?:the|this)|yesterday|and (?:would|wish(?:es)?|takes?|shares?|the statement)\b"
    r"|our |my |I |we |(?:allow|let|permit) me\b|in (?:the|my|its|their|today|our|this)\b"
    r"|and (?:thank|to|in|I|on|myself|also|my)\b"
    r"|to (?:the|this|you|[a-z]+(?! [A-Z]))\b|at (?:this|the|today)\b"
    r"|for (?:the|this|your|his|her|convening)\b|as (?:a|the|its|Chair)\b|which |who |whose "
    r"|that (?!(?:are|is) (?:currently |also )?members? )|with |regarding |concerning |about |here "
    r"|today|this )"
)
_GROUP_WORD = re.compile(rf"\b(?:{_WORDS['group']})\b")
_NO_GROUP = re.compile(rf"(?:the )?(?:{_WORDS['no_group']})", re.IGNORECASE)
# "I call on the representative of Zimbabwe, who will speak on behalf of the Group of African States."
_ANNOUNCED = re.compile(
    r"representative of (?P<state>[^,;:.]{3,80}),? (?:who (?:will|wishes to|would like to) )?(?:to )?"
    r"(?:speak|mak(?:e|ing) a statement|deliver a statement|speaking|take the floor) on behalf of"
    r" (?P<group>[^.;:()]{3,160})"
)
# "aligns itself with the statement delivered by ... on behalf of ...": another's words.
_ANOTHERS = re.compile(
    r"\b(?:align|associat|subscrib|endors|echo|join(?:s|ed|ing)?\b|support|agree|concur|welcome|recall|refer"
    r"|(?:delivered|made|given|read out|presented|submitted|pronounced|raised|introduced)(?: \w+)? by"
    r"|to be (?:made|delivered)|was delivered|(?:statement|remarks) (?:by|of)\b|thank|invited?\b)",
    re.IGNORECASE,
)


def group_spoken_for(text: str, own: Delegation | None, table: Delegations) -> str | None:
    """The group's words ("the European Union"), or None when the speaker speaks for one State alone."""
    opening = text[:_OPENING]
    for match in (*_BEHALF.finditer(opening), *_BEHALF_FIRST.finditer(opening[:_FIRST_WORDS])):
        start = match.start("group")
        sentence = text[max(0, start - 260) : start].rsplit(". ", 1)[-1]
        words = _trim(match["group"])
        if not _ANOTHERS.search(sentence) and not _NO_GROUP.match(words) and _is_group(words, own, table):
            return words
    return None


def groups_named(words: str | None, table: Delegations) -> tuple[Delegation, ...]:
    """What the table knows of the group's words: unions, groups, organisations, never a member State.

    Of "the Baltic States, Latvia, Lithuania and my own country" that is one group; of a list of States none.
    """
    if not words:
        return ()
    whole = table.resolve(words)
    entry = table.entry(whole.code) if whole else None
    if whole and entry and entry.kind in GROUP_KINDS:
        return (whole,)
    mentions = table.find_in(words)
    listed = [m for m in mentions if m.kind in GROUP_KINDS and _LISTED.search(words[: m.span.start])]
    if mentions and mentions[0].kind == "state":  # "Viet Nam and Indonesia, the two States members of ..."
        listed = [m for m in listed if not _MEMBERS_OF.search(words[: m.span.start])]
    found = [(m.span.start, m.delegation) for m in listed]
    for named in table.find_groups(words):
        apart = all(named.end <= m.span.start or m.span.end <= named.start for m in listed)
        if apart and _LISTED.search(words[: named.start]):
            found.append((named.start, table.spoken_as(_seated(named.group, words, table))))
    return tuple(dict.fromkeys(group for _, group in sorted(found, key=lambda pair: pair[0])))


def _seated(group: Group, words: str, table: Delegations) -> Group:
    """The region's members of the Council, where the words go on to say so ("the three African countries that
    are members of the Security Council")."""
    seated = table.group(f"SC-{group.code}") if _OF_COUNCIL.search(words) else None
    return seated or group


def group_announced(said: str, own: Delegation, table: Delegations) -> str | None:
    """The group for which the chair, giving the floor with the words `said`, announces `own` to speak."""
    for match in _ANNOUNCED.finditer(said):
        words = _trim(match["group"])
        if table.resolve(match["state"]) == own and _is_group(words, own, table):
            return words
    return None


def _is_group(words: str, own: Delegation | None, table: Delegations) -> bool:
    """A union, group or organisation, two delegations or more, or words that say so."""
    mentioned = {m.delegation for m in table.find_in(words) if m.kind != "un"}
    others = mentioned - {own}
    single = table.resolve(words)
    entry = table.entry(single.code) if single else None
    if single is not None and single == own and entry and entry.kind not in ("union", "group"):
        return False
    if entry and entry.kind in ("union", "group", "organisation"):
        return True
    if mentioned and not others:
        return False
    named = bool(_GROUP_WORD.search(words)) and not (entry and entry.kind == "state")
    return named or len(mentioned) >= 2


def _trim(words: str) -> str:
    clean = " ".join(words.split())
    stop = _STOP.search(clean)
    return (
        (clean[: stop.start()] if stop else clean)
        .removesuffix(" as well as")
        .removesuffix(", of")
        .rstrip(" ,-—–")
    )


def capacity_of(
    delegation: Delegation | None, role: str | None, group: str | None, national: bool, table: Delegations
) -> Capacity:
    """How the speaker speaks; `national` says that a President speaks for their own State here."""
    if role and role.endswith("President of the Security Council") and not national:
        return "president"
    if delegation is None and national:
        return "national"
    if delegation is None:
        return "secretariat" if role and "Secretary-General" in role else "other"
    entry = table.entry(delegation.code)
    kind = entry.kind if entry else ""
    if kind == "un":
        return "secretariat"
    if kind in ("union", "group") or group:
        return "group"
    return "other" if kind == "organisation" else "national"
