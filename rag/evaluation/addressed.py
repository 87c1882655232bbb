"""Does the matrix say rightly who addressed an issue and who did not? Issues of six meetings, told by words.

In: a service over the Council's records, and the issues of `data/issues.tsv`, each with the words that show a
statement speaks of it. Out: one row per issue with its cells counted, figures derived from the rows. Words
judge weakly: a passing mention counts as addressed, a paraphrase does not, so figures are lower bounds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.model import Filters
from index.tables import rows_of
from rag.evaluation.measures import Estimate, bootstrap
from rag.position.matrix import MOST_ISSUES, Matrix
from rag.service import OnRecord

PAGE = 500


@dataclass(frozen=True, slots=True)
class Issue:
    meeting: str
    name: str
    words: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class AddressedRow:
    """Cells of one issue: with the words and quoted, with them and not quoted, without them and quoted,
    neither."""

    meeting: str
    issue: str
    found: int
    missed: int
    invented: int
    silent: int


def read_issues() -> tuple[Issue, ...]:
    """The rows of `data/issues.tsv`."""
    rows = rows_of("rag", "issues.tsv")
    return tuple(Issue(row["meeting"], row["issue"], re.compile(row["words"])) for row in rows)


def addressed_rows(service: OnRecord, issues: Sequence[Issue]) -> list[AddressedRow]:
    """A row per issue whose meeting the index holds."""
    rows: list[AddressedRow] = []
    for meeting in dict.fromkeys(issue.meeting for issue in issues):
        said = texts_of(service, meeting)
        asked = [issue for issue in issues if issue.meeting == meeting]
        for start in range(0, len(asked) if said else 0, MOST_ISSUES):
            some = asked[start : start + MOST_ISSUES]
            matrix = service.compare([issue.name for issue in some], Filters(meetings=(meeting,)))
            rows += _rows(some, matrix, said)
    return rows


def texts_of(service: OnRecord, meeting: str) -> Mapping[str, str]:
    """What each delegation said in a meeting, by its code, white space made single blanks."""
    said: dict[str, str] = {}
    cursor = None
    while True:
        items, cursor = service.statements(Filters(meetings=(meeting,)), cursor, PAGE)
        for ref in items:
            if ref.delegation is not None:
                text = " ".join(service.statement(ref.id).text.split())
                said[ref.delegation.code] = f"{said.get(ref.delegation.code, '')} {text}"
        if cursor is None:
            return said


def _rows(issues: Sequence[Issue], matrix: Matrix, said: Mapping[str, str]) -> Iterable[AddressedRow]:
    for issue, row in zip(issues, matrix.rows, strict=True):
        cells = [
            (issue.words.search(said.get(cell.delegation.code, "")) is not None, cell.addressed)
            for cell in row.cells
        ]
        counted = [cells.count(pair) for pair in ((True, True), (True, False), (False, True), (False, False))]
        yield AddressedRow(issue.meeting, issue.name, *counted)


def addressed_measures(rows: Sequence[AddressedRow]) -> dict[str, Estimate]:
    """Shares over all cells, with intervals over resampled issues."""
    found, missed, invented, silent = (
        np.array([(row.found, row.missed, row.invented, row.silent) for row in rows], np.int64)
        .reshape(-1, 4)
        .T
    )
    return {
        "issue's words on record: quoted": _share(found, missed),
        "quoted: issue's words on record": _share(found, invented),
        "said not to address it: without its words": _share(silent, missed),
    }


def _share(right: npt.NDArray[np.int64], wrong: npt.NDArray[np.int64]) -> Estimate:
    """The cells that are right among both, pooled over the issues drawn."""

    def pooled(drawn: Sequence[float]) -> float:
        at = np.array(drawn, np.int64)
        return float(right[at].sum() / max(right[at].sum() + wrong[at].sum(), 1))

    return bootstrap(range(len(right)), pooled)
