"""A term that nobody puts in its set phrase may be put in other words; a name may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.model import Filters
from rag.answer.listing import MENTIONS, REWORDED, Listed
from rag.answer.owned import owned, phrase_asked
from rag.answer.reworded import apart, as_worded, puts_otherwise
from rag.answer.weigh import Weighed
from tests.drafts import ESTONIA, a_statement, halved
from tests.small_stores import house_over
from tests.weighed import found_for

SAID = "Each State must protect its people, a responsibility it cannot hand to others."
PHRASED = "We uphold the responsibility to protect."


def _own(topic: str, folder: Path, *said: str) -> list[Weighed]:
    """Of what these statements say, the sentences that belong to the topic."""
    held = [a_statement(str(n), halved(text)) for n, text in enumerate(said)]
    with found_for(topic, folder, *held) as (wording, every):
        return owned(wording, phrase_asked(topic, every), every)


@pytest.mark.parametrize("topic", ["responsibility to protect", "R2P"])
def test_a_term_is_put_in_other_words_only_where_nobody_says_it(topic: str, tmp_path: Path) -> None:
    """Then its mentions are told by what is read, not by its words."""
    without = _own(topic, tmp_path / "without", SAID)
    assert {one.statement.ref.id for one in without} == {"0"}
    assert puts_otherwise(topic, without)
    assert as_worded(MENTIONS, topic, without) == REWORDED
    beside = _own(topic, tmp_path / "beside", SAID, PHRASED)
    assert {one.statement.ref.id for one in beside} == {"1"}
    assert not puts_otherwise(topic, beside)


def test_a_name_is_put_in_no_other_words(tmp_path: Path) -> None:
    assert not _own("the Arms Trade Treaty", tmp_path, "We want the sale of arms to be bound by law.")


def test_a_topic_of_no_table_is_no_term(tmp_path: Path) -> None:
    every = _own("narwhal hunting", tmp_path, "They spear the unicorns of the sea up north.")
    assert every
    assert not puts_otherwise("narwhal hunting", every)


def test_what_is_told_apart_keeps_its_order_below_the_limit(tmp_path: Path) -> None:
    one, *_ = _own("narwhal hunting", tmp_path, "They spear the unicorns of the sea up north.")
    chances = [0.1, 0.25, 0.4, 0.9, 1.0]
    told = [found.chance for found in apart([Listed(one, chance, 0.0) for chance in chances], 0.4, 0.25)]
    assert told == sorted(told)
    assert told[0] == 0.1
    assert all(0.25 <= chance < 0.4 for chance in told[1:])


def test_a_history_tells_apart_who_only_may_mean_it(tmp_path: Path) -> None:
    """Every statement that may, not only what comes nearest."""
    said = [SAID, "It is our responsibility to feed and to protect those who flee.", "Whales are large."]
    held = [a_statement(str(n), halved(text), delegation=ESTONIA) for n, text in enumerate(said)]
    with house_over(tmp_path, *held) as service:
        found = service.history(ESTONIA, "the responsibility to protect", Filters(), 20)
    assert not found.moments
    assert {one.statement.id for one in found.perhaps} == {"0", "1"}
