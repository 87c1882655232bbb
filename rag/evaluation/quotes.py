"""How well quotations are checked: the gold rows, and quotations spoilt or typed anew on purpose.

In: gold rows or mutants, and a `QuoteChecker`. Out: one result per quotation first, counts derived from
them. A place is right when it is the gold file, or a copy of the same words from the same meeting.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rag.evaluation.quote_mutations import Mutant
from rag.model import QuoteCheck, Verdict
from rag.quotation.check import QuoteChecker

SameWords = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quotation of the gold set; `file` is None where it is not on record."""

    id: str
    quote: str
    delegation: str | None
    speaker: str | None
    meeting: str | None
    verdict: Verdict
    file: str | None


@dataclass(frozen=True, slots=True)
class QuoteResult:
    row: QuoteRow
    check: QuoteCheck
    verdict_right: bool
    place_right: bool
    took_ms: float

    @property
    def right(self) -> bool:
        return self.verdict_right and self.place_right


@dataclass(frozen=True, slots=True)
class MutantResult:
    """`right`: a true quotation not called altered or lost, a spoilt one not passed as verbatim."""

    mutant: Mutant
    check: QuoteCheck
    right: bool
    took_ms: float


def read_quote_rows(path: Path) -> tuple[QuoteRow, ...]:
    """The rows of `quotes.jsonl`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(_row(json.loads(line)) for line in lines if line.strip())


def _row(data: dict[str, object]) -> QuoteRow:
    given, truth = data["attributed_to"], data["truth"]
    assert isinstance(given, dict)
    file = truth["file"] if isinstance(truth, dict) else None
    verdict: Verdict = data["verdict"]  # type: ignore[assignment]
    return QuoteRow(
        str(data["id"]),
        str(data["quote"]),
        given["country"],
        given["speaker"],
        given["meeting"],
        verdict,
        file,
    )


def check_rows(rows: Iterable[QuoteRow], checker: QuoteChecker, same_words: SameWords) -> list[QuoteResult]:
    """Every row checked; `same_words(path, other)` tells whether two files hold the same statement."""
    results = []
    for row in rows:
        check, took = timed(checker, row.quote, row.delegation, row.speaker, row.meeting)
        place = row.file is None or _placed(check, row.file, same_words)
        results.append(QuoteResult(row, check, check.verdict == row.verdict, place, took))
    return results


def _placed(check: QuoteCheck, file: str, same_words: SameWords) -> bool:
    if check.match is None:
        return False
    found = check.match.statement.source.path
    return found == file or same_words(found, file)


def check_mutants(mutants: Iterable[Mutant], checker: QuoteChecker) -> list[MutantResult]:
    results = []
    for mutant in mutants:
        check, took = timed(checker, mutant.quote, mutant.delegation, None, None)
        right = check.verdict == "verbatim" if mutant.true else check.verdict != "verbatim"
        results.append(MutantResult(mutant, check, right, took))
    return results


def timed(
    checker: QuoteChecker, quote: str, delegation: str | None, speaker: str | None, meeting: str | None
) -> tuple[QuoteCheck, float]:
    """The check and how long it took in milliseconds."""
    begun = time.perf_counter()
    check = checker.check(quote, delegation, speaker, meeting)
    return check, (time.perf_counter() - begun) * 1000


def by_kind(results: Sequence[MutantResult]) -> dict[str, tuple[int, int]]:
    """For every kind of mutant: how many were judged rightly, of how many."""
    counts: dict[str, tuple[int, int]] = {}
    for result in results:
        right, of = counts.get(result.mutant.kind, (0, 0))
        counts[result.mutant.kind] = (right + result.right, of + 1)
    return counts
