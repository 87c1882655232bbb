"""Parties named in a question: delegations, groups and persons, with their offices, told apart by role.

In: the question, the table of delegations, the record's speakers. Out: parties in order, each with its
span ("Costa Rica's Mr. Stagno Ugarte", "the Kazakh delegate", "France and Germany") and role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from index.model import Delegation, Span
from index.speakers.delegations import Delegations
from rag.question.frames import TOPIC, Role, mask, role_of
from rag.question.speakers import SpeakerMention, find_secretary_general, find_speakers
from rag.question.words import ADVERBS, COMMIT, OFFICE_MODIFIERS, OFFICES, SAY, STAND, any_of, verbs

OFFICE = rf"(?:{any_of(OFFICE_MODIFIERS)}\s+)*(?:{any_of(OFFICES)})\b"
OFFICE_AFTER = re.compile(rf"(?:['’]s?)?\s+{OFFICE}(?:\s+to\s+the\s+(?:UN|United Nations))?", re.IGNORECASE)
OFFICE_BEFORE = re.compile(rf"\b{OFFICE}\s+(?:of|for|from)\s+(?:the\s+)?$", re.IGNORECASE)
DELEGATION_THEN_PERSON = re.compile(r"(?:['’]s?)?,?\s*(?:\(|:)?\s*", re.IGNORECASE)
PERSON_THEN_DELEGATION = re.compile(
    r"\s{0,4}(?:,\s{0,4})?\(?\s{0,4}(?:the\s{1,4})?"
    rf"(?:{OFFICE})?\s{{0,4}}(?:of|for|from)?\s{{0,4}}(?:the\s{{1,4}})?",
    re.IGNORECASE,
)
ENDS_NAME = re.compile(
    r"\s*(?:$|[?,.;:)!–-]|['’]s?\b|(?:on|in|at|about|to|for|and|or|who|that|when|during|after|before|is|was|"
    r"were|did|"
    rf"does|do|has|have|had|will|would|can|could|should)\b|{ADVERBS}(?:{verbs(SAY)}|{verbs(STAND)}|"
    rf"{verbs(COMMIT)})\b)",
    re.IGNORECASE,
)
"""What may follow "the representative of X": anything but a noun ("of the Syrian opposition")."""
AND = re.compile(
    r"(?:['’]s?)?\s{0,4}(?P<comma>,)?\s{0,4}(?P<word>and|or|&|as well as|versus"
    r"|vs\.?)?\s{0,4}(?:the\s{1,4})?",
    re.IGNORECASE,
)
CAPITALISED = re.compile(r"(?<![\w-])(?!Stat(?:e|es|us)\b)[A-Z][a-z]{5,}(?![\w-])")
NAME_BEFORE = re.compile(r"(?<!^)\b[A-Z][\w.]* $")
NAME_AFTER = re.compile(r"^ [A-Z]")
MOST = 12
"""Names beyond this many in one question are left in the text; no question read needs as many."""
INDEFINITE = re.compile(r"\b(?:an?|one|another|some|certain|other)\s+(?:[\w-]+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Party:
    """One or several delegations or persons that stand together in the question.

    `capital` says that only a capital stands for the State; `kinds` are the table's kinds of the
    delegations; `groups` are codes of groups; `indefinite` marks "one permanent member", `years` those of
    "the members of the Council in 2020".
    """

    span: Span
    delegations: tuple[Delegation, ...] = ()
    speakers: tuple[SpeakerMention, ...] = ()
    groups: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()
    office: bool = False
    capital: bool = False
    indefinite: bool = False
    role: Role = TOPIC
    years: tuple[int, ...] = ()


def find_parties(
    question: str, delegations: Delegations, speakers: tuple[tuple[str, str | None], ...]
) -> tuple[Party, ...]:
    """Every party named, offices and persons joined to their delegation, roles not yet decided."""
    groups = [
        Party(
            Span(found.start, found.end),
            groups=(found.group.code,),
            indefinite=bool(INDEFINITE.search(question[: found.start])) or _singular(question, found.end),
        )
        for found in delegations.find_groups(question)
    ]
    offices = [Party(m.span, speakers=(m,)) for m in find_secretary_general(question, speakers)]
    named = [
        Party(m.span, (m.delegation,), kinds=frozenset({m.kind}), capital=m.form == "capital")
        for m in delegations.find_in(question)
        if not any(_overlap(m.span, other.span) for other in (*groups, *offices))
    ]
    taken = tuple(party.span for party in (*groups, *offices, *named))
    persons = [Party(m.span, speakers=(m,)) for m in find_speakers(question, taken, speakers)]
    taken = (*taken, *(person.span for person in persons))
    misspelt = [
        Party(span, (delegation,), kinds=frozenset({"state"}))
        for span in _alone(question)
        if not any(_overlap(span, other) for other in taken)
        and (delegation := delegations.misspelt(span.of(question)))
    ]
    ordered = sorted((*groups, *offices, *named, *persons, *misspelt), key=lambda party: party.span)[:MOST]
    return tuple(_with_office(question, party) for party in _joined_names(question, ordered))


def decide_roles(
    question: str, parties: tuple[Party, ...], dates: tuple[Span, ...], meetings: tuple[Span, ...]
) -> tuple[Party, ...]:
    """The parties with their roles; those that stand together ("France and Germany") share one."""
    chains = _coordinated(question, parties)
    spans = tuple(Span(chain[0].span.start, chain[-1].span.end) for chain in chains)
    named = tuple(span for chain, span in zip(chains, spans, strict=True) if not chain[0].groups)
    decided: list[Party] = []
    for chain, span in zip(chains, spans, strict=True):
        role = role_of(mask(question, span, named, dates, meetings))
        decided += [replace(party, role=role) for party in chain]
    return tuple(decided)


def _alone(question: str) -> list[Span]:
    """Capitalised words of some length that are no part of a longer name."""
    found = (Span(match.start(), match.end()) for match in CAPITALISED.finditer(question))
    return [
        span
        for span in found
        if not NAME_BEFORE.search(question[: span.start]) and not NAME_AFTER.match(question[span.end :])
    ]


def _singular(question: str, end: int) -> bool:
    """ "permanent member" and "Council member" describe one of the group."""
    return re.search(r"\bmember$", question[:end], re.IGNORECASE) is not None


def _overlap(first: Span, second: Span) -> bool:
    return first.start < second.end and second.start < first.end


def _joined_names(question: str, ordered: Iterable[Party]) -> list[Party]:
    """ "Costa Rica's Mr. Stagno Ugarte" and "Mr. Umarov of Kazakhstan" as one party."""
    joined: list[Party] = []
    for party in ordered:
        if joined and _same_party(question, joined[-1], party):
            joined[-1] = _merged(joined[-1], party)
        else:
            joined.append(party)
    return joined


def _same_party(question: str, first: Party, second: Party) -> bool:
    between = question[first.span.end : second.span.start]
    if first.delegations and not first.speakers and second.speakers and not second.delegations:
        after = OFFICE_AFTER.match(between)
        rest = between[after.end() :] if after else between
        return DELEGATION_THEN_PERSON.fullmatch(rest) is not None and (bool(after) or "," not in between)
    if first.speakers and not first.delegations and second.delegations and not second.speakers:
        return PERSON_THEN_DELEGATION.fullmatch(between) is not None and between.strip() not in (
            "",
            "for",
            "from",
        )
    return False


def _merged(first: Party, second: Party) -> Party:
    return Party(
        Span(first.span.start, second.span.end),
        first.delegations + second.delegations,
        first.speakers + second.speakers,
        kinds=first.kinds | second.kinds,
        office=True,
        capital=first.capital and second.capital,
    )


def _with_office(question: str, party: Party) -> Party:
    """The span with "ambassador of" before or "'s foreign minister" after taken in."""
    start, end = party.span.start, party.span.end
    after = OFFICE_AFTER.match(question, end)
    before = OFFICE_BEFORE.search(question[:start])
    if after and party.delegations:
        return replace(party, span=Span(start, after.end()), office=True)
    if before and party.delegations and ENDS_NAME.match(question, end):
        return replace(party, span=Span(before.start(), end), office=True)
    return party


def _coordinated(question: str, parties: tuple[Party, ...]) -> list[tuple[Party, ...]]:
    """Parties in chains: "A and B", "A, B and C"; a comma alone joins only inside such a list."""
    chains: list[list[Party]] = []
    for party in parties:
        link = AND.fullmatch(question, chains[-1][-1].span.end, party.span.start) if chains else None
        if link and (link["comma"] or link["word"]):
            chains[-1].append(party)
        else:
            chains.append([party])
    return [tuple(part) for chain in chains for part in _split_unless_listed(question, chain)]


def _split_unless_listed(question: str, chain: list[Party]) -> list[list[Party]]:
    """A chain held by commas only is no list ("Singapore, Iraq debate")."""
    if len(chain) < 2:
        return [chain]
    link = AND.fullmatch(question, chain[-2].span.end, chain[-1].span.start)
    return [chain] if link and link["word"] else [[party] for party in chain]
