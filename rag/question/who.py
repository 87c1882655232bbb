"""From parties with roles to the restriction on who speaks: filters, preferences, problems, notes.

In: parties, the facts of the record, the years asked about. Out: `Who`. A delegation or speaker that
the record does not have becomes a problem and no filter, so that the nearest passages can be shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from index.model import Delegation, Span
from index.speakers.delegations import Delegations
from rag.model import Recognised
from rag.question.model import Problem, RecordFacts
from rag.question.parties import Party
from rag.question.words import ADVERBS, AUXILIARY, COMMIT, SAY, STAND, verbs

SPEECH_FRAMES_LEVEL = 2
VARYING = 1.5
MANY = 20
"""A description that fits more delegations than this ("a Council member", over decades) says nothing."""
OWN_STATEMENT = re.compile(
    r"\b(?:its|their|his|her) (?:own )?(?:[\w'’-]+ ){0,5}?(?:statement|address|speech|intervention|remarks|"
    r"ambassador|"
    r"representative|delegate|delegation|foreign minister|president)\b",
    re.IGNORECASE,
)
GROUP_ASKED = re.compile(
    r"\b(?:which|what|any|all|every|each|who|how many|did|do|does|have|has)(?: (?:\w+ )?(?:of|among|amongst|"
    r"in|from|within))? (?:the )?$"
    r"|\b(?:among|amongst|positions of|views of|statements (?:of|by|from)) (?:the )?$",
    re.IGNORECASE,
)


@cache
def they_say() -> re.Pattern[str]:
    """ "Libya: what did it say": the pronoun stands for the party named."""
    return re.compile(
        rf"\b{AUXILIARY} (?:she|he|it|they) {ADVERBS}(?:{verbs(SAY)}|{verbs(STAND)})\b", re.IGNORECASE
    )


@cache
def group_asserts() -> re.Pattern[str]:
    """What follows a group whose members are asked to speak: a verb of speech or stance, or a list's end."""
    asserted = f"(?:{verbs(SAY)}|{verbs(STAND)}|{verbs(COMMIT)})"
    return re.compile(
        rf"(?: (?:members?|states?|countries|delegations))?(?: in \d{{4}})? (?:on\b|about\b|towards?\b|"
        rf"{ADVERBS}(?:(?:has|have|had|"
        rf"did|are|were|would|will) )?{ADVERBS}(?:been )?{asserted}\b)",
        re.IGNORECASE,
    )


@dataclass(slots=True)
class Who:
    """Who is asked to speak; grown party by party, then read."""

    delegations: list[Delegation] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    preferred: list[Delegation] = field(default_factory=list)
    preferred_speakers: list[str] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    silent: list[Span] = field(default_factory=list)
    named: int = 0


def level_of(question: str, party: Party, facts: RecordFacts) -> int:
    """The level of the party's role, lowered where others are as likely to tell."""
    level = party.role.level
    if party.groups:
        if party.indefinite:
            return min(level, 1) or 1
        asked = GROUP_ASKED.search(question[: party.span.start])
        asserts = group_asserts().match(question, party.span.end)
        return max(level, SPEECH_FRAMES_LEVEL if asserts else 1) if asked else level
    if party.role.frame == "party alone" and party.office:
        return SPEECH_FRAMES_LEVEL
    if party.kinds == {"un"} and not party.speakers:
        return min(level, 1)
    situation = any(one.code in facts.situations for one in party.delegations)
    if party.role.act and level > 1 and (party.capital or situation):
        level = 1
    if party.office and level == 0 and not party.speakers:
        return 1
    return level


def decide_who(
    question: str, parties: tuple[Party, ...], facts: RecordFacts, table: Delegations, years: tuple[int, ...]
) -> Who:
    """Filters from the parties whose role is strongest; the weaker ones become preferences."""
    levels = [level_of(question, party, facts) for party in parties]
    levels = _promoted(question, parties, levels)
    top = max(levels, default=0)
    who = Who()
    for party, level in zip(parties, levels, strict=True):
        if level == top and level >= SPEECH_FRAMES_LEVEL:
            _restrict(question, who, party, facts, table, years)
    _excuse_silent(who)
    for party, level in zip(parties, levels, strict=True):
        if (level == 1 and top < SPEECH_FRAMES_LEVEL) or (
            party.speakers and not party.delegations and 0 <= level < min(top, 2) + (top == 0)
        ):
            _prefer(question, who, party, facts, table, years)
    return who


def _excuse_silent(who: Who) -> None:
    """Where others named speak, the silence of one stands in no answer's way and is noted."""
    if who.named:
        who.notes += [problem.message for problem in who.problems]
        who.spans += who.silent
        who.problems.clear()


def _stand_in_the_way(question: str, who: Who, party: Party, problem: Problem) -> None:
    who.problems.append(problem)
    who.silent.append(with_article(question, party.span))


def _promoted(question: str, parties: tuple[Party, ...], levels: list[int]) -> list[int]:
    """ "How many ... has X ..., according to its statement": the only actor is the one who speaks."""
    actors = [at for at, level in enumerate(levels) if level == 1 and parties[at].delegations]
    spoken = OWN_STATEMENT.search(question) or they_say().search(question)
    if max(levels, default=0) == 1 and len(actors) == 1 and spoken:
        return [3 if at == actors[0] else level for at, level in enumerate(levels)]
    return levels


def _restrict(
    question: str, who: Who, party: Party, facts: RecordFacts, table: Delegations, years: tuple[int, ...]
) -> None:
    if party.groups:
        _restrict_to_group(question, who, party, facts, table, years)
    elif party.speakers:
        _restrict_to_speaker(question, who, party, facts, table)
    else:
        _restrict_to_delegation(question, who, party, facts)


def _restrict_to_delegation(question: str, who: Who, party: Party, facts: RecordFacts) -> None:
    for delegation in party.delegations:
        words = party.span.of(question)
        if delegation.code in facts.delegations or not facts.delegations:
            who.delegations.append(delegation)
            who.recognised.append(Recognised(words, f"statements of {delegation.name}"))
            who.spans.append(with_article(question, party.span))
            who.named += 1
        elif party.role.act or party.kinds & {"organisation", "un", "group"}:
            who.notes.append(
                f"{delegation.name} does not speak in this record; what others say of it was searched."
            )
        else:
            silent = f"{delegation.name} does not speak anywhere in this record."
            _stand_in_the_way(question, who, party, Problem("delegation_silent", silent))


def _restrict_to_speaker(
    question: str, who: Who, party: Party, facts: RecordFacts, table: Delegations
) -> None:
    codes = {delegation.code for delegation in party.delegations}
    for mention in party.speakers:
        pairs = [(name, code) for name, code in facts.speakers if name in mention.names]
        fitting = [name for name, code in pairs if not codes or code in codes or code is None]
        if fitting:
            who.speakers += list(dict.fromkeys(fitting))
            who.recognised.append(
                Recognised(mention.words, f"statements of {', '.join(dict.fromkeys(fitting))}")
            )
            who.spans.append(with_article(question, party.span))
            who.named += 1
            known = {code for name, code in pairs if name in fitting}
            who.delegations += [one for one in party.delegations if None not in known]
        elif pairs:
            theirs = sorted({_named(table, code) for _, code in pairs if code})
            other = f"In this record {mention.words} speaks for {' or '.join(theirs)}."
            _stand_in_the_way(question, who, party, Problem("unknown_speaker", other))
        elif codes:
            who.notes.append(
                f"The record names no speaker {mention.words}; all statements of the delegation count."
            )
            _restrict_to_delegation(question, who, party, facts)
        elif mention.titled and party.role.level >= 3:
            unknown = f"No speaker named {mention.words} is in this record."
            _stand_in_the_way(question, who, party, Problem("unknown_speaker", unknown))


def _restrict_to_group(
    question: str, who: Who, party: Party, facts: RecordFacts, table: Delegations, years: tuple[int, ...]
) -> None:
    words = party.span.of(question)
    members = members_in(party, table, years, facts)
    present = [code for code in members if code in facts.delegations]
    if not (years or party.years) and _varies(party, members, table, facts):
        who.notes.append(f"Who the {words} were depends on the year: name it to restrict the answer to them.")
        if len(present) <= MANY:
            who.preferred += [one for code in present if (one := table.by_code(code))]
        return
    if not present:
        silent = f"None of the {words} speaks in this record."
        _stand_in_the_way(question, who, party, Problem("delegation_silent", silent))
        return
    who.members += present
    who.named += len(present)
    who.spans.append(with_article(question, party.span))
    names = ", ".join(_named(table, code) for code in present)
    who.recognised.append(Recognised(words, f"statements of {names}"))


def _varies(party: Party, members: tuple[str, ...], table: Delegations, facts: RecordFacts) -> bool:
    """Are the members over all years of the record far more than those of any one year?"""
    largest = max(
        (len(members_in(party, table, (year,), facts)) for year in _held_years(facts)), default=len(members)
    )
    return len(members) > VARYING * largest


def _prefer(
    question: str, who: Who, party: Party, facts: RecordFacts, table: Delegations, years: tuple[int, ...]
) -> None:
    codes = [delegation.code for delegation in party.delegations] or list(
        members_in(party, table, years, facts)
    )
    present = [one for code in codes if code in facts.delegations and (one := table.by_code(code))]
    if len(present) > MANY:
        return
    who.preferred += present
    who.preferred_speakers += [name for mention in party.speakers for name in mention.names]
    if present and not party.groups:
        names = " and ".join(one.name for one in present)
        who.notes.append(
            f"{names} is named, perhaps as the subject: preferred, not required, as the speaker."
        )


def with_article(question: str, span: Span) -> Span:
    """The span with a "the" before it and a possessive ending after it."""
    before = re.search(
        r"\b(?:according to |in the view of )?(?:the )?$", question[: span.start], re.IGNORECASE
    )
    after = re.compile(r"['’]s?(?=\s)").match(question, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)


def members_in(
    party: Party, table: Delegations, years: tuple[int, ...], facts: RecordFacts
) -> tuple[str, ...]:
    """Codes of the members of the party's groups in any of the years named, else of the record's years."""
    counted = party.years or years or _held_years(facts) or (None,)
    codes = [code for group in party.groups for year in counted for code in table.members_of(group, year)]
    return tuple(dict.fromkeys(codes))


def _held_years(facts: RecordFacts) -> tuple[int, ...]:
    return tuple(sorted({int(date[:4]) for date in facts.dates}))


def _named(table: Delegations, code: str) -> str:
    delegation = table.by_code(code)
    return delegation.name if delegation else code
