"""Dates, meetings, speakers and wants, each read on its own."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.question.dates import find_dates, overlaps, period_of, relative_dates
from rag.question.filters import NO_ORGAN
from rag.question.language import spelt_out
from rag.question.meetings import find_meetings
from rag.question.model import Period
from rag.question.periods import DECADES, ORDINALS
from rag.question.speakers import find_speakers, letters_wrong
from rag.question.understand import understand
from tests.golden import golden
from tests.question_table import record

SYMBOLS = frozenset({"S/PV.4726", "S/PV.4726 (Resumption 1)", "S/2020/465", "A/77/PV.4"})
PEOPLE = (
    ("Mr. Jiirgenson", "EST"),
    ("Mr. Vassily A. Nebenzia", "RUS"),
    ("Mr. Nebenzia/Mr. Polyanskiy", "RUS"),
    ("Ms. Power", "USA"),
    ("Mr. Londofio Soto", "COL"),
    ("Mr. Wu Haitao", "CHN"),
    ("Lord Ahmad", "GBR"),
)


@golden("periods.tsv")
def test_a_date_names_its_period(text: str, since: str | None, until: str | None) -> None:
    """Each form of date is read with its preposition."""
    assert [mention.period for mention in find_dates(f"Norway {text} again")] == [Period(since, until)]


@pytest.mark.parametrize(
    "text",
    [
        "resolution 2286 (2016)",
        "resolutions 1325 (2000) and 2242 (2015)",
        "S/2020/465",
        "the 2030 Agenda",
        "over 2000 villages",
        "some 1990 soldiers",
        "may the council act",
        "S/PV.2014",
        "the 46th session of the Human Rights Council",
    ],
)
def test_what_is_no_date(text: str) -> None:
    """Numbers of resolutions and documents, agendas and counts are left alone."""
    assert find_dates(text) == ()


def test_relative_dates_are_only_named() -> None:
    """The year of "last year" is known to the asker alone."""
    assert relative_dates("What did Norway say last year?") == ("last year",)
    assert relative_dates("Norway over the past two decades") == ("past two decades",)
    assert relative_dates("and Norway in the last few months?") == ("last few months",)


def test_a_reduced_date_overlaps() -> None:
    """A statement dated 2003 may have been made in March 2003."""
    assert overlaps("2003", Period("2003-03-01", "2003-03-31"))
    assert not overlaps("2003-04", Period("2003-03-01", "2003-03-31"))
    assert period_of("2024-02") == Period("2024-02-01", "2024-02-29")


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("in S/PV.4726", ("S/PV.4726", "S/PV.4726 (Resumption 1)")),
        ("in S/PV 4726 (Resumption 1)", ("S/PV.4726 (Resumption 1)",)),
        ("at the 4726th meeting", ("S/PV.4726", "S/PV.4726 (Resumption 1)")),
        ("in meeting 4726", ("S/PV.4726", "S/PV.4726 (Resumption 1)")),
        ("in A/77/PV.4", ("A/77/PV.4",)),
        ("the letter S/2020/465", ("S/2020/465",)),
        ("in S/PV.1", ()),
    ],
)
def test_a_meeting_means_its_symbols(text: str, symbols: tuple[str, ...]) -> None:
    """A meeting named without a resumption takes in its resumptions."""
    assert [mention.symbols for mention in find_meetings(text, SYMBOLS)] == [symbols]


def test_a_document_that_is_no_meeting_is_content() -> None:
    """A letter's symbol is certain to be a meeting only where something was said in it."""
    assert [m.certain for m in find_meetings("the letter S/2014/136", SYMBOLS)] == [False]
    assert [m.certain for m in find_meetings("said in S/2014/136", SYMBOLS)] == [True]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("did Mr. Juergenson speak", ("Mr. Jiirgenson",)),
        ("did Jürgenson speak", ("Mr. Jiirgenson",)),
        ("did Nebenzya speak", ("Mr. Nebenzia/Mr. Polyanskiy", "Mr. Vassily A. Nebenzia")),
        ("Vasily Nebenzia's words", ("Mr. Nebenzia/Mr. Polyanskiy", "Mr. Vassily A. Nebenzia")),
        ("did Samantha Power say", ("Ms. Power",)),
        ("did Mr. Londoño say", ("Mr. Londofio Soto",)),
        ("did Mr. Wu say", ("Mr. Wu Haitao",)),
        ("the leader Ahmed Diriye", None),
        ("the power of the Council", None),
        ("Ms. Powers of the Council", ("Ms. Power",)),
        ("did Mr. Unknownson say", ()),
    ],
)
def test_a_person_is_matched(text: str, names: tuple[str, ...] | None) -> None:
    """Misspelt, unaccented and OCR-damaged names find the record's names; others do not."""
    found = [mention.names for mention in find_speakers(text, (), PEOPLE)]
    assert found == ([] if names is None else [names])


def test_short_names_must_be_exact() -> None:
    """One letter may differ from five letters on, two from eight."""
    assert letters_wrong("power", "bower") == 1
    assert letters_wrong("king", "kong") is None
    assert letters_wrong("nebenzia", "nebensya") == 2
    assert letters_wrong("wenaweser", "werawezzr") is None


def test_no_word_for_a_decade_or_a_session_is_passed_over() -> None:
    """Each is found where no figure stands."""
    asked = [f"Norway in the {word} on fish" for word in DECADES]
    asked += [f"Norway at the {word} session of the General Assembly" for word in ORDINALS]
    assert [question for question in asked if not find_dates(question)] == []


@pytest.mark.parametrize(
    "piece", ["in 2014, the ", "did France's ", "who said that ", "France, ", "Mr. Wang Li "]
)
def test_time_stays_bounded(piece: str) -> None:
    """The longest question allowed, made of the worst piece, is understood in bounded time."""
    table = load_delegations()
    facts = record(table)
    understand("What did France say?", Filters(), facts, table)
    start = time.process_time()
    understand((piece * 2000)[:2000], Filters(), facts, table)
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("question", "organisation"),
    [
        ("What did WHO say about the pandemic?", True),
        ("Which delegations supported the WHO?", True),
        ("WHO on Ebola", True),
        ("WHO's response to Ebola?", True),
        ("WHO opposed the draft?", False),
        ("Who opposed the draft?", False),
        ("WHO OPPOSED THE DRAFT AND WHO SUPPORTED IT", False),
    ],
)
def test_capitals_make_an_organisation_of_a_pronoun(question: str, organisation: bool) -> None:
    """As the pronoun it asked every delegation, and was looked for in no statement."""
    assert ("World Health Organization" in spelt_out(question)) is organisation


def test_an_organ_that_the_record_lacks_is_told() -> None:
    """It would leave nothing, so it restricts nothing; nothing is told where no organ is known at all."""
    question, table = "What was said about landmines in the General Assembly?", load_delegations()
    facts = record(table)
    held = understand(question, Filters(), facts, table)
    assert held.filters.organs == ("General Assembly",)
    for organs, notes in (
        (frozenset({"Security Council"}), (NO_ORGAN.format("General Assembly"),)),
        (frozenset(), ()),
    ):
        query = understand(question, Filters(), replace(facts, organs=organs), table)
        assert query.filters.organs == ()
        assert query.interpreted.notes == notes


def test_days_on_record_are_told_as_people_write_them() -> None:
    table = load_delegations()
    query = understand("What did Jordan say about peace in 2020?", Filters(), record(table), table)
    (problem,) = query.problems
    assert "24 September 2014" in problem.message
