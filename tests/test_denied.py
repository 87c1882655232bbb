"""What a question takes for granted is denied by a quotation that says the opposite, and by no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from index.model import Filters, Passage, Span
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.readings import Contradiction, FirstPassages, Readings
from rag.question.corpus import FactsCache
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.reader.trained import TrainedReader
from tests.drafts import ESTONIA, a_statement, halved
from tests.small_stores import holding, ranked

QUOTATION = "We reject whaling in every ocean."
SAID = halved(QUOTATION)
LEFT = "Why did Estonia leave the whaling commission?"
MEMBER = "We remain a proud member of the whaling commission."


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    made = holding(tmp_path_factory.mktemp("store"), a_statement("a", SAID, delegation=ESTONIA))
    with made as opened:
        yield opened


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return TrainedReader()


def denied(
    store: RecordStore, reader: TrainedReader, question: str, read: bool = True, quotation: str = QUOTATION
) -> Contradiction | None:
    query = understand(question, Filters(), FactsCache(store).facts(), load_delegations())
    ranking, _ = ranked(store, query)
    passages = FirstPassages(reader, PassageLookup(store).fetch)
    readings = passages.read(question, ranking) if read else Readings()
    at = halved(quotation).index(quotation)
    return passages.says_otherwise(question, readings, ranking.scored[0], Span(at, at + len(quotation)))


def test_the_opposite_denies(store: RecordStore, reader: TrainedReader) -> None:
    """And names the sentence."""
    found = denied(store, reader, "Why does Estonia favour whaling in every ocean?")
    assert found is not None
    assert 0.5 < found.chance <= 1
    assert found.sentence == 0


def test_a_passage_that_says_otherwise_denies(reader: TrainedReader, tmp_path: Path) -> None:
    """Though its quotation by itself does not plainly oppose what is taken for granted."""
    with holding(tmp_path, a_statement("m", halved(MEMBER), delegation=ESTONIA)) as member:
        assert denied(member, reader, LEFT, quotation=MEMBER)
        assert not denied(member, reader, "Why is Estonia in the whaling commission?", quotation=MEMBER)


def test_the_plainest_sentence_is_shown(reader: TrainedReader, tmp_path: Path) -> None:
    """Not the one that was to be quoted, where another of those read contradicts."""
    quotation = "Its ships are painted grey."
    text = f"{MEMBER} {quotation}"
    spans = (Span(0, len(MEMBER)), Span(len(MEMBER) + 1, len(text)))
    made = replace(
        a_statement("p", text, delegation=ESTONIA),
        sentences=spans,
        passages=(Passage("p-0", 1, "point", Span(0, len(text))),),
    )
    with holding(tmp_path, made) as store:
        query = understand(LEFT, Filters(), FactsCache(store).facts(), load_delegations())
        ranking, _ = ranked(store, query)
        passages = FirstPassages(reader, PassageLookup(store).fetch)
        found = passages.says_otherwise(LEFT, passages.read(LEFT, ranking), ranking.scored[0], spans[1])
    assert found is not None
    assert found.sentence == 0


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("Why does Estonia reject whaling in every ocean?", True),
        ("Does Estonia favour whaling in every ocean?", True),
        ("Why does Estonia favour whaling in every ocean?", False),
    ],
)
def test_nothing_else_denies(store: RecordStore, reader: TrainedReader, question: str, read: bool) -> None:
    """Not what says so, not where nothing is taken for granted, not a passage that was never read."""
    assert denied(store, reader, question, read) is None
