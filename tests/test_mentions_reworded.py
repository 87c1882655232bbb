"""Mentions of a topic that the record puts in other words have a judge of their own, and one debate its own
limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.answer.list_judge import LIMITS, limits_of
from rag.answer.listing import CLAIMS, MENTIONS, REWORDED, SIDES
from rag.answer.reworded import as_worded
from tests.drafts import a_statement, halved
from tests.weighed import found_for

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
    held = a_statement("a", halved(said)), a_statement("b", halved("Rice is dear."))
    with found_for(TOPIC, tmp_path, *held) as (_, every):
        assert as_worded(MENTIONS, TOPIC, every) == kind
        assert as_worded(CLAIMS, TOPIC, every) == CLAIMS


@pytest.mark.parametrize("kind", [MENTIONS, CLAIMS, SIDES])
def test_a_debate_asks_for_less_and_never_names_apart_what_is_sure(kind: str) -> None:
    """Of a side, what one debate is worth is added to its chance instead."""
    sure, apart = limits_of(kind, debate=True)
    assert apart < sure <= LIMITS[kind][0]
    assert limits_of(kind, debate=False) == LIMITS[kind]
