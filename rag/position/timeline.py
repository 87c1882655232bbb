"""An issue over time: the statements of each year, month or day with a passage that holds its words.

In: an issue, filters, what a period is, and the period whose statements are wanted. Out: a `Timeline`. Its
counts and its list come from one set of statements, so that a period counts just what it lists. A term of the
tables counts under both of its names, acronym and words.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import get_args

import numpy as np
import numpy.typing as npt

from index.errors import InvalidInput
from index.model import Filters, Span, Statement
from index.search.candidates import Searcher
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from index.store.record_store import RecordStore
from index.text.terms import content_terms
from rag.citation.cite import cite, verify
from rag.model import Citation, Per
from rag.question.acronyms import exchanged
from rag.ranking.facets import holding

UNDATED = "undated"
"""How the statements without a date are asked for."""
MOST_PERIODS = 150
"""More cannot be read beside each other."""
LONG = {"year": 3, "month": 3}
"""So many years after the first statement, or more, they are counted by year, and so many months by month."""

Numbers = npt.NDArray[np.int64]
"""A period as a number: `yyyymmdd`, where what is not told is 0."""


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
        mask = snapshot.mask(filters)
        found = self._found(snapshot, mask, terms)
        by = by or _suiting(snapshot, found.statements)
        of = _period_of(snapshot, by)
        listed = found.statements if at is None else found.at(of, _number(at))
        last = min(first + limit, len(listed))
        return Timeline(
            issue=issue,
            wordings=wordings,
            by=by,
            periods=tuple(_periods(found, of, np.unique(snapshot.owner[mask]), by)),
            statements=len(found.statements),
            delegations=_delegations(snapshot, found.statements),
            passages=int(found.passages.sum()),
            searched=len(np.unique(snapshot.owner[mask])),
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
    inside = [
        one for one in statement.sentences if any(one.start < p.end and p.start < one.end for p in passages)
    ]
    citation = cite(statement, max(inside, key=lambda one: _share(one.of(statement.text), wordings)), number)
    return citation if verify(citation, statement) else None


def _share(sentence: str, wordings: Sequence[Sequence[str]]) -> float:
    held = set(content_terms(sentence))
    return max(len(held.intersection(terms)) / len(terms) for terms in wordings)


def _periods(found: _Found, of: Numbers, searched: Numbers, by: Per) -> Iterator[Period]:
    """In order of time; those without a date last."""
    snapshot = found.snapshot
    speaking = snapshot.owner[found.passages]
    for number in _filled(np.unique(of[found.statements]).tolist(), by):
        statements = found.at(of, number)
        yield Period(
            name=_name(number),
            statements=len(statements),
            delegations=_delegations(snapshot, statements),
            passages=int((of[speaking] == number).sum()),
            searched=int((of[searched] == number).sum()),
        )


def _delegations(snapshot: Snapshot, statements: Numbers) -> int:
    spoken_for = snapshot.columns.delegations[statements]
    return len(np.unique(spoken_for[spoken_for >= 0]))


def _suiting(snapshot: Snapshot, statements: Numbers) -> Per:
    """Years, or months or days where few are spanned."""
    days = snapshot.columns.first_day[statements]
    dated = days[days > 0]
    if not len(dated):
        return "year"
    first, last = (date(d // 10_000, d // 100 % 100, d % 100) for d in (int(dated.min()), int(dated.max())))
    if last.year - first.year >= LONG["year"]:
        return "year"
    months = (last.year - first.year) * 12 + last.month - first.month
    return "month" if months >= LONG["month"] else "day"


def _period_of(snapshot: Snapshot, by: Per) -> Numbers:
    """Per statement its period, or the longer one that is all its date tells."""
    first, last = snapshot.columns.first_day.astype(np.int64), snapshot.columns.last_day.astype(np.int64)
    year, month = first // 10_000 * 10_000, first // 100 * 100
    if by == "year":
        return year
    in_month = np.where(first // 100 == last // 100, month, year)
    return in_month if by == "month" else np.where(first == last, first, in_month)


def _filled(held: Sequence[int], by: Per) -> list[int]:
    """With the periods between the first and the last in which nothing was said of it. A year misread by
    centuries draws no hundreds of empty ones."""
    exact = [one for one in held if one and _exactness(one) == by]
    between = set(_between(exact[0], exact[-1], by)) if exact else set()
    if by == "year" and len(between) > MOST_PERIODS:
        between = set()
    periods = sorted(between | set(held), key=lambda one: (one == 0, one))
    if len(periods) > MOST_PERIODS:
        raise InvalidInput(
            f"The timeline would have {len(periods)} {by}s, more than {MOST_PERIODS}: narrow the dates, or "
            "count by year."
        )
    return periods


def _exactness(number: int) -> Per:
    return "day" if number % 100 else "month" if number % 10_000 else "year"


def _between(first: int, last: int, by: Per) -> Iterator[int]:
    """Every period from one to the other."""
    if by == "year":
        yield from range(first, last + 1, 10_000)
    elif by == "month":
        yield from (
            year + month
            for year in range(first // 10_000 * 10_000, last + 1, 10_000)
            for month in range(100, 1_300, 100)
            if first <= year + month <= last
        )
    else:
        day, end = (date(d // 10_000, d // 100 % 100, d % 100) for d in (first, last))
        yield from (int(f"{day + timedelta(ahead):%Y%m%d}") for ahead in range((end - day).days + 1))


def _name(number: int) -> str | None:
    if not number:
        return None
    digits = f"{number:08}"
    kept = get_args(Per).index(_exactness(number)) + 1
    return "-".join((digits[:4], digits[4:6], digits[6:])[:kept])


def _number(name: str) -> int:
    """The period of a name; raises InvalidInput if it is none."""
    if name == UNDATED:
        return 0
    digits = name.replace("-", "").ljust(8, "0")
    if not (digits.isascii() and digits.isdecimal()) or _name(int(digits)) != name:
        raise InvalidInput(f"{name!r} is no period; give one of the timeline's, or {UNDATED}.")
    return int(digits)
