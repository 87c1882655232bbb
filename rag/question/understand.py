"""Understands a question: who is asked to speak, when and where it was said, and what is wanted.

In: the question, the filters given with it, the facts of the record, the table of delegations, the reader
with its small models. Out: a `Query` whose filters never leave nothing to search: what the record does not
hold (a silent delegation, a date without statements, an unknown meeting) becomes a `Problem` and not a
filter.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from index.model import Delegation, Filters, Span
from index.speakers.delegations import Delegations
from rag.model import Interpreted
from rag.question.attribute import read_attribute
from rag.question.dates import overlaps
from rag.question.filters import hull, join_filters
from rag.question.interpreted import interpreted, shown
from rag.question.meant import Meant, meant_by
from rag.question.model import Asks, Period, Query, RecordFacts
from rag.question.own import Voice, voiced
from rag.question.reader import QuestionReader
from rag.question.restrict import Who
from rag.question.topic import clause_said, content_of, names_no_topic, parts_left_of, remaining_text, tidy
from rag.question.undone import NOTHING
from rag.question.wording import Edit, edited

QUOTES = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})


def understand(
    question: str,
    given: Filters,
    facts: RecordFacts,
    delegations: Delegations,
    reader: QuestionReader | None = None,
    own: Delegation | None = None,
    undone: Collection[str] = NOTHING,
) -> Query:
    """The question, with "we" as `own` and without what is `undone`; its restrictions and the filters given
    must both hold."""
    voice = voiced(" ".join(question.translate(QUOTES).split()), own)
    meant = meant_by(voice, given, facts, delegations, reader or QuestionReader(), undone)
    plain, taken, times, who = meant.setting.question, meant.taken, meant.times, meant.who
    filters, clashes = join_filters(given, meant.found)
    text = remaining_text(plain, taken)
    topic = parts_left_of(plain, meant.reading.sided, taken) or clause_said(text) or content_of(text)
    told = interpreted(meant, topic, given, filters, clashes)
    headed = _headed(meant)
    asked = edited(plain, headed) if headed else question if own is None else voice.text
    without = [*who.without, *([own.code] if own and voice.others else [])]
    return Query(
        question=asked,
        text=text,
        topic=topic,
        filters=filters,
        preferred=tuple(dict.fromkeys(who.preferred)),
        asks=_asks(meant, voice, undone),
        interpreted=_as_voiced(told, voice, own),
        problems=meant.problems,
        preferred_speakers=tuple(dict.fromkeys(who.preferred_speakers)),
        preferred_period=_preferred_period(meant),
        overview=not filters.empty and names_no_topic(plain, taken),
        named=tuple(dict.fromkeys(who.delegations)),
        without=tuple(dict.fromkeys(code for code in without if code not in filters.delegations)),
        attribute=None if told.holders or undone else read_attribute(plain, meant.parts.links, delegations),
        own_record=voice.record,
        undated=_undated(plain, headed, times) if times or plain != voice.text else asked,
    )


def _undated(plain: str, headed: Sequence[Edit], times: Iterable[Span]) -> str:
    return tidy(edited(plain, [*headed, *((span, "") for span in times)]))


def _as_voiced(told: Interpreted, voice: Voice, own: Delegation | None) -> Interpreted:
    """With what "we" was taken for, or that nobody is known as that."""
    recognised, notes = (*voice.recognised, *told.recognised), (*voice.notes, *told.notes)
    return replace(told, recognised=recognised, notes=notes, own=own)


def _headed(meant: Meant) -> list[Edit]:
    """Speakers that restrict, each with the delegation to put in its place: statements are read and ranked
    under their delegation, and what is searched for a speaker's name lacks it. None is put in the place of
    speakers for several, or of one whose delegation is named too."""
    edits = []
    for link in meant.parts.links:
        names = {*link.names, *(link.term.names if link.term else ())} & set(meant.who.speakers)
        speaks = link.kind == "speaker" and names >= set(link.names)
        codes = {code for name, code in meant.setting.facts.speakers if name in names}
        code = next(iter(codes)) if speaks and len(codes) == 1 else None
        if code is not None and code not in meant.who.asked:
            edits.append((link.span, meant.setting.name(code)))
    return edits


def _asks(meant: Meant, voice: Voice, undone: Collection[str]) -> Asks:
    """What is wanted: of all who are named, where several are."""
    asks = meant.reading.asks
    several = meant.who.named - _twice(meant.who, voice) > 1
    return replace(asks, scope="all") if several and "scope" not in undone else asks


def _twice(who: Who, voice: Voice) -> int:
    """How often the delegation that asks is named again."""
    return len(who.delegations) - len(set(who.delegations)) if voice.spans else 0


def _preferred_period(meant: Meant) -> Period | None:
    when, facts = meant.reading.when, meant.setting.facts
    period = hull(when.maybe) if not when.said else None
    return period if period and any(overlaps(date, period) for date in facts.dates) else None


def unrestricted(query: Query, given: Filters, delegations: Delegations) -> Query:
    """The same words taken literally: only the filters given apply."""
    return Query(
        question=query.question,
        undated=query.question,
        text=query.question,
        topic=content_of(query.question),
        filters=given,
        preferred=(),
        asks=query.asks,
        interpreted=Interpreted(given, shown(given, delegations)),
        problems=(),
    )


def asked_alone(query: Query, one: Delegation) -> Query:
    """What one of the delegations named says on the topic."""
    question = f"What does {one.name} say about {query.topic}?"
    return replace(
        query,
        question=question,
        undated=question,
        filters=replace(query.filters, delegations=(one.code,)),
        asks=Asks("one", "position"),
        named=(one,),
    )
