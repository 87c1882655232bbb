"""Who stands on a list of a side: by what is read for the question, and by the side on the issue."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rag.answer.side_taken import (
    PERHAPS_OF_SIDE,
    SURE_OF_SIDE,
    WORTH,
    in_scope,
    may_promise,
    named,
    turned,
    with_side,
)
from rag.reader.reading import Answering, Sided, Siding

ANSWERS, DENIES = Answering(0.8, 0.1, 0.1), Answering(0.1, 0.8, 0.1)


def a_sentence(names: float = 1.0) -> Any:
    return SimpleNamespace(
        figures=SimpleNamespace(names=names), chance=0.5, scored=SimpleNamespace(statement="a")
    )


@pytest.mark.parametrize(
    ("answers", "same", "other", "sure"),
    [
        (0.7, 0.2, 0.2, True),
        (0.6, 0.1, 0.7, False),
        (0.5, 0.8, 0.1, True),
        (0.5, 0.2, 0.2, False),
        (0.1, 0.9, 0.05, False),
        (0.9, 0.05, 0.05, False),
    ],
)
def test_question_and_issue_decide(answers: float, same: float, other: float, sure: bool) -> None:
    """Neither puts a sentence on the list alone; the issue counts less."""
    assert (with_side(answers, same, other) >= SURE_OF_SIDE) == sure
    assert 0 <= with_side(answers, other, same) <= 1


def test_another_thing_of_nearly_the_name_is_named_apart() -> None:
    """Unless it plainly takes the side; what is unsure stays as unsure."""
    assert [named(a_sentence(0.3), chance) for chance in (0.3, 0.7, 0.95)] == [0.3, PERHAPS_OF_SIDE, 0.95]
    assert named(a_sentence(0.8), 0.7) == 0.7


def test_less_is_enough_in_one_debate() -> None:
    """Where hardly another thing of nearly the name is spoken of; what is unlikely stays so."""
    one, debate = a_sentence(0.3), frozenset(["a"])
    assert in_scope(one, 0.6, debate) >= SURE_OF_SIDE > in_scope(one, 0.6, frozenset())
    assert in_scope(one, 0.7, frozenset(["b"])) == PERHAPS_OF_SIDE
    assert in_scope(one, 0.0, debate) == 0.0
    assert in_scope(one, 0.95, debate) == 1.0


def test_both_readings_must_say_otherwise() -> None:
    """Or the issue's, where the question seems answered: to miss who objects costs less than to claim it."""
    assert turned(DENIES, 0.9, 0.05) == 0.0
    assert turned(DENIES, 0.0, 0.9) == DENIES.otherwise
    assert turned(ANSWERS, 0.2, 0.7) == 0.7


def test_who_says_otherwise_at_first_may_be_worth_reading_again() -> None:
    """The quicker reading of a contrary word is often wrong."""
    taken, torn = (Sided(Siding(0.5, other, 0.5 - other), ()) for other in (0.0, 0.4))
    one = a_sentence()
    assert may_promise(one, ANSWERS, taken, "for") == may_promise(one, ANSWERS, torn, "for") > WORTH
    assert may_promise(one, DENIES, taken, "against") < WORTH
