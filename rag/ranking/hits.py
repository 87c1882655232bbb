"""Ranked passages in, hits with statement, text and citation out; copies of a passage are shown once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from index.model import Passage, Statement
from index.store.record_store import RecordStore
from index.text.folding import fold_letters
from rag.citation.cite import cite
from rag.model import Hit
from rag.ranking.retrieval import Scored


class PassageLookup:
    """Looks up the statements and passages of ranked rows, without those removed in the meantime or damaged
    on disk."""

    def __init__(self, store: RecordStore) -> None:
        self._store = store

    def fetch(self, scored: Sequence[Scored]) -> Mapping[int, tuple[Statement, Passage]]:
        """Statement and passage by row."""
        with self._store.reading() as view:
            rows = view.passages([item.row for item in scored])
            statements = view.statements({item.statement for item in rows.values()})
        return {
            row: (statements[place.statement], place.passage)
            for row, place in rows.items()
            if place.statement in statements
        }

    def hits(self, scored: Sequence[Scored], limit: int) -> tuple[Hit, ...]:
        """The first `limit` passages as hits; a passage that stands in several records counts once."""
        hits: dict[str, Hit] = {}
        for item, statement, passage in self._in_order(scored, limit):
            words = fold_letters(passage.span.of(statement.text))
            if words not in hits:
                hits[words] = hit_of(len(hits) + 1, item, statement, passage)
            if len(hits) >= limit:
                break
        return tuple(hits.values())

    def _in_order(self, scored: Sequence[Scored], step: int) -> Iterator[tuple[Scored, Statement, Passage]]:
        """The passages that are still there, fetched `step` at a time."""
        for start in range(0, len(scored), max(step, 1)):
            some = scored[start : start + step]
            found = self.fetch(some)
            yield from ((item, *found[item.row]) for item in some if item.row in found)


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
