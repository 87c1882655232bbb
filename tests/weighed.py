"""Weighed sentences for laws about which of them are quoted or listed.

In: statements. Out: every sentence of theirs, weighed for a question.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from index.model import Filters, Passage, Span, Statement
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import load_delegations
from rag.answer.listing import Wording
from rag.answer.readings import Readings
from rag.answer.weigh import Weighed, Weigher
from rag.question.corpus import FactsCache
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from tests.small_stores import EMBEDDER, holding, ranked


def cut(statement: Statement) -> Statement:
    """The statement cut into its sentences, in one passage."""
    whole = Passage(f"{statement.ref.id}-0", 1, "point", Span(0, len(statement.text)))
    return replace(statement, sentences=tuple(split_sentences(statement.text)), passages=(whole,))


@contextmanager
def sentences_for(question: str, folder: Path, *statements: Statement) -> Iterator[list[Weighed]]:
    """Statement by statement in the order of the text, while their store is open."""
    with found_for(question, folder, *map(cut, statements), listed=False) as (_, found):
        yield sorted(found, key=lambda one: (one.statement.ref.id, one.at))


@contextmanager
def found_for(
    topic: str, folder: Path, *statements: Statement, listed: bool = True
) -> Iterator[tuple[Wording, Sequence[Weighed]]]:
    """A list's question that is all topic, with what is found for it, the likeliest first, while their store
    is open."""
    with holding(folder, *statements) as store:
        query = understand(topic, Filters(), FactsCache(store).facts(), load_delegations())
        ranking, focus = ranked(store, query)
        weigher = Weigher(EMBEDDER.count_tokens, PassageLookup(store).fetch)
        found = weigher.weigh(ranking.scored, ranking, focus, Readings(), listed)
        yield Wording(topic, topic, ranking, focus), found


def with_chances(sentences: Sequence[Weighed], *chances: float) -> list[Weighed]:
    """Each with its chance, likeliest first."""
    told = [replace(one, chance=chance) for one, chance in zip(sentences, chances, strict=True)]
    return sorted(told, key=lambda one: -one.chance)
