"""What one delegation said itself on a topic: its own record, newest first.

In: a question for it, ranked. Out: a list like any other, in order of date; what has no date comes last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from rag.answer.extract import Extractor
from rag.answer.focus import Focus
from rag.answer.lists import Listed, Lister, Listing, Quotable
from rag.answer.readings import Lookup
from rag.answer.weigh import Weigher
from rag.model import Side
from rag.ranking.retrieval import Ranking
from rag.reader.reading import Reader


class OwnRecord(Extractor):
    """Composes lists newest first."""

    def __init__(self, weigher: Weigher, lookup: Lookup, reader: Reader) -> None:
        super().__init__(weigher, lookup, reader)
        self._lister = _NewestFirst(weigher, reader)


class _NewestFirst(Lister):
    """The same listing by date."""

    def listing(
        self,
        ranking: Ranking,
        focus: Focus,
        question: str,
        quotable: Quotable,
        model: str,
        asked: Side | None = None,
        topic: str = "",
    ) -> Listing:
        found = super().listing(ranking, focus, question, quotable, model, asked, topic)
        return replace(found, sure=newest_first(found.sure), perhaps=newest_first(found.perhaps))


def newest_first(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    """By date, the latest first, as far as dates tell; the order given among equals."""
    return tuple(sorted(listed, key=lambda one: one.sentence.statement.ref.date or "", reverse=True))
