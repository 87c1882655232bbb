"""The first page of a briefing: the question, what is on record, who stands where, what can be quoted.

In: a `Brief`. Out: blocks. Every number is one of rows that the annex of a full briefing holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from index.text.amounts import many
from index.text.dates import spoken_date
from rag.answer.arrange import SIDES
from rag.answer.counting import speakers
from rag.briefing.brief import Base, Brief, OwnRecord, Part
from rag.briefing.export.blocks import Block, Heading, Items, Notes, Text
from rag.discourse.harm import no_side_on

NAMED_MEETINGS = 6
"""Meetings that are named on the first page; of more, the number is told."""
OWN_QUOTED = 2
MOST_LINES = 10
"""Lines of who stands where, the others in the annex."""
CAUTION = (
    "A side is told only where a delegation's own words take it beyond doubt; the others are no allies and "
    "no opponents."
)
ASK = "Ask for action on it, or what it is taken for, to see who stands where."
Named = Callable[[str], str]
"""The name of a code."""


def first_page(brief: Brief, day: str, named: Named, notes: Notes) -> Iterator[Block]:
    yield Heading(1, f"Briefing: {brief.title}")
    asking = f"For {brief.own.delegation.name}" if brief.own else ""
    yield Text(". ".join(filter(None, (day, asking, *brief.scope))) + ".", "small")
    yield Heading(2, "What is on record")
    yield Items(tuple(_on_record(brief)))
    if brief.sided:
        yield Heading(2, "Who stands where")
        yield from _stands(brief, named)
    elif brief.harm:
        yield Text(f"{no_side_on(brief.harm)} {ASK}")
    yield from _own_record(brief, notes)
    if brief.usable:
        yield Heading(2, "To quote")
    for citation in brief.usable:
        yield from notes.quotation(citation)
    open_points = tuple(_open_points(brief, named))
    if open_points:
        yield Heading(2, "Open points")
        yield Items(open_points)


def heading_of(part: Part, brief: Brief, named: Named) -> str:
    """Of which State the part is, empty where all is one part."""
    if len(brief.parts) == 1:
        return ""
    return f"On {named(part.about)}" if part.about else "In general, or on other States"


def _on_record(brief: Brief) -> Iterator[str]:
    """Three lines: how many, when and where, who did not."""
    base, silent = brief.base, len(brief.gaps.silent)
    verb = "speaks" if base.delegations + base.others == 1 else "speak"
    least = "" if base.certain else "At least "
    searched = (
        "passages chosen by hand"
        if base.searched is None
        else f"{base.searched:,} of {many(base.in_all or 0, 'statement')} searched"
    )
    spoke = f"{least}{speakers(base.delegations, base.others)} {verb} to this"
    if base.statements:
        days = " to ".join(spoken_date(day) or day for day in base.dates)
        yield f"{spoke}, in {many(base.statements, 'statement')}; {searched}."
        yield f"{days or 'Without a date'}{_met(base)}."
    else:
        yield f"Nobody is surely found to speak to this; {searched}."
    if silent:
        yield f"{many(silent, 'delegation')} took the floor {same_meetings(base)} and did not address it."
    elif not brief.chosen and base.meetings and not brief.gaps.narrowed:
        met = same_meetings(base)
        yield f"Of no delegation is it certain that it took the floor {met} and left it aside."


def same_meetings(base: Base) -> str:
    return "in the same meeting" if len(base.meetings) == 1 else "in the same meetings"


def _met(base: Base) -> str:
    """Which meetings, or how many; some records name none, nor a date."""
    dated = base.dates and base.undated
    undated = f"; {many(base.undated, 'statement')} without a date" if dated else ""
    if not base.meetings:
        return undated
    count = many(len(base.meetings), "meeting")
    names = f" ({', '.join(base.meetings)})" if len(base.meetings) <= NAMED_MEETINGS else ""
    unmet = f"; {many(base.unmet, 'statement')} without a meeting's symbol" if base.unmet else ""
    return f", in {count}{names}{unmet}{undated}"


def _stands(brief: Brief, named: Named) -> Iterator[Block]:
    """By name, for each State spoken of; those who take no side are counted."""
    lines = [line for part in brief.parts for line in _takers(part, heading_of(part, brief, named))]
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        place = "a longer briefing" if brief.length == "short" else "the annex"
        yield Text(f"More on other States in {place}.", "small")
    if not brief.parts:
        yield Text("Nobody is surely found to speak to it.")
    elif not lines:
        yield Text("No delegation's words take a side that can be told for certain.")
    taking = {one.party for part in brief.parts for one in part.said if one.side != "unclear"}
    unclear = {one.party for part in brief.parts for one in part.said} - taking
    if unclear:
        listed = brief.length != "short" and not brief.chosen
        place = ", by name in the annex" if listed else ""
        yield Text(f"{len(unclear):,}{place}.", "label", f"{SIDES['unclear']}:")
    yield Text(CAUTION, "small")


def _takers(part: Part, place: str) -> Iterator[Text]:
    """A line for each side that somebody takes."""
    for side in ("for", "against", "conditional"):
        names = part.takers(side)
        if names:
            yield Text(", ".join(names), "label", f"{_on(place, SIDES[side])} ({len(names)}):")
    if part.divided:
        yield Text(", ".join(part.divided), "label", f"{_on(place, 'Quoted on both sides')}:")


def _on(place: str, label: str) -> str:
    return f"{place}, {label[0].lower()}{label[1:]}" if place else label


def _own_record(brief: Brief, notes: Notes) -> Iterator[Block]:
    own = brief.own
    if own is None:
        return
    name = own.delegation.name
    yield Heading(2, f"Our own record: {name}")
    for citation in own.said[:OWN_QUOTED]:
        yield from notes.quotation(citation)
    if len(own.said) > OWN_QUOTED:
        noun = "passage" if brief.chosen else "statement"
        yield Text(f"{many(len(own.said), noun)} in all, the newest above.", "small")
    if not own.said:
        yield Text(_nothing_of(own, brief))


def _nothing_of(own: OwnRecord, brief: Brief) -> str:
    """No statement at all, none that speaks to it, or none that surely does; none that was chosen."""
    name = own.delegation.name
    if brief.chosen:
        return f"None of the passages chosen is of {name}."
    if not own.statements:
        return f"No statement of {name} {brief.place}."
    spoke = f"{name} spoke, in {many(own.statements, 'statement')}"
    if own.silent:
        return f"{spoke}, and did not address it: every one was looked at."
    return f"{spoke}; none is surely on this matter."


def _open_points(brief: Brief, named: Named) -> Iterator[str]:
    """What whoever reads on should know, or find out."""
    if not brief.base.certain:
        yield f"The count is a lower bound{_unsure(brief)}."
    if brief.elsewhere:
        yield (
            f"{many(brief.elsewhere, 'statement')} on other States "
            f"{'is' if brief.elsewhere == 1 else 'are'} left out."
        )
    for part in brief.parts:
        if part.divided:
            place = heading_of(part, brief, named)
            on = f" {place[0].lower()}{place[1:]}" if place else ""
            yield f"Quoted on both sides{on}: {', '.join(part.divided)}. Read them before relying on either."
    if brief.contradictions:
        pairs = many(len(brief.contradictions), "pair")
        points, stand = ("points", "it stands") if len(brief.contradictions) == 1 else ("point", "they stand")
        yield f"{pairs} of quotations {points} opposite ways; {stand} in the annex."
    absent = ", ".join(one.name for one in brief.gaps.absent)
    if absent:
        yield f"No statement {brief.place}: {absent}."
    asked = ", ".join(one.delegation.name for one in brief.gaps.asked_silent)
    if asked:
        yield f"Spoke and did not address it: {asked}."


def _unsure(brief: Brief) -> str:
    perhaps = len(brief.perhaps)
    if not perhaps:
        return "" if brief.elsewhere else ": more sentences were likely than could be read"
    stand = "" if brief.length == "short" else f" and stand{'s' if perhaps == 1 else ''} apart"
    return f": {many(perhaps, 'more statement')} may speak to it too{stand}"
