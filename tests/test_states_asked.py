"""A sentence of a statement that names no State the question asks about is no answer to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from index.model import Delegation
from index.speakers.delegations import load_delegations
from rag.answer.objects import Objects, states_in
from rag.answer.states_asked import LEFT, naming_states
from tests.drafts import ESTONIA, a_statement
from tests.weighed import sentences_for, with_chances

STATES = partial(states_in, load_delegations())
MALI = Delegation("MLI", "Mali")


@pytest.mark.parametrize(
    ("topic", "words", "agenda", "named"),
    [
        ("the embargo on Somalia", "Those arms kill. Somalia knows it.", None, True),
        ("the embargo on Somalia", "Those arms kill. Somali children know it.", None, True),
        ("the embargo on Somalia", "Those arms kill in South Africa.", None, False),
        ("the embargo on Somalia", "Those arms kill.", "The situation in Somalia", True),
        ("the embargo on Somalia", "Those arms kill.", "The situation in Mali", False),
        ("the embargo", "Those arms kill.", None, True),
        ("Estonia's own forests", "They burn.", None, True),
        ("the virus in the Congo", "The Democratic Republic of the Congo suffers.", None, True),
        ("the virus in the Democratic Republic of the Congo", "The Congo flows on.", None, True),
        ("elections in Guinea-Bissau", "Guinea will vote.", None, False),
        ("elections in Nigeria", "The Niger will vote.", None, False),
        ("elections in Mali or Niger", "The Niger will vote.", None, True),
    ],
)
def test_a_statement_names_a_state_of_the_topic(
    topic: str, words: str, agenda: str | None, named: bool
) -> None:
    """Itself, in its item on the agenda, or by who makes it; the end of a State's name may stand for it."""
    statement = a_statement("s", words, delegation=ESTONIA, topic=agenda)
    assert Objects(topic, STATES).named_by(lambda: statement) is named


@pytest.mark.parametrize(
    ("chances", "left"),
    [
        ((0.5, 0.4), ["b"]),
        ((0.5, LEFT), ["b"]),
        ((0.5, LEFT / 2), []),
        ((LEFT / 2, 0.5), ["b"]),
        ((0.0, LEFT / 2), ["b"]),
    ],
)
def test_what_is_left_must_be_likely_where_the_likeliest_is_not_of_these_states(
    tmp_path: Path, chances: tuple[float, float], left: list[str]
) -> None:
    """Else the nearest of what speaks of the State would stand for an answer that nobody gives."""
    other = a_statement("a", "The embargo must end.", delegation=ESTONIA)
    own = a_statement("b", "The embargo must end in our country.", delegation=MALI)
    with sentences_for("the embargo on Mali", tmp_path, other, own) as both:
        found = naming_states(Objects("the embargo on Mali", STATES), with_chances(both, *chances))
    assert [one.statement.ref.id for one in found] == left


def test_without_a_state_nothing_is_passed_over(tmp_path: Path) -> None:
    other = a_statement("a", "The embargo must end.", delegation=ESTONIA)
    with sentences_for("the embargo", tmp_path, other) as some:
        assert naming_states(Objects("the embargo", STATES), some) == some
        assert naming_states(Objects("the embargo on Mali", STATES), some) == []
        assert naming_states(Objects("the embargo on Mali", STATES), []) == []
