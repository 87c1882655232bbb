"""What the parts of a question mean: who is asked to speak, what restricts, and which words are so no topic.

In: a question in the name of whoever asks it, the tables, what is taken back. Out: a `Meant`, whose filters
never leave nothing to search.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial

from index.model import Filters, Span
from index.speakers.delegations import Delegations
from rag.question.dates import DateMention, date_span
from rag.question.features import partners_of
from rag.question.filters import build_filters, hull
from rag.question.meetings import used_spans
from rag.question.members import Setting
from rag.question.model import Period, Problem, RecordFacts
from rag.question.organs import OrganMention, apart_from, find_organs
from rag.question.own import Voice
from rag.question.reader import QuestionReader
from rag.question.reading import Parts, Reading, parts_of, read
from rag.question.restrict import Who, decide_who
from rag.question.undone import parts_left, reading_left
from rag.question.wording import disjoint, with_commas

HOLDER = {"holder": 1.0, "mention": 0.0, "none": 0.0}
"""The role of a name that surely is asked to speak."""


@dataclass(frozen=True, slots=True)
class Meant:
    """A question in its parts; `found` is what they restrict it to, `problems` what the record lacks. What
    was taken out of it before it was read, as where something was said, is not among the `organs`."""

    parts: Parts
    reading: Reading
    setting: Setting
    who: Who
    organs: tuple[OrganMention, ...]
    found: Filters
    problems: tuple[Problem, ...]

    @property
    def dated(self) -> tuple[DateMention, ...]:
        """The dates that restrict."""
        return self.reading.when.said if self.found.since or self.found.until else ()

    @property
    def undatable(self) -> tuple[DateMention, ...]:
        """The dates that cannot restrict, as no statement of the record has one."""
        return self.reading.when.said if not self.setting.facts.dates else ()

    @property
    def taken(self) -> tuple[Span, ...]:
        """What became a restriction or an order, and so is no topic."""
        spans = (
            *self.who.spans,
            *self.who.left_out,
            *([self.reading.ordered.span] if self.reading.ordered else []),
            *self.times,
        )
        return tuple(disjoint(dict.fromkeys(spans), lambda span: span))

    @property
    def times(self) -> tuple[Span, ...]:
        """The dates, meetings and organs among these."""
        question, dates = self.setting.question, (*self.dated, *self.undatable)
        organs = (one.span for one in self.organs if one.said and set(one.organs) & set(self.found.organs))
        spans = (*(date_span(question, date) for date in dates), *used_spans(self.parts.meetings), *organs)
        return tuple(with_commas(question, dict.fromkeys(spans)))


def meant_by(
    voice: Voice,
    given: Filters,
    facts: RecordFacts,
    delegations: Delegations,
    reader: QuestionReader,
    undone: Collection[str],
) -> Meant:
    """The question without what is `undone`, asked of statements that satisfy the filters `given`."""
    debates = None if {"meetings", "dates"} & set(undone) else facts.debates
    in_parts = partial(parts_of, delegations=delegations, speakers=facts.speakers, meetings=facts.meetings)
    organs = () if "organs" in undone else find_organs(voice.text, in_parts(voice.text).pieces, facts.organs)
    voice, taken = apart_from(voice, organs)
    plain = voice.text
    parts = parts_left(in_parts(plain, debates=debates), undone)
    reading = reading_left(_in_voice(read(plain, parts, reader), parts, voice), parts, undone)
    said = reading.when.said
    asked = (hull(said), Period(given.since, given.until) if given.since or given.until else None)
    setting = Setting(plain, facts, delegations, tuple(period for period in asked if period))
    who = decide_who(parts.links, reading.roles, partners_of(parts.pieces), setting)
    left = find_organs(plain, parts.pieces, facts.organs) if taken else organs
    found, problems = build_filters(who, plain, said, parts.meetings, (*taken, *left), facts, delegations)
    return Meant(parts, reading, setting, who, left, found, problems)


def _in_voice(reading: Reading, parts: Parts, voice: Voice) -> Reading:
    """The reading where the delegation that asks surely is the one to speak, and all it said is listed."""
    roles = tuple(
        HOLDER if any(link.span.overlaps(span) for span in voice.spans) else role
        for link, role in zip(parts.links, reading.roles, strict=True)
    )
    asks = replace(reading.asks, scope="all", order="latest") if voice.record else reading.asks
    return replace(reading, roles=roles, asks=asks)
