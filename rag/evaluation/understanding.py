"""How well questions are understood, on labelled questions: holders, dates, scope, side, order, wants.

In: rows as in `reader/understand.jsonl`, the question reader, the table of delegations. Out: one row a
question, then figures with their counts. No record is asked: what a question means does not hang on what is
held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.model import Filters
from index.speakers.delegations import Delegations
from index.text.folding import fold_name
from rag.evaluation.measures import Estimate, estimate
from rag.question.model import RecordFacts
from rag.question.reader import QuestionReader
from rag.question.understand import understand

NO_RECORD = RecordFacts(frozenset(), (), frozenset(), ())


@dataclass(frozen=True, slots=True)
class LabelledName:
    """A name of a question as labelled."""

    words: str
    name: str
    kind: str

    def key(self, delegations: Delegations) -> str:
        """The delegation's code where the table has it, else the name folded."""
        one = delegations.resolve(self.name) if self.kind == "delegation" else None
        return one.code if one else fold_name(self.name)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A labelled question."""

    question: str
    holders: tuple[LabelledName, ...]
    mentions: tuple[LabelledName, ...]
    since: str | None
    until: str | None
    scope: str
    wants: str
    side: str | None
    order: str | None


@dataclass(frozen=True, slots=True)
class UnderstandingRow:
    """One question: whether each part of it was understood, and what was made of it."""

    question: str
    names_one: bool
    names_nobody: bool
    has_dates: bool
    has_side: bool
    has_order: bool
    holders: bool
    filtered: bool
    dates: bool
    scope: bool
    wants: bool
    side: bool
    order: bool
    found: tuple[str, ...]
    wanted: tuple[str, ...]


def labelled(rows: Iterable[Mapping[str, object]]) -> tuple[Labelled, ...]:
    """The rows of a file of labelled questions."""
    return tuple(
        Labelled(
            question=str(row["question"]),
            holders=_names(row["holders"]),
            mentions=_names(row["mentions"]),
            since=_text(row["since"]),
            until=_text(row["until"]),
            scope=str(row["scope"]),
            wants=str(row["wants"]),
            side=_text(row["side"]),
            order=_text(row["order"]),
        )
        for row in rows
    )


def judge_rows(
    rows: Iterable[Labelled], reader: QuestionReader, delegations: Delegations
) -> tuple[UnderstandingRow, ...]:
    """Every question understood and held against its labels."""
    return tuple(_judged(row, reader, delegations) for row in rows)


def understanding_measures(rows: Sequence[UnderstandingRow]) -> dict[str, Estimate]:
    """The measures, those of rare parts both over all questions and over those that have the part."""
    return dict(
        (
            _rate(
                "holders exact, of questions that name a delegation", [r.holders for r in rows if r.names_one]
            ),
            _rate("filtered though nobody was asked to speak", [r.filtered for r in rows if r.names_nobody]),
            _rate("dates exact, of questions with dates", [r.dates for r in rows if r.has_dates]),
            _rate("no date, of questions without", [r.dates for r in rows if not r.has_dates]),
            _rate("scope", [r.scope for r in rows]),
            _rate("side", [r.side for r in rows]),
            _rate("side, of questions with a side", [r.side for r in rows if r.has_side]),
            _rate("order", [r.order for r in rows]),
            _rate("order, of questions with an order", [r.order for r in rows if r.has_order]),
            _rate("wants", [r.wants for r in rows]),
        )
    )


def lines_of(found: Mapping[str, Estimate]) -> list[str]:
    """The figures as text."""
    return [f"{name}: {one} of {one.count}" for name, one in found.items()]


def _judged(row: Labelled, reader: QuestionReader, delegations: Delegations) -> UnderstandingRow:
    taken = understand(row.question, Filters(), NO_RECORD, delegations, reader).interpreted
    wanted = {name.key(delegations) for name in row.holders if name.kind == "delegation"}
    named = [name for name in taken.holders if name.kind == "delegation"]
    found = {name.code or fold_name(name.name) for name in named}
    as_names = {fold_name(name.name) for name in named}
    exact = found == wanted or as_names == {fold_name(n.name) for n in row.holders if n.kind == "delegation"}
    return UnderstandingRow(
        question=row.question,
        names_one=bool(wanted),
        names_nobody=not row.holders,
        has_dates=bool(row.since or row.until),
        has_side=row.side is not None,
        has_order=row.order is not None,
        holders=exact,
        filtered=bool(taken.filters.delegations or taken.filters.speakers),
        dates=(taken.filters.since, taken.filters.until) == (row.since, row.until),
        scope=taken.scope == row.scope,
        wants=taken.wants == row.wants,
        side=taken.side == row.side,
        order=taken.order == row.order,
        found=tuple(sorted(found)),
        wanted=tuple(sorted(wanted)),
    )


def _rate(name: str, right: Sequence[bool]) -> tuple[str, Estimate]:
    return name, estimate([float(one) for one in right])


def _names(value: object) -> tuple[LabelledName, ...]:
    rows = value if isinstance(value, list) else []
    return tuple(LabelledName(str(row["text"]), str(row["name"]), str(row["kind"])) for row in rows)


def _text(value: object) -> str | None:
    return None if value is None else str(value)
