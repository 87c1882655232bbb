"""A briefing on a topic: what is on record, who stands where, our own record, who was silent.

In: a topic or question, a claim, or a list of passages, and filters. Out: a `Brief` made of verified
quotations and counts; `rag.briefing.export` writes it. It says nothing but quotations and counts of what
was looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from index.text.dates import spoken_date
from index.text.terms import content_terms
from rag.answer.counting import who
from rag.answer.objects import Objects, StatesIn
from rag.briefing.brief import (
    Base,
    Brief,
    Gaps,
    OwnRecord,
    Part,
    Said,
    newest_first,
)
from rag.briefing.objects import by_object, spoken_of
from rag.briefing.pairs import Own, contradictions, joint
from rag.briefing.select import annex_of, usable
from rag.briefing.silence import Silences, states_spoken_for
from rag.discourse.harm import is_harm
from rag.discourse.read_out import own_words
from rag.model import Citation, Wanted
from rag.position.gather import Gathered, Gatherer
from rag.reader.reading import Reader

PAIRED = 60
"""Quotations of which pairs are looked at."""


class Briefer:
    """Writes briefings."""

    def __init__(
        self,
        gatherer: Gatherer,
        silences: Silences,
        store: RecordStore,
        snapshot: Callable[[], Snapshot],
        named: Callable[[str], Delegation],
        states: StatesIn,
        reader: Reader,
    ) -> None:
        self._gatherer, self._silences, self._store = gatherer, silences, store
        self._snapshot, self._named = snapshot, named
        self._states, self._reader = states, reader

    def on_topic(self, title: str, topic: str, filters: Filters, wanted: Wanted) -> Brief:
        """What was said on a topic under the filters; raises InvalidInput where nothing was."""
        found = self._gatherer.on_topic(topic, filters)
        if not found.sure and not found.perhaps:
            raise InvalidInput(_nothing_on(title, filters))
        found = replace(found, counts=found.counts or self._silences.searched(filters))
        brief = self._brief(title, topic, found, wanted)
        cited = (*found.sure, *found.perhaps)
        gaps = self._silences.gaps(topic, filters, cited, brief.base.meetings, wanted.own)
        own = self._own(topic, filters, found, wanted.own)
        looked_for = () if _same(topic, title) else (f"Looked for: {topic}",)
        return replace(
            brief,
            gaps=gaps,
            own=own,
            scope=(*looked_for, *self._scope(filters)),
            filtered=not replace(filters, delegations=()).empty,
        )

    def of_passages(self, topic: str | None, title: str, ids: Sequence[str], wanted: Wanted) -> Brief:
        """A briefing of passages chosen by hand, whole, with their sides where a topic is given; raises
        NotFound for one that is not there."""
        found = self._gatherer.of_passages(topic, ids)
        chosen = wanted if wanted.length == "short" else replace(wanted, length="full")
        brief = self._brief(title, topic or "", found, chosen)
        if topic is None:
            brief = replace(brief, quoted=brief.quoted and brief.parts)
        if wanted.own is None:
            return brief
        ours = [one for one in found.sure if self._is_of(one, wanted.own)]
        return replace(brief, own=OwnRecord(wanted.own, tuple(newest_first(ours)), len(ours)))

    def _brief(self, title: str, topic: str, found: Gathered, wanted: Wanted) -> Brief:
        objects = Objects(topic, self._states)
        said, elsewhere = spoken_of(objects, found.sure, self._store.statement)
        perhaps, elsewhere_too = spoken_of(objects, found.perhaps, self._store.statement)
        parts = by_object(said) if topic else (Part(None, tuple(said)),)
        quoted = annex_of(parts, wanted.length)
        pairs = [self._with_vector(one) for one in [o for part in quoted for o in part.said][:PAIRED]]
        return Brief(
            title=title,
            scope=(),
            length=wanted.length,
            base=_base([one.citation for one in said], found),
            parts=parts,
            quoted=quoted,
            usable=usable(
                said, topic, wanted.own.code if wanted.own else None, annexed=wanted.length != "short"
            ),
            own=None,
            perhaps=tuple(one.citation for one in perhaps),
            elsewhere=elsewhere + elsewhere_too,
            gaps=Gaps(),
            contradictions=tuple(contradictions(pairs, self._reader)),
            joint=tuple(joint(pairs, topic)),
            index=f"r{self._snapshot().revision}",
            harm=topic if is_harm(topic) else "",
        )

    def _own(self, topic: str, filters: Filters, found: Gathered, own: Delegation | None) -> OwnRecord | None:
        """What the delegation that asks said on it, looked for apart where the filters leave it out."""
        if own is None:
            return None
        if filters.delegations and own.code not in filters.delegations:
            found = self._gatherer.on_topic(topic, replace(filters, delegations=(own.code,)))
        of_own = (one for one in found.sure if self._is_of(one, own))
        said, _ = spoken_of(Objects(topic, self._states), of_own, self._store.statement)
        ours = newest_first(one.citation for one in said)
        statements = self._silences.statements(filters, own.code)
        silent = not ours and statements > 0 and self._silences.is_silent(topic, filters, own)
        return OwnRecord(own, tuple(ours), statements, silent)

    def _is_of(self, citation: Citation, own: Delegation) -> bool:
        """Is it spoken by the delegation, or for it by another that names it? By its code: names change."""
        return own.code in states_spoken_for(citation.statement, self._states)

    def _with_vector(self, said: Said) -> Own:
        """The quotation with the vector of the passage it stands in."""
        span, statement = said.citation.span, self._store.statement(said.citation.statement.id)
        passage = max(
            statement.passages,
            key=lambda one: one.span.shared(span),
        )
        row = self._store.passage(passage.id).row
        return Own(said, self._store.vector(row), own_words(statement, span))

    def _scope(self, filters: Filters) -> Iterable[str]:
        """What restricts, in words."""
        names = [self._named(code).name for code in filters.delegations]
        lists = (
            ("Statements of", names),
            ("Speakers:", filters.speakers),
            ("Meetings:", filters.meetings),
            ("Organs:", filters.organs),
            ("Collections:", filters.collections),
        )
        yield from (f"{label} {', '.join(values)}" for label, values in lists if values)
        if filters.since:
            yield f"Since {spoken_date(filters.since) or filters.since}"
        if filters.until:
            yield f"Until {spoken_date(filters.until) or filters.until}"


def _nothing_on(title: str, filters: Filters) -> str:
    if filters.empty:
        return f"Nothing in the record speaks to {title!r}; name it by what speakers call it."
    return f"Nothing in the record under these filters speaks to {title!r}; widen them."


def _same(topic: str, title: str) -> bool:
    """Do they differ by case and marks alone?"""
    return content_terms(topic) == content_terms(title)


def _base(cited: Sequence[Citation], found: Gathered) -> Base:
    """Counted from what is there, so that every number is one of rows."""
    refs = [one.statement for one in cited]
    counts = found.counts
    return Base(
        delegations=len({ref.delegation.code for ref in refs if ref.delegation}),
        others=len({who(ref) for ref in refs if not ref.delegation}),
        statements=len({ref.id for ref in refs}),
        searched=counts.searched if counts else None,
        in_all=counts.in_all if counts else None,
        certain=counts.certain if counts else not found.perhaps,
        meetings=tuple(sorted({ref.meeting for ref in refs if ref.meeting})),
        dates=_ends(tuple(sorted({ref.date for ref in refs if ref.date}))),
        unmet=len({ref.id for ref in refs if not ref.meeting}),
        undated=len({ref.id for ref in refs if not ref.date}),
    )


def _ends(dates: tuple[str, ...]) -> tuple[str, ...]:
    """The first and the last, once where they are one, or one is the year or month of the other."""
    if not dates:
        return ()
    return dates[:1] if dates[-1].startswith(dates[0]) else (dates[0], dates[-1])
