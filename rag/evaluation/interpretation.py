"""How well questions are understood: hard filters against what the gold says the question names.

In: gold question rows with their `filters`, the statements by data path, the table of delegations. Out:
one row a question, then precision and recall by kind of filter. The costly error, a filter that shuts
out an answer of the gold, is counted apart and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.model import Filters, StatementRef
from index.speakers.delegations import Delegations
from index.text.folding import fold_name
from rag.evaluation.gold import data_path, json_lines
from rag.question.dates import overlaps
from rag.question.facts import gather_facts
from rag.question.model import Period, RecordFacts
from rag.question.reader import QuestionReader
from rag.question.understand import understand

KINDS = ("delegation", "speaker", "dates", "meeting")


@dataclass(frozen=True, slots=True)
class InterpretationRow:
    """One question: what it names and what was filtered by, for each kind; the answers shut out."""

    id: str
    named: tuple[frozenset[str], ...]
    filtered: tuple[frozenset[str], ...]
    preferred: frozenset[str]
    shut_out: tuple[str, ...]
    problems: tuple[str, ...]
    answerable: bool


@dataclass(frozen=True, slots=True)
class KindFigures:
    """Counts for one kind of filter over all questions."""

    kind: str
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def judge_interpretation(
    questions: Path,
    statements: Mapping[str, StatementRef],
    delegations: Delegations,
    reader: QuestionReader | None = None,
) -> tuple[InterpretationRow, ...]:
    """Every gold question understood against the record that the statements (by data path) make up."""
    facts = gather_facts(statements.values())
    return tuple(_row(row, statements, facts, delegations, reader) for row in json_lines(questions))


def figures(rows: Sequence[InterpretationRow]) -> tuple[KindFigures, ...]:
    """Precision and recall of the filters, by kind."""
    return tuple(
        _figures(kind, [(row.named[at], row.filtered[at]) for row in rows]) for at, kind in enumerate(KINDS)
    )


def costly(rows: Sequence[InterpretationRow]) -> tuple[InterpretationRow, ...]:
    """Answerable questions whose filters shut out an answer, or that were held to be impossible."""
    return tuple(row for row in rows if row.answerable and (row.shut_out or row.problems))


def admits(filters: Filters, ref: StatementRef) -> bool:
    """Does the statement satisfy the filters, as the search applies them?"""
    code = ref.delegation.code if ref.delegation else None
    speaker = set(fold_name(ref.speaker.name or "").split())
    period = Period(filters.since, filters.until)
    return (
        (not filters.delegations or code in filters.delegations)
        and (not filters.meetings or ref.meeting in filters.meetings)
        and (not filters.organs or ref.organ in filters.organs)
        and (
            not filters.speakers or any(set(fold_name(name).split()) <= speaker for name in filters.speakers)
        )
        and (period == Period(None, None) or (ref.date is not None and overlaps(ref.date, period)))
    )


def _row(
    row: Mapping[str, object],
    statements: Mapping[str, StatementRef],
    facts: RecordFacts,
    table: Delegations,
    reader: QuestionReader | None,
) -> InterpretationRow:
    query = understand(str(row["question"]), Filters(), facts, table, reader)
    answers = row["answers"] if isinstance(row["answers"], list) else []
    files = [data_path(str(answer["file"])) for answer in answers]
    return InterpretationRow(
        id=str(row["id"]),
        named=_named(row["filters"], table),
        filtered=_filtered(query.filters, facts),
        preferred=frozenset(delegation.code for delegation in query.preferred),
        shut_out=tuple(
            file for file in files if file in statements and not admits(query.filters, statements[file])
        ),
        problems=tuple(problem.reason for problem in query.problems),
        answerable=bool(answers),
    )


def _named(filters: object, table: Delegations) -> tuple[frozenset[str], ...]:
    given = filters if isinstance(filters, dict) else {}
    country = table.resolve(given["country"]) if "country" in given else None
    return (
        frozenset({country.code} if country else ()),
        frozenset({fold_name(given["speaker"])} if "speaker" in given else ()),
        _days(given.get("from"), given.get("to")),
        frozenset({given["meeting"]} if "meeting" in given else ()),
    )


def _filtered(filters: Filters, facts: RecordFacts) -> tuple[frozenset[str], ...]:
    implied = {code for name, code in facts.speakers if name in filters.speakers and code}
    return (
        frozenset(filters.delegations) or frozenset(implied),
        frozenset(fold_name(name) for name in filters.speakers),
        _days(filters.since, filters.until),
        frozenset(filters.meetings),
    )


def _days(since: str | None, until: str | None) -> frozenset[str]:
    return frozenset({f"{since or ''}..{until or ''}"} if since or until else ())


def _figures(kind: str, pairs: Iterable[tuple[frozenset[str], frozenset[str]]]) -> KindFigures:
    right = wrong = missed = 0
    for named, filtered in pairs:
        hit = bool(named & filtered)
        right += hit
        wrong += bool(filtered) and not hit
        missed += bool(named) and not hit
    return KindFigures(kind, right, wrong, missed)
