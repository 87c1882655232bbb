"""The annex of a briefing: what was said by side and delegation, pairs, gaps, sources.

In: a `Brief` and the notes written so far. Out: blocks. It says what it rests on and what it leaves out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from index.model import StatementRef
from index.text.amounts import many
from index.text.dates import spoken_date
from rag.answer.arrange import SIDES
from rag.answer.counting import who
from rag.briefing.brief import Brief, Part, Silent
from rag.briefing.export.blocks import Block, Heading, Notes, Table, Text
from rag.briefing.export.first_page import OWN_QUOTED, Named, heading_of, same_meetings
from rag.briefing.select import OF_EACH, QUOTED
from rag.citation.parts import address, file_name, speaker_with_delegation
from rag.model import Citation, Side
from rag.question.wording import listed

CLOSING = "Every quotation was compared with the record character by character when this was written"


def annex(brief: Brief, named: Named, notes: Notes) -> Iterator[Block]:
    if brief.quoted:
        yield Heading(2, "What was said")
        yield Text(_caps(brief), "small")
    for part in brief.quoted:
        yield from _part(part, brief, named, notes)
    yield from _without_side(brief, named)
    yield from _more_own(brief, notes)
    yield from _perhaps(brief, notes)
    yield from _contradictions(brief, notes)
    yield from _joint(brief, notes)
    yield from _gaps(brief)


def sources(brief: Brief) -> Iterator[Block]:
    yield Heading(2, "Sources")
    yield Table((("Date", "Meeting", "Topic", "Speakers", "Record"), *_sources(brief.sources)))
    yield Text(f"{CLOSING} (index state {brief.index}).", "small")


def _caps(brief: Brief) -> str:
    """What is quoted of what was found."""
    by = "side and delegation" if brief.sided else "delegation"
    quoted = sum(len(part.said) for part in brief.quoted)
    every = sum(len(part.said) for part in brief.parts)
    told = f"{quoted:,} of {many(every, 'quotation')}, by {by}, the newest first."
    if quoted == every:
        return told
    return (
        f"{told} At most {OF_EACH} of a delegation on one side and {QUOTED} in all, those that take a side "
        "first, then those likeliest to speak to it; a full briefing has them all."
    )


def _part(part: Part, brief: Brief, named: Named, notes: Notes) -> Iterator[Block]:
    place = heading_of(part, brief, named)
    for side, said in groupby(part.said, key=lambda one: one.side):
        heading = _side_told(side, brief)
        yield Heading(3, f"{place}: {heading[0].lower()}{heading[1:]}" if place else heading)
        for one in said:
            yield from notes.quotation(one.citation)


def _side_told(side: Side, brief: Brief) -> str:
    """Where no side was asked for, what stands below it."""
    if not brief.sided:
        return "In their own words"
    return "Passages" if brief.chosen and side == "unclear" else SIDES[side]


def _without_side(brief: Brief, named: Named) -> Iterator[Block]:
    """By name everyone who takes no side that could be told, quoted above or not."""
    lines = [
        Text(f"{', '.join(names)}.", "label", f"{heading_of(part, brief, named) or 'All'} ({len(names)}):")
        for part in brief.parts
        if (names := part.takers("unclear"))
    ]
    if lines and not brief.chosen and brief.sided:
        yield Heading(3, f"{SIDES['unclear']}, by name")
        yield from lines


def _more_own(brief: Brief, notes: Notes) -> Iterator[Block]:
    """What of our own record stands neither on the first page nor above."""
    if brief.own is None or brief.length == "short":
        return
    left = [one for one in brief.own.said[OWN_QUOTED:] if notes.number(one) is None]
    if left:
        yield Heading(2, f"More of our own record: {brief.own.delegation.name}")
    for citation in left:
        yield from notes.quotation(citation)


def _perhaps(brief: Brief, notes: Notes) -> Iterator[Block]:
    if brief.perhaps:
        yield Heading(2, "May speak to it too")
        yield Text("It is not certain that these belong to the matter; they are in no count.", "small")
    for citation in brief.perhaps:
        yield from notes.quotation(citation)


def _contradictions(brief: Brief, notes: Notes) -> Iterator[Block]:
    if brief.contradictions:
        yield Heading(2, "Open contradictions")
    for pair in brief.contradictions:
        yield Text(f"{_noted(pair.one, notes)} and {_noted(pair.other, notes)} point opposite ways.")


def _joint(brief: Brief, notes: Notes) -> Iterator[Block]:
    if brief.joint:
        yield Heading(2, "Shared text")
    for one in brief.joint:
        users = listed([_noted(citation, notes) for citation in one.citations])
        yield Text(f"{users} use the same words: “{' '.join(one.run.split())}”.")


def _noted(citation: Citation, notes: Notes) -> str:
    number = notes.number(citation)
    return who(citation.statement) + (f" (note {number})" if number else "")


def _gaps(brief: Brief) -> Iterator[Block]:
    gaps = brief.gaps
    if gaps.absent:
        yield Heading(2, f"No statement {brief.place}")
        names = ", ".join(sorted(one.name for one in gaps.absent))
        yield Text(f"{names}. What they hold cannot be told from what is not there.")
    if gaps.silent or gaps.asked_silent:
        yield Heading(2, "Did not address it")
        yield Text("Every statement of theirs was looked at; none has a passage that speaks to it.", "small")
    if gaps.asked_silent:
        yield from _silent("Asked for, and spoke under these filters", gaps.asked_silent)
    if gaps.silent:
        yield from _silent(f"Took the floor {same_meetings(brief.base)}", gaps.silent)


def _silent(heading: str, silent: Sequence[Silent]) -> Iterator[Block]:
    for statements in sorted({one.statements for one in silent}):
        names = sorted(one.delegation.name for one in silent if one.statements == statements)
        each = "one statement of each" if statements == 1 else f"{statements} statements of each"
        yield Text(f"{', '.join(names)}.", "label", f"{heading}, {each}:")


def _sources(refs: Sequence[StatementRef]) -> Iterator[tuple[str, ...]]:
    """A row for each record, in the order given, with all that spoke in it."""
    speakers: dict[tuple[str, ...], list[str]] = {}
    for ref in refs:
        record = (
            spoken_date(ref.date) or "",
            ref.meeting or "",
            ref.topic or "",
            address(ref) or file_name(ref),
        )
        speakers.setdefault(record, []).append(speaker_with_delegation(ref) or who(ref))
    for (date, meeting, topic, place), names in speakers.items():
        yield (date, meeting, topic, "; ".join(dict.fromkeys(names)), place)
