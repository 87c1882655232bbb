"""Turns names and their roles into the restriction on who speaks: filters, preferences, problems, notes.

In: links with the chance that each is asked to speak, the facts of the record, the years asked about. Out:
`Who`. Below a threshold a restriction is only a preference. A delegation or speaker that the record lacks
becomes a problem instead of a filter, so that the nearest passages can be shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.model import Delegation, Span
from index.speakers.delegations import STATES
from index.tables import lists_of
from rag.model import Recognised
from rag.question.links import Link, Term
from rag.question.members import Setting, members_in, varies
from rag.question.model import Period, Problem, RecordFacts
from rag.question.periods import overlaps, shared
from rag.question.speakers import SPOKEN_TITLE

HOLDS = 0.5
"""The chance from which a name counts as the one asked to speak."""
SURE = 0.78
"""The chance from which it restricts; below that it is a preference."""
MANY = 20
"""A group with more members than this is useless as a preference."""
IN_OFFICE = (
    "Of all who are named only statements of {} to {} were searched, when the Secretary-General named was in "
    "office."
)
_WORDS = lists_of("rag", "question_words.tsv")
EXCEPT = re.compile(
    rf"\b(?:{_WORDS['except']})\s+(?:the\s+)?(?:[^,?.;]{{0,30}}(?:,|\band\b|\bor\b)\s*(?:the\s+)?)?$"
    r"|,\s*(?:and\s+)?not\s+(?:the\s+)?$|\bnon-$",
    re.IGNORECASE,
)
LED_UP = re.compile(rf"\b(?:{_WORDS['in_the_view_of']})?(?:the )?$", re.IGNORECASE)
ASIDE = re.compile(rf"(?:['’]s [\w' ]{{0,20}})?\s{{0,3}},?\s{{0,3}}(?:{_WORDS['aside']})\b", re.IGNORECASE)


@dataclass(slots=True)
class Who:
    """Who is asked to speak; grown name by name, then read. `asked` are codes the record may not hold."""

    delegations: list[Delegation] = field(default_factory=list)
    members: list[str] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    preferred: list[Delegation] = field(default_factory=list)
    preferred_speakers: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    left_out: list[Span] = field(default_factory=list)
    recognised: list[Recognised] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    silent: list[Span] = field(default_factory=list)
    named: int = 0
    terms: list[Term] = field(default_factory=list)

    @property
    def in_office(self) -> tuple[str, str]:
        """The first and the last day of all `terms`; there is one at least."""
        return min(term.since for term in self.terms), max(term.until for term in self.terms)


def decide_who(
    links: Sequence[Link],
    roles: Sequence[Mapping[str, float]],
    partners: Mapping[int, set[int]],
    setting: Setting,
) -> Who:
    """Filters from the names that surely are asked, preferences from those that may be.

    Of names in a list, one that surely is asked takes along those that may be.
    """
    who = Who()
    for at, (link, role) in enumerate(zip(links, roles, strict=True)):
        along = max((roles[other]["holder"] for other in partners.get(at, ())), default=0.0)
        exclusion = left_out(setting.question, link)
        if exclusion is not None:
            who.without += [code for code in link.codes if code]
            who.left_out.append(exclusion)
        elif role["holder"] >= HOLDS and max(role["holder"], along) >= SURE:
            _restrict(who, link, setting)
        elif role["holder"] >= HOLDS:
            _prefer(who, link, setting)
    if who.named:
        _excuse_silent(who)
    if 0 < len(who.terms) < who.named:
        who.notes.append(IN_OFFICE.format(*(day[:4] for day in who.in_office)))
    return who


def left_out(question: str, link: Link) -> Span | None:
    """ "besides Japan", "Palestinians aside": the name with the words that leave it out, or None."""
    if link.kind not in ("delegation", "group"):
        return None
    found = EXCEPT.search(question[: link.span.start])
    if found:
        return Span(found.start(), link.span.end)
    aside = ASIDE.match(question, link.span.end)
    return Span(link.span.start, aside.end()) if aside else None


def _restrict(who: Who, link: Link, setting: Setting) -> None:
    if link.kind == "group":
        _restrict_to_group(who, link, setting)
    elif link.kind == "speaker" or (link.kind == "role" and link.names):
        _restrict_to_speaker(who, link, setting)
    elif link.kind == "role" and link.codes == ("UN",):
        _prefer(who, link, setting)
    else:
        for code in link.codes:
            _restrict_to_delegation(who, link, code, setting)


def _restrict_to_delegation(who: Who, link: Link, code: str, setting: Setting) -> None:
    one = setting.table.by_code(code)
    if one is None:
        return
    who.asked.append(code)
    entry = setting.table.entry(code)
    if setting.holds(code):
        who.delegations.append(one)
        who.recognised.append(Recognised(link.words, f"statements of {one.name}"))
        who.spans.append(with_article(setting.question, link.span))
        who.named += 1
    elif entry and entry.kind not in (*STATES, "group"):
        who.notes.append(f"{one.name} does not speak in this record; what others say of it was searched.")
    else:
        who.problems.append(Problem("delegation_silent", _silence(one, setting.facts)))
        who.silent.append(with_article(setting.question, link.span))


def _silence(one: Delegation, facts: RecordFacts) -> str:
    """Why nothing of the delegation is found; that it does not speak is said only where that is so."""
    others = [name for code, name in facts.spoken_by if code == one.code]
    if one.code in facts.presided:
        return f"{one.name} speaks in this record only as who presides, for no delegation."
    if others:
        by = " and ".join(others)
        return f"{one.name} does not speak itself in this record; {by} also spoke on its behalf."
    return f"{one.name} does not speak anywhere in this record."


def _in_office(term: Term | None, setting: Setting) -> Term | None:
    """The term, if the office speaks in the record under a name and then, and neither the question nor its
    filters ask of other days. Days that the record lacks are told as such and do not count."""
    if term is None or not term.names:
        return None
    asked = setting.periods if setting.years else ()
    held = shared((Period(term.since, term.until), *asked))
    spoken = (one.date for one in setting.facts.spoke if one.delegation == "UN" and one.date)
    return term if held and any(overlaps(date, held) for date in spoken) else None


def _restrict_to_speaker(who: Who, link: Link, setting: Setting) -> None:
    term = _in_office(link.term, setting)
    if term:
        link = replace(link, names=(*link.names, *term.names))
    theirs = {code for name, code in setting.facts.speakers if name in link.names and code}
    if link.names and link.state and theirs and link.state not in theirs:
        others = " or ".join(sorted(setting.name(code) for code in theirs))
        said = f"In this record {link.words} speaks for {others}."
        who.problems.append(Problem("unknown_speaker", said))
        who.silent.append(with_article(setting.question, link.span))
    elif link.names:
        who.speakers += link.names
        who.terms += [term] if term else []
        years = f", {term.since[:4]} to {term.until[:4]}" if term else ""
        who.recognised.append(Recognised(link.words, f"statements of {', '.join(link.names)}{years}"))
        who.spans.append(with_article(setting.question, link.span))
        who.named += 1
    elif link.codes or link.state:
        who.notes.append(f"The record names no speaker {link.words}; all statements of the delegation count.")
        for code in link.codes or (link.state,):
            if code:
                _restrict_to_delegation(who, link, code, setting)
    elif link.form == "titled" and setting.facts.speakers and SPOKEN_TITLE.match(link.words):
        unknown = f"No speaker named {link.words} is in this record."
        who.problems.append(Problem("unknown_speaker", unknown))
        who.silent.append(with_article(setting.question, link.span))


def _restrict_to_group(who: Who, link: Link, setting: Setting) -> None:
    """If a group speaks in the record itself, it is the speaker; otherwise its members are."""
    own = setting.table.by_code(link.code or "")
    if own and own.code in setting.facts.delegations:
        _restrict_to_delegation(who, link, own.code, setting)
        return
    members = members_in(link.code, setting)
    present = [code for code in members if setting.holds(code)]
    if not members:
        return
    if not setting.years and varies(link.code, members, setting):
        who.notes.append(
            f"Who the {link.words} were depends on the year: name it to restrict the answer to them."
        )
        if not 0 < len(present) <= MANY:
            return
    if present:
        who.members += present
        who.named += len(present)
        who.spans.append(with_article(setting.question, link.span))
        names = ", ".join(setting.name(code) for code in present)
        who.recognised.append(Recognised(link.words, f"statements of {names}"))
    else:
        silent = f"None of the {link.words} speaks in this record."
        who.problems.append(Problem("delegation_silent", silent))
        who.silent.append(with_article(setting.question, link.span))


def _prefer(who: Who, link: Link, setting: Setting) -> None:
    codes = link.codes if link.kind != "group" else members_in(link.code, setting)
    present = [code for code in codes if setting.holds(code)]
    who.preferred_speakers += link.names
    _prefer_members(who, present, setting)
    if present and link.kind != "group":
        names = " and ".join(setting.name(code) for code in present)
        who.notes.append(
            f"{names} is named, perhaps as the subject: preferred, not required, as the speaker."
        )


def _prefer_members(who: Who, codes: Sequence[str], setting: Setting) -> None:
    if len(codes) <= MANY:
        who.preferred += [one for code in codes if (one := setting.table.by_code(code))]


def _excuse_silent(who: Who) -> None:
    """If others who were named do speak, the silence of one is noted and does not prevent an answer."""
    who.notes += [problem.message for problem in who.problems]
    who.spans += who.silent
    who.problems.clear()


def with_article(question: str, span: Span) -> Span:
    """The span with a "the" before it and a possessive ending after it."""
    before = LED_UP.search(question[: span.start])
    after = re.compile(r"['’]s?(?=\s)").match(question, span.end)
    return Span(before.start() if before else span.start, after.end() if after else span.end)
