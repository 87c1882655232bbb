"""Mentions of a topic that the record puts in other words have a judge of their own, and one debate its own
limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.answer.list_judge import LIMITS, limits_of
from rag.answer.listing import CLAIMS, MENTIONS, REWORDED, SIDES
from rag.answer.readings import Readings
from rag.answer.reworded import as_worded
from rag.answer.weigh import Weigher
from rag.question.corpus import FactsCache
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from tests.drafts import a_statement, halved
from tests.small_stores import EMBEDDER, holding, ranked

TOPIC = "narwhal hunting"


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("We spoke of narwhal hunting at length.", MENTIONS),
        ("They spear the unicorns of the sea up north.", REWORDED),
        ("Hunting goes on at length up north.", REWORDED),
    ],
)
def test_a_topic_is_in_the_records_words_or_in_others(said: str, kind: str, tmp_path: Path) -> None:
    """It is in its words where one sentence and its neighbours hold nearly all of it."""
    with holding(
        tmp_path, a_statement("a", halved(said)), a_statement("b", halved("Rice is dear."))
    ) as store:
        query = understand(TOPIC, Filters(), FactsCache(store).facts(), load_delegations())
        ranking, focus = ranked(store, query)
        weigher = Weigher(EMBEDDER.count_tokens, PassageLookup(store).fetch)
        every = weigher.weigh(ranking.scored, ranking, focus, Readings(), listed=True)
    assert as_worded(MENTIONS, TOPIC, every) == kind
    assert as_worded(CLAIMS, TOPIC, every) == CLAIMS


@pytest.mark.parametrize("kind", [MENTIONS, CLAIMS, SIDES])
def test_a_debate_asks_for_less_and_never_names_apart_what_is_sure(kind: str) -> None:
    """Of a side, what one debate is worth is added to its chance instead."""
    sure, apart = limits_of(kind, debate=True)
    assert apart < sure <= LIMITS[kind][0]
    assert limits_of(kind, debate=False) == LIMITS[kind]
