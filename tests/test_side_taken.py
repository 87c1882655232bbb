"""Who stands on a list of a side: by what is read for the question, and by the side on the issue."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from rag.answer.side_taken import (
    PERHAPS_OF_SIDE,
    SURE_OF_SIDE,
    WORTH,
    may_promise,
    promise,
    takes_side,
    turned,
    with_side,
)
from rag.reader.reading import Answering, Read, Sided, Siding

ANSWERS, DENIES = Read(Answering(0.8, 0.1, 0.1), ()), Read(Answering(0.1, 0.8, 0.1), ())


def a_sentence(names: float = 1.0) -> Any:
    return SimpleNamespace(figures=SimpleNamespace(names=names), chance=0.5)


@pytest.mark.parametrize(
    ("read", "same", "other", "sure"),
    [
        (ANSWERS, 0.6, 0.1, True),
        (ANSWERS, 0.2, 0.2, False),
        (ANSWERS, 0.1, 0.7, False),
        (DENIES, 0.9, 0.05, True),
        (DENIES, 0.4, 0.2, False),
    ],
)
def test_three_readings_decide(read: Read, same: float, other: float, sure: bool) -> None:
    """No single one puts a sentence on the list; the issue, read twice, counts twice."""
    found = with_side(a_sentence(), read, same, other)
    assert (found.chance >= SURE_OF_SIDE) == sure


def test_another_thing_of_nearly_the_name_is_named_apart() -> None:
    assert with_side(a_sentence(names=0.4), ANSWERS, 0.9, 0.0).chance == PERHAPS_OF_SIDE
    assert with_side(a_sentence(names=0.4), DENIES, 0.4, 0.2).chance == 0.0


def test_both_readings_must_say_otherwise() -> None:
    """Or the issue's, where the question seems answered: to miss who objects costs less than to claim it."""
    assert turned(DENIES, 0.9, 0.05) == 0.0
    assert turned(DENIES, 0.0, 0.9) == DENIES.whole.otherwise
    assert turned(ANSWERS, 0.2, 0.7) == 0.7


def test_a_side_is_taken_where_that_is_likelier_than_none() -> None:
    silent, taken = Sided(Siding(0.3, 0.1, 0.6), ()), Sided(Siding(0.3, 0.6, 0.1), ())
    assert not takes_side(silent, "for")
    assert takes_side(taken, "for")
    assert takes_side(taken, "against")


def test_a_promise_is_what_both_readings_say() -> None:
    taken = Sided(Siding(0.7, 0.2, 0.1), ())
    assert promise(ANSWERS, taken, "for") == pytest.approx(1.2)
    assert promise(DENIES, taken, "for") == pytest.approx(-0.2)
    assert promise(ANSWERS, taken, "against") == pytest.approx(0.2)


def test_who_says_otherwise_at_first_may_be_worth_reading_again() -> None:
    """Unlike what a promise tells: the quicker reading of a contrary word is often wrong."""
    taken, torn = (Sided(Siding(0.5, other, 0.5 - other), ()) for other in (0.0, 0.4))
    one = a_sentence()
    assert may_promise(one, ANSWERS, taken, "for") == may_promise(one, ANSWERS, torn, "for") > WORTH
    assert promise(ANSWERS, torn, "for") < promise(ANSWERS, taken, "for")
