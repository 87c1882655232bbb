"""An issue over time: the statements of each year, month or day with a passage that holds its words.

In: an issue, filters, what a period is, and the period whose statements are wanted. Out: a `Timeline`. Its
counts and its list come from one set of statements, so that a period counts just what it lists. A term of the
tables counts under both of its names, acronym and words.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from index.errors import InvalidInput
from index.model import Filters, Span, Statement
from index.process.deadline import look
from index.search.candidates import Searcher
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from rag.citation.cite import cite, verify
from rag.model import Citation, Per
from rag.position.periods import Numbers, filled, name_of, number_of, periods_in, suiting
from rag.question.acronyms import exchanged
from rag.ranking.facets import holding


@dataclass(frozen=True, slots=True)
class Period:
    """A year, month or day as ISO writes it, shorter where a statement's date is no more exact, None for
    those without a date. `searched` counts all statements of it under the filters, whatever they speak of."""

    name: str | None
    statements: int
    delegations: int
    passages: int
    searched: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods from the first to the last in which the issue was spoken of, and part of the statements
    behind them or behind the one period `at`, oldest first, of `listed` in all; each is cited with the
    sentence that holds most of the `wordings`' words. `next` is the place of the first that follows."""

    issue: str
    wordings: tuple[str, ...]
    by: Per
    periods: tuple[Period, ...]
    statements: int
    delegations: int
    passages: int
    searched: int
    at: str | None
    listed: int
    citations: tuple[Citation, ...]
    index: str
    took_ms: float
    next: int | None


@dataclass(frozen=True, slots=True)
class _Found:
    """What was counted: the passages that hold the words, and their statements in order of time."""

    snapshot: Snapshot
    passages: Flags
    statements: Numbers

    def at(self, periods: Numbers, period: int) -> Numbers:
        return self.statements[np.flatnonzero(periods[self.statements] == period)]


class Chronicler:
    """Counts and lists."""

    def __init__(self, searcher: Searcher, store: RecordStore) -> None:
        self._searcher, self._store = searcher, store

    def timeline(
        self, issue: str, filters: Filters, by: Per | None, at: str | None, first: int, limit: int
    ) -> Timeline:
        """The statements of the list from place `first` on; without `by` the periods suit the time it spans.
        Raises InvalidInput for an issue without words, more periods than can be read, or an `at` that is
        none."""
        began = time.perf_counter()
        wordings = tuple(dict.fromkeys((issue, exchanged(issue))))
        terms = [tuple(dict.fromkeys(content_terms(one))) for one in wordings]
        if not all(terms):
            raise InvalidInput("The issue has no words to count; name it by what speakers call it.")
        snapshot = self._searcher.snapshot()
        mask = snapshot.once(snapshot.mask(filters))
        searched = np.unique(snapshot.owner[mask]).astype(np.int64)
        found = self._found(snapshot, mask, terms)
        by = by or suiting(snapshot, found.statements)
        of = periods_in(snapshot, by)
        listed = found.statements if at is None else found.at(of, number_of(at))
        last = min(first + limit, len(listed))
        return Timeline(
            issue=issue,
            wordings=wordings,
            by=by,
            periods=tuple(_periods(found, of, searched, by)),
            statements=len(found.statements),
            delegations=_delegations(snapshot, found.statements),
            passages=int(found.passages.sum()),
            searched=len(searched),
            at=at,
            listed=len(listed),
            citations=self._cited(found, listed[first:last], terms, first),
            index=f"r{snapshot.revision}",
            took_ms=round((time.perf_counter() - began) * 1000, 1),
            next=last if last < len(listed) else None,
        )

    def _found(self, snapshot: Snapshot, mask: Flags, wordings: Sequence[Sequence[str]]) -> _Found:
        known = self._store.term_ids({term for terms in wordings for term in terms})
        held = np.zeros(snapshot.size, np.bool_)
        for terms in wordings:
            held |= holding(snapshot, mask, [known.get(term) for term in terms])
        statements = np.unique(snapshot.owner[held]).astype(np.int64)
        days = snapshot.columns.first_day[statements]
        return _Found(snapshot, held, statements[np.lexsort((statements, days, days == 0))])

    def _cited(
        self, found: _Found, listed: Numbers, wordings: Sequence[Sequence[str]], first: int
    ) -> tuple[Citation, ...]:
        """A sentence of each statement; one that was removed since is left out."""
        snapshot = found.snapshot
        inside = np.flatnonzero(found.passages & np.isin(snapshot.owner, listed))
        with self._store.reading() as view:
            places = view.passages(snapshot.rows[inside].tolist())
            statements = view.statements({snapshot.statements[at].id for at in listed})
        spans: dict[str, list[Span]] = {}
        for place in places.values():
            spans.setdefault(place.statement, []).append(place.passage.span)
        cited = (
            _citation(statements[id], spans[id], wordings, number)
            for number, at in enumerate(listed, first + 1)
            if (id := snapshot.statements[at].id) in statements and id in spans
        )
        return tuple(one for one in cited if one is not None)


def _citation(
    statement: Statement, passages: Sequence[Span], wordings: Sequence[Sequence[str]], number: int
) -> Citation | None:
    """The first of the sentences of these passages that hold most words of one wording; None if it cannot be
    verified."""
    look()
    inside = [one for span in sorted(passages) for one in statement.sentences[statement.sentences_at(span)]]
    citation = cite(statement, max(inside, key=lambda one: _share(one.of(statement.text), wordings)), number)
    return citation if verify(citation, statement) else None


def _share(sentence: str, wordings: Sequence[Sequence[str]]) -> float:
    held = set(content_terms(sentence))
    return max(len(held.intersection(terms)) / len(terms) for terms in wordings)


def _periods(found: _Found, of: Numbers, searched: Numbers, by: Per) -> Iterator[Period]:
    """In order of time; those without a date last."""
    snapshot = found.snapshot
    speaking = snapshot.owner[found.passages]
    for number in filled(np.unique(of[found.statements]).tolist(), by):
        statements = found.at(of, number)
        yield Period(
            name=name_of(number),
            statements=len(statements),
            delegations=_delegations(snapshot, statements),
            passages=int((of[speaking] == number).sum()),
            searched=int((of[searched] == number).sum()),
        )


def _delegations(snapshot: Snapshot, statements: Numbers) -> int:
    spoken_for = snapshot.columns.delegations[statements]
    return len(np.unique(spoken_for[spoken_for >= 0]))
