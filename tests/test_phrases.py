"""Set phrases: a sentence holds one, or only its words."""

from __future__ import annotations

import pytest

from index.model import Filters
from rag.question.phrases import compound_phrase, fixed_phrase, phrase_of
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement, halved
from tests.golden import golden
from tests.small_stores import house_over


@golden("phrases.tsv")
def test_a_phrase_stands_or_only_its_words_do(topic: str, sentence: str, held: bool) -> None:
    phrase = phrase_of(topic)
    assert phrase is not None
    assert phrase.stands_in(sentence) is held


@pytest.mark.parametrize("topic", ["the drawdown of MONUSCO", "R2P and the ICC", "narwhal hunting"])
def test_a_topic_that_says_more_is_no_phrase_of_the_tables(topic: str) -> None:
    assert phrase_of(topic) is None


def test_a_part_stands_for_a_phrase_where_it_is_seldom_of_another() -> None:
    """Of the goals "development goals" may stand alone, "sustainable development" not."""
    phrase = phrase_of("the Sustainable Development Goals")
    assert phrase is not None
    said = [
        *["We pursue the Sustainable Development Goals."] * 3,
        *["Forests serve sustainable development."] * 5,
        "The development goals are far off.",
    ]
    known = phrase.with_parts(said)
    assert known.stands_in("Our development goals come first.")
    assert not known.stands_in("Roads bring sustainable development.")


JOINED = ["We grieve for loss and damage."] * 6


@pytest.mark.parametrize(
    ("topic", "said", "fixed"),
    [
        ("loss and damage", [*JOINED, "The damage, loss and grief are great."], True),
        ("loss and damage", [*JOINED, *["Damage, loss, grief."] * 7], False),
        ("loss and damage", JOINED[:4], False),
        ("loss damage", ["We see loss damage."] * 9, False),
        ("embargo against Cuba", ["The embargo against Cuba must end."] * 9, False),
        ("loss and damage funds", ["We want loss and damage funds."] * 9, False),
    ],
)
def test_two_words_that_are_always_joined_so_are_a_phrase(topic: str, said: list[str], fixed: bool) -> None:
    """Not a compound, not a topic with a name in it, nothing seldom said or said in other ways as often."""
    assert (fixed_phrase(topic, said) is not None) is fixed


TOWNS = [f"We back the two-town plan, {n} times over." for n in range(5)]


@pytest.mark.parametrize(
    ("topic", "sentence", "held"),
    [
        ("the two-town plan", "The plan for two towns side by side is ours.", True),
        ("the two-town plan", "We back a twotown plan.", True),
        ("the two-town plan", "The two peaceful towns have a plan.", True),
        ("the two-town plan", "Two reports say that every town needs a plan.", False),
        ("the two-town plan", "A plan for the town was made.", False),
    ],
)
def test_what_hyphens_join_stands_together(topic: str, sentence: str, held: bool) -> None:
    """In whatever order and number; scattered it is something else."""
    phrase = compound_phrase(topic, TOWNS)
    assert phrase is not None
    assert phrase.stands_in(sentence) is held


def test_a_compound_is_one_where_the_record_has_it_so() -> None:
    """Mostly, and often enough; and where it is the only one."""
    apart = ["Two of us came to town to speak of a plan." for _ in range(20)]
    assert compound_phrase("the two-town plan", TOWNS + apart) is None
    assert compound_phrase("the two-town plan", TOWNS[:4]) is None
    assert compound_phrase("the plan for two towns", TOWNS) is None
    assert compound_phrase("the two-town ten-year plan", TOWNS) is None


@pytest.mark.parametrize("asked", ["the responsibility to protect", "R2P"])
def test_a_list_holds_who_says_the_phrase(tmp_path_factory: pytest.TempPathFactory, asked: str) -> None:
    """By either name the same, and nobody who only has its words."""
    said = {
        "long": "We uphold the responsibility to protect.",
        "short": "We uphold R2P.",
        "apart": "Each party has a responsibility, and must protect the wounded.",
        "other": "Hosts have the responsibility for protecting us.",
    }
    held = [a_statement(id, halved(text), delegation=ESTONIA) for id, text in said.items()]
    whales = (
        a_statement(f"o{n}", halved(f"Whales were hunted {n} times."), delegation=KAZAKHSTAN)
        for n in range(10)
    )
    with house_over(tmp_path_factory.mktemp("store"), *held, *whales) as service:
        answer = service.ask(f"Which delegations mentioned {asked}?", Filters())
    assert {one.statement.id for one in answer.citations} == {"long", "short"}
