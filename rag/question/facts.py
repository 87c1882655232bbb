"""What the index holds, gathered from its statements for the understanding of questions.

In: statement references, or what of them counts here, which may be kept. Out: `RecordFacts`. Procedural
statements are left out: they answer nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from index.model import StatementRef
from index.speakers.delegations import load_delegations
from index.text.terms import content_terms
from rag.question.model import Debate, RecordFacts, Sat, Spoke


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """What of a statement counts here: who spoke for whom, when and where.

    `own` is the delegation's code, `codes` are those it is found under (`spoken_for`), `group` is whom it
    speaks for in the record's words.
    """

    speaker: str | None
    own: str | None
    name: str | None
    codes: tuple[str, ...]
    group: str | None
    meeting: str | None
    date: str | None
    organ: str | None
    topic: str | None
    collection: str
    procedural: bool


def statement_facts(ref: StatementRef) -> StatementFacts:
    own = ref.delegation
    return StatementFacts(
        ref.speaker.name,
        own.code if own else None,
        own.name if own else None,
        spoken_for(ref),
        ref.on_behalf_of,
        ref.meeting,
        ref.date,
        ref.organ,
        ref.topic,
        ref.source.collection,
        ref.procedural,
    )


def gather_facts(refs: Iterable[StatementRef]) -> RecordFacts:
    """What the index holds, from its statements."""
    return facts_of(map(statement_facts, refs))


def facts_of(every: Iterable[StatementFacts]) -> RecordFacts:
    """The same, from what of them counts."""
    every = tuple(every)
    kept = [one for one in every if not one.procedural]
    speaking = frozenset(code for one in kept for code in one.codes)
    chairs = {one.own for one in every if one.own is not None and not one.codes}
    return RecordFacts(
        delegations=speaking,
        speakers=tuple(sorted({(one.speaker, one.own) for one in kept if one.speaker}, key=str)),
        meetings=frozenset(one.meeting for one in kept if one.meeting),
        dates=tuple(sorted({one.date for one in kept if one.date})),
        spoke=frozenset(Spoke(code, one.date, one.meeting, one.organ) for one in kept for code in one.codes),
        organs=frozenset(one.organ for one in kept if one.organ),
        presided=frozenset(chairs) - speaking,
        spoken_by=tuple(sorted(pair for pair in _spoken_by(kept) if pair[0] not in speaking)),
        debates=_debates(kept),
        sat=frozenset(Sat(one.organ, one.date, one.meeting) for one in kept if one.organ),
    )


def joined(one: RecordFacts, other: RecordFacts) -> RecordFacts:
    """The facts of both together."""
    speaking = one.delegations | other.delegations
    more = set(other.speakers) - set(one.speakers)
    spoken_by = {*one.spoken_by, *other.spoken_by}
    return RecordFacts(
        delegations=speaking,
        speakers=tuple(sorted((*one.speakers, *more), key=str)) if more else one.speakers,
        meetings=one.meetings | other.meetings,
        dates=tuple(sorted({*one.dates, *other.dates})),
        spoke=one.spoke | other.spoke,
        organs=one.organs | other.organs,
        presided=(one.presided | other.presided) - speaking,
        spoken_by=tuple(sorted(pair for pair in spoken_by if pair[0] not in speaking)),
        debates=one.debates | other.debates,
        sat=one.sat | other.sat,
    )


def _debates(every: Iterable[StatementFacts]) -> frozenset[Debate]:
    """What was debated when and in which meeting; a meeting of several subjects stands once for each."""
    told = {(one.meeting, one.date, one.topic) for one in every}
    return frozenset(
        Debate(meeting, date, frozenset(content_terms(topic)))
        for meeting, date, topic in told
        if meeting and date and topic
    )


def _spoken_by(every: Iterable[StatementFacts]) -> set[tuple[str, str]]:
    """(the State, who speaks for it) of States that the words for a group name: "also on behalf of Peru"."""
    told = {(one.group, one.name) for one in every if one.group and one.name is not None}
    table = load_delegations()
    return {
        (mention.delegation.code, name)
        for group, name in told for mention in table.find_in(group) if mention.kind == "state"
    }  # fmt: skip


def spoken_for(ref: StatementRef) -> tuple[str, ...]:
    """Codes of the State that speaks and of the groups it speaks for: the statement is found under each.

    Whoever presides speaks for nobody, unless in a national capacity.
    """
    own = (ref.delegation.code,) if ref.delegation and ref.capacity != "president" else ()
    return (*own, *(group.code for group in ref.groups))
