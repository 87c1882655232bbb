"""Issues by delegations: what each said on each issue, or that it did not, over everything it said.

In: issues and filters. Out: a `Matrix`: for each issue and delegation a verified quotation, or "did not
address" with how many of its statements were looked at and the nearest sentence. Every passage of the
delegation under the filters is scored; what it only reports from others is not its position.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index.errors import InvalidInput
from index.model import Delegation, Filters
from index.search.parts import Flags
from index.search.snapshot import Snapshot
from rag.answer.sided import Sides, SidesOn
from rag.citation.cite import cite, verify
from rag.model import Citation, Side
from rag.position.neighbours import NeighbourFinder
from rag.position.passage_reader import Neighbour, addresses
from rag.position.query_encoder import QueryEncoder

MOST_DELEGATIONS = 250
MOST_ISSUES = 20


@dataclass(frozen=True, slots=True)
class Cell:
    """One delegation on one issue.

    `citation` is its words if it addressed the issue, `nearest` the closest it came if it did not;
    `statements` and `passages` say how many were looked at. `side` is the side its words take, None if it did
    not address the issue.
    """

    delegation: Delegation
    citation: Citation | None
    nearest: Citation | None
    statements: int
    passages: int
    side: Side | None = None

    @property
    def addressed(self) -> bool:
        return self.citation is not None

    @property
    def date(self) -> str | None:
        """When it said so, as far as the record shows."""
        return self.citation.date if self.citation else None


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at of one delegation: its statements, how many passages they have, and the nearest."""

    statements: frozenset[str]
    passages: int
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Row:
    issue: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """A row per issue, a cell per delegation, in the order of `delegations`."""

    delegations: tuple[Delegation, ...]
    rows: tuple[Row, ...]
    index: str
    took_ms: float


class Comparer:
    """Fills matrices."""

    def __init__(
        self,
        finder: NeighbourFinder,
        encoder: QueryEncoder,
        named: Callable[[str], Delegation],
        sides: SidesOn,
    ) -> None:
        self._finder, self._encoder, self._named, self._sides = finder, encoder, named, sides

    def compare(self, issues: Sequence[str], filters: Filters, own: Delegation | None = None) -> Matrix:
        """The delegations of the filters, or all that spoke under them, on each issue; `own`, the one that
        asks, first.

        Raises InvalidInput for no issue, too many issues, or more delegations than a table can show.
        """
        began = time.perf_counter()
        if not 1 <= len(issues) <= MOST_ISSUES:
            raise InvalidInput(f"Give one to {MOST_ISSUES} issues to compare.")
        snapshot = self._finder.snapshot()
        mask = snapshot.once(snapshot.mask(filters))
        codes = filters.delegations or spoke(snapshot, mask)
        if own is not None:
            codes = (own.code, *(code for code in codes if code != own.code))
            filters = replace(filters, delegations=codes if filters.delegations else ())
            mask = snapshot.once(snapshot.mask(replace(filters, delegations=())))
        if len(codes) > MOST_DELEGATIONS:
            raise InvalidInput(
                f"{len(codes)} delegations spoke under these filters; narrow them to a meeting or name some."
            )
        rows = tuple(self._row(snapshot, issue, filters, mask, codes) for issue in issues)
        took = (time.perf_counter() - began) * 1000
        return Matrix(tuple(map(self._named, codes)), rows, f"r{snapshot.revision}", round(took, 1))

    def _row(
        self, snapshot: Snapshot, issue: str, filters: Filters, mask: Flags, codes: Sequence[str]
    ) -> Row:
        encoded, sides = self._encoder.encode_text(issue), self._sides(issue, filters)
        said = [mask & snapshot.mask(Filters(delegations=(code,))) for code in codes]
        looked = self._finder.looked_at(snapshot, encoded, said)
        return Row(
            issue,
            tuple(
                self._cell(code, Looked(_statements(snapshot, own), int(own.sum()), neighbours), sides)
                for code, own, (_, neighbours) in zip(codes, said, looked, strict=True)
            ),
        )

    def _cell(self, code: str, looked: Looked, sides: Sides) -> Cell:
        """Where a side is told the sentence that shows it, else the nearest that addresses the issue."""
        side = sides.of(looked.statements)
        shown = next((one for id, one in sides.cited.items() if id in looked.statements), None)
        spoken = next((item for item in looked.neighbours if addresses(item)), None)
        citation = shown or (quoted(spoken) if spoken else None)
        closest = max(looked.neighbours, key=lambda item: item.support, default=None)
        return Cell(
            delegation=self._named(code),
            citation=replace(citation, number=1, side=None) if citation else None,
            nearest=quoted(closest) if closest and not citation else None,
            statements=len(looked.statements),
            passages=looked.passages,
            side=side if citation else None,
        )


def _statements(snapshot: Snapshot, mask: Flags) -> frozenset[str]:
    """The statements with a passage under the mask."""
    return frozenset(snapshot.statements[at].id for at in np.unique(snapshot.owner[mask]).tolist())


def quoted(neighbour: Neighbour, number: int = 1) -> Citation | None:
    """The citation of a passage's nearest sentences, None if it cannot be verified."""
    citation = cite(neighbour.statement, neighbour.run.span, number)
    return citation if verify(citation, neighbour.statement) else None


def spoke(snapshot: Snapshot, mask: Flags) -> tuple[str, ...]:
    """Codes of the delegations with a passage under the mask, in alphabetical order."""
    owners = np.unique(snapshot.owner[mask])
    return tuple(sorted({code for at in owners if (code := snapshot.statements[at].delegation)}))
