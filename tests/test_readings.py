"""Which passages of a ranking are read: a few first, more where none of these answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.readings import FURTHER, MOST, READ, FirstPassages, Readings
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


def read(store: RecordStore, question: str) -> tuple[Ranking, Readings]:
    query = understand(question, Filters(), FactsCache(store).facts(), load_delegations())
    ranking, _ = ranked(store, query)
    return ranking, FirstPassages(WordReader(), PassageLookup(store).fetch).read(question, ranking)


def test_no_more_are_read_where_one_answers(store: RecordStore) -> None:
    """The first ones, in the order of the ranking."""
    ranking, readings = read(store, f"{SAID}?")
    assert list(readings.by_row) == [item.row for item in ranking.scored[:READ]]
    assert max(one.whole.answers for one in readings.by_row.values()) >= FURTHER


def test_more_are_read_where_none_answers(store: RecordStore) -> None:
    """As many as may be, no passage twice, still in order."""
    ranking, readings = read(store, "Which whaling treaty did ministers sign and which clauses bind owners?")
    assert max(one.whole.answers for one in readings.by_row.values()) < FURTHER
    assert list(readings.by_row) == [item.row for item in ranking.scored[:MOST]]


def test_all_are_read_where_there_are_few(store: RecordStore) -> None:
    """A ranking that ends before the most is read to its end."""
    question = "Which whaling treaty did ministers sign and which clauses bind owners?"
    query = understand(
        question, Filters(statements=("s1", "s2")), FactsCache(store).facts(), load_delegations()
    )
    ranking, _ = ranked(store, query)
    readings = FirstPassages(WordReader(), PassageLookup(store).fetch).read(question, ranking)
    assert set(readings.by_row) == {item.row for item in ranking.scored}
