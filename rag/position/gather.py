"""What briefings and histories are made of: every statement on the topic as a list finds it, with its side.

In: a topic and filters, or passages chosen by hand. Out: `Gathered`: citations, likeliest first, as "Which
delegations mentioned ...?" lists them, so that they and an answer rest on the same base.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from index.errors import InvalidInput
from index.model import Filters
from index.store.record_store import RecordStore
from index.store.statements import PassageRow
from rag.answer.ask import Asker
from rag.answer.asked_list import MENTIONED
from rag.answer.choose import quoted
from rag.answer.drafted import drafted
from rag.citation.cite import cite
from rag.discourse.harm import is_harm
from rag.model import Citation, Counts, Side

MOST_PASSAGES = 200
FEW = 4
"""Quotations where no list is found."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """Citations surely on the topic, each with its side, and those that may be; `counts` of the list."""

    sure: tuple[Citation, ...]
    perhaps: tuple[Citation, ...] = ()
    counts: Counts | None = None


class Gatherer:
    """Gathers."""

    def __init__(self, asker: Asker, store: RecordStore) -> None:
        self._asker, self._store = asker, store

    def on_topic(self, topic: str, filters: Filters) -> Gathered:
        """The complete list for the topic; where nobody is surely on it, who may be or what is nearest."""
        question = MENTIONED.format(topic.rstrip(" .?!"))
        answer = self._asker.ask(question, filters, FEW)
        none: Side | None = None if is_harm(topic) else "unclear"
        cited = [replace(one, number=0, side=none) for one in answer.citations]
        sure = {one.statement.id: one for one in cited[: answer.counts.statements if answer.counts else 0]}
        sure |= self._asker.sides(topic, filters).cited
        listed = () if answer.counts else self._asker.listed(question, filters).perhaps
        near = drafted([quoted([one.sentence]) for one in listed]).citations
        perhaps = tuple(
            replace(one, number=0, side=None) for one in near or cited if one.statement.id not in sure
        )
        return Gathered(tuple(sure.values()), perhaps, answer.counts)

    def of_passages(self, topic: str | None, ids: Sequence[str]) -> Gathered:
        """The passages whole, each once; raises NotFound for one that is not there."""
        if not 1 <= len(ids) <= MOST_PASSAGES:
            raise InvalidInput(f"Give one to {MOST_PASSAGES} passages.")
        places = [self._store.passage(id) for id in dict.fromkeys(ids)]
        statements = tuple(dict.fromkeys(one.statement for one in places))
        asked = topic if topic and not is_harm(topic) else None
        sides = self._asker.sides(asked, Filters(statements=statements)).cited if asked else None
        return Gathered(tuple(self._passage(sides, one) for one in places))

    def _passage(self, sides: Mapping[str, Citation] | None, place: PassageRow) -> Citation:
        """The passage, with the side that a sentence of it takes; none where nothing was asked."""
        cited = cite(self._store.statement(place.statement), place.passage.span)
        if sides is None:
            return cited
        shown = sides.get(place.statement)
        inside = shown is not None and shown.span.shared(cited.span) > 0
        return replace(cited, side=shown.side if shown and inside else "unclear")
