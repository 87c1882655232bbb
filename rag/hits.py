"""Ranked passages in, hits with statement, text and citation out; copies of a passage are shown once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.model import Passage, Statement
from index.store import RecordStore
from rag.cite import cite
from rag.model import Hit
from rag.retrieval import Scored


class Shelf:
    """Looks up the statements and passages of ranked rows; what was removed meanwhile is left out."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    def fetch(self, scored: Sequence[Scored]) -> Mapping[int, tuple[Statement, Passage]]:
        """Statement and passage by row."""
        with self._store.reading() as view:
            rows = view.passages([item.row for item in scored])
            statements = {id: view.statement(id) for id in {item.statement for item in rows.values()}}
        return {row: (statements[place.statement], place.passage) for row, place in rows.items()}

    def hits(self, scored: Sequence[Scored], limit: int) -> tuple[Hit, ...]:
        """The first `limit` passages as hits, a passage that stands in two records counted once."""
        found = self.fetch(scored[: 2 * limit])
        seen: set[str] = set()
        hits: list[Hit] = []
        for item in scored[: 2 * limit]:
            if item.row not in found or len(hits) == limit:
                continue
            statement, passage = found[item.row]
            words = "".join(filter(str.isalnum, passage.span.of(statement.text).casefold()))
            if words not in seen:
                seen.add(words)
                hits.append(hit_of(len(hits) + 1, item, statement, passage))
        return tuple(hits)


def hit_of(rank: int, item: Scored, statement: Statement, passage: Passage) -> Hit:
    citation = cite(statement, passage.span, number=rank)
    return Hit(
        rank=rank,
        score=item.score,
        statement=statement.ref,
        passage=passage,
        text=citation.quote,
        paragraphs=citation.paragraphs,
        page=citation.page,
        citation=citation,
    )
