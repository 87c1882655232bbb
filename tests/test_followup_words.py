"""What words of a follow-up say by themselves: how it begins, and times told by the question before."""

from __future__ import annotations

import pytest

from rag.question.followups.opening import Opened, opened
from rag.question.followups.regional import of_region
from rag.question.followups.relative import Dated, with_own_dates
from rag.question.model import Period

OPENED = (
    ("No, I meant South Sudan", Opened("South Sudan", corrects=True)),
    ("sorry, 2019", Opened("2019", corrects=True)),
    ("Thanks. And Norway?", Opened("And Norway?")),
    ("New topic: what does Norway say?", Opened("what does Norway say?", fresh=True)),
    ("Great Lakes countries?", Opened("Great Lakes countries?")),
    ("no vote against?", Opened("no vote against?")),
    ("ok", Opened("ok")),
    ("they oppose it, don't they?", Opened("they oppose it?")),
    ("France, right?", Opened("France?")),
    ("Chad, Mali and Niger?", Opened("Chad, Mali and Niger?")),
)


@pytest.mark.parametrize(("text", "expected"), OPENED)
def test_a_beginning_says_how_the_rest_is_meant(text: str, expected: Opened) -> None:
    assert opened(text) == expected


REGIONAL = (
    ("only from Europe", False, "the countries from Europe"),
    ("and any from the Caribbean?", False, "and the countries from the Caribbean"),
    ("which of them are African?", False, "the African ones"),
    ("How many of those came from Latin America?", False, "the countries from Latin America"),
    ("from Asia?", True, "the countries from Asia"),
    ("from Asia?", False, "from Asia?"),
    ("and in Asia?", True, "and in Asia?"),
    ("which of them are troop contributors?", True, "which of them are troop contributors?"),
    ("only refugees from Africa?", True, "only refugees from Africa?"),
)


@pytest.mark.parametrize(("text", "of_all", "expected"), REGIONAL)
def test_those_of_a_region_are_its_countries(text: str, of_all: bool, expected: str) -> None:
    """A region alone may belong to the topic; with a word that picks out, or after a list, it does not."""
    assert of_region(text, of_all) == expected


YEAR, MONTH, OPEN = (
    Period("2017-01-01", "2017-12-31"), Period("2017-03-01", "2017-03-31"), Period("2017-05-09", None),
)  # fmt: skip
DATED = (
    ("and before that?", YEAR, "and before 2017?"),
    ("and later?", MONTH, "and after March 2017?"),
    ("earlier", OPEN, "before 9 May 2017"),
    ("afterwards?", OPEN, "?"),
    ("the year before?", YEAR, "in 2016?"),
    ("two months later", MONTH, "in May 2017"),
    ("the whole year", MONTH, "in 2017"),
    ("April?", MONTH, "April 2017?"),
    ("the year after that?", YEAR, "in 2018?"),
    ("and the following two years?", YEAR, "and from 2018 to 2019?"),
    ("what of the previous three months", MONTH, "what from December 2016 to February 2017"),
    ("and Norway in the same period?", YEAR, "and Norway ?"),
    ("who may veto it?", YEAR, "who may veto it?"),
    ("before 2010?", YEAR, "before 2010?"),
    ("what happened before the vote?", YEAR, "what happened before the vote?"),
    ("and before that?", None, "and before that?"),
)


@pytest.mark.parametrize(("text", "before", "expected"), DATED)
def test_a_relative_time_is_told_as_a_date(text: str, before: Period | None, expected: str) -> None:
    """By the period of the question before; nothing where that side of it is open."""
    assert with_own_dates(text, before) == Dated(expected)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ok, at any time?", "ok, ?"),
        ("any year", ""),
        ("in all years?", "?"),
        ("without the time limit", ""),
        ("Norway, whenever", "Norway,"),
    ],
)
def test_any_time_leaves_the_dates_before_behind(text: str, rest: str) -> None:
    assert with_own_dates(text, YEAR) == Dated(rest, any_time=True)
