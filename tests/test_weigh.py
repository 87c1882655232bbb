"""Sentences weighed: figures by hand, chances in order, nothing that was removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

import numpy as np
import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.logistic import read_logistic
from rag.answer.measured import READ_NAMES, UNREAD_NAMES
from rag.answer.readings import FirstPassages, Readings
from rag.answer.weigh import LISTED, Weighed, Weigher, values_of
from rag.question.corpus import FactsCache
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.reader.words import WordReader
from tests.drafts import ESTONIA, a_statement, halved
from tests.small_stores import EMBEDDER, holding, ranked


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    made = holding(
        tmp_path_factory.mktemp("store"),
        a_statement("a", halved("Whaling must end in every ocean.")),
        a_statement("b", "Hospitals were destroyed. Doctors were killed.", delegation=ESTONIA),
    )
    with made as opened:
        yield opened


def weighed(
    store: RecordStore, question: str, *gone: str, read: bool = True, listed: bool = False
) -> tuple[Weighed, ...]:
    query = understand(question, Filters(), FactsCache(store).facts(), load_delegations())
    ranking, focus = ranked(store, query)
    lookup = PassageLookup(store).fetch
    readings = FirstPassages(WordReader(), lookup).read(question, ranking) if read else Readings()
    store.remove(gone)
    return Weigher(EMBEDDER.count_tokens, lookup).weigh(ranking.scored, ranking, focus, readings, listed)


@pytest.mark.parametrize(("read", "listed"), [(True, False), (False, False), (False, True)])
def test_the_sentence_with_the_words_is_the_likeliest(store: RecordStore, read: bool, listed: bool) -> None:
    """Read or not; every sentence has a chance, the likeliest first."""
    found = weighed(store, "whaling in every ocean", read=read, listed=listed)
    assert found[0].span.of(found[0].statement.text) == "Whaling must end in every ocean."
    assert len(found) == 4
    chances = [one.chance for one in found]
    assert chances == sorted(chances, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(np.isfinite(values_of(one)).all() for one in found)


def test_figures_by_hand(store: RecordStore) -> None:
    """All words held: a whole share, and nothing is better."""
    best, *others = weighed(store, "whaling in every ocean")
    assert best.figures.words == pytest.approx(1.0)
    assert best.figures.late_behind == 0.0
    beside = next(one for one in others if one.statement.ref.id == "a")
    assert beside.figures.words == 0.0
    assert beside.figures.late_behind > 0
    assert beside.read is not None


def test_what_went_meanwhile_is_not_weighed(store: RecordStore) -> None:
    found = weighed(store, "whaling in every ocean", "a")
    assert {one.statement.ref.id for one in found} == {"b"}
    assert weighed(store, "whaling in every ocean", "b") == ()


def test_the_packaged_models_have_a_weight_for_every_figure(store: RecordStore) -> None:
    """And the figures stand in the order of their names."""
    found = weighed(store, "whaling in every ocean")
    assert len(values_of(found[0])) == len(READ_NAMES)
    assert values_of(found[0])[: len(UNREAD_NAMES)] == astuple(found[0].figures)
    for model, names in (("read", READ_NAMES), ("unread", UNREAD_NAMES), (LISTED, UNREAD_NAMES)):
        fitted = read_logistic("answering.tsv", names, model)
        assert (fitted.scales > 0).all()
        assert len(fitted.weights) == len(names)
