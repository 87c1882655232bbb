"""Which passages of a ranking are read: a few first, more before a question is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.readings import MOST, READ, FirstPassages
from rag.question.corpus import FactsCache
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.ranking.retrieval import Ranking
from rag.reader.words import WordReader
from tests.drafts import a_statement, halved
from tests.small_stores import holding, ranked

SAID = "Whaling must end in every ocean"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    """More statements on whaling than are read."""
    some = [a_statement(f"s{at}", halved(f"{SAID}, says voice {at}.")) for at in range(MOST)]
    with holding(tmp_path_factory.mktemp("store"), *some) as opened:
        yield opened


def ranking_of(store: RecordStore, question: str, filters: Filters) -> Ranking:
    ranking, _ = ranked(store, understand(question, filters, FactsCache(store).facts(), load_delegations()))
    return ranking


def rows_read(store: RecordStore, ranking: Ranking) -> list[list[int]]:
    """The passages read after each turn."""
    passages = FirstPassages(WordReader(), PassageLookup(store).fetch)
    return [list(readings.by_row) for readings in passages.in_turn(SAID, ranking)]


def test_each_turn_adds_the_next_passages(store: RecordStore) -> None:
    """In the order of the ranking, none twice, up to the most that are read."""
    ranking = ranking_of(store, SAID, Filters())
    assert len(ranking.scored) > MOST
    rows = [item.row for item in ranking.scored]
    assert rows_read(store, ranking) == [rows[:end] for end in range(READ, MOST + 1, READ)]


def test_no_turn_goes_beyond_the_ranking(store: RecordStore) -> None:
    """A short ranking is read once, an empty one too."""
    for some in ((), ("s1", "s2")):
        ranking = ranking_of(store, SAID, Filters(statements=some or ("nowhere",)))
        assert rows_read(store, ranking) == [[item.row for item in ranking.scored]]
