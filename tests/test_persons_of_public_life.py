"""Who a surname means where record and public life both know one: by whom each has spoken for, and when."""

from __future__ import annotations

from itertools import pairwise

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from index.tables import rows_of
from rag.model import Interpreted
from rag.question.model import RecordFacts, Spoke
from rag.question.understand import understand

TABLE = load_delegations()
OFFICE = "The Secretary-General"
DATES = ("1998-05-04", "2003-09-01", "2005-09-20", "2014-02-03", "2020-05-27")
SPEAKERS = ((OFFICE, "UN"), ("Mr. Guterres", "TLS"), ("Ban Ki-moon", "KOR"), ("Mr. Putin", "RUS"))
SPOKEN = (
    *(Spoke("UN", date, None) for date in DATES),
    Spoke("TLS", "2003-09-01", None),
    Spoke("KOR", "2005-09-20", None),
)
PUBLIC = list(rows_of("rag", "persons.tsv"))


def facts(speakers: tuple[tuple[str, str | None], ...] = SPEAKERS) -> RecordFacts:
    codes = frozenset(code for _, code in speakers if code)
    return RecordFacts(codes, speakers, frozenset(), DATES, frozenset(SPOKEN))


def asked(question: str, record: RecordFacts | None = None) -> Interpreted:
    return understand(question, Filters(), record or facts(), TABLE).interpreted


@pytest.mark.parametrize(
    ("question", "speakers", "since", "until"),
    [
        ("What did Guterres say about ceasefires?", (OFFICE,), "2017-01-01", "2026-12-31"),
        ("What did Kofi Annan say about Iraq?", (OFFICE,), "1997-01-01", "2006-12-31"),
        ("What did Annan say about Iraq in 2003?", (OFFICE,), "2003-01-01", "2003-12-31"),
        ("What did Ban Ki-moon say about Syria?", ("Ban Ki-moon", OFFICE), "2007-01-01", "2016-12-31"),
        ("What did Ban Ki-moon say in 2005 about Korea?", ("Ban Ki-moon",), "2005-01-01", "2005-12-31"),
        ("What did Timor-Leste's Mr. Guterres say about police?", ("Mr. Guterres",), None, None),
        ("What did Putin say about missiles?", ("Mr. Putin",), None, None),
    ],
)
def test_a_surname_means_whoever_speaks_under_it_in_the_record(
    question: str, speakers: tuple[str, ...], since: str | None, until: str | None
) -> None:
    """Secretaries-General under their office and in their years, others under their own name."""
    found = asked(question).filters
    assert (found.speakers, found.since, found.until) == (speakers, since, until)


def test_a_speaker_outside_the_years_of_office_is_read_under_the_own_delegation() -> None:
    """Whether or not the record has statements of the office as well."""
    question = "What did Ban Ki-moon say in 2005 about trade?"
    assert "Republic of Korea" in understand(question, Filters(), facts(), TABLE).question


@pytest.mark.parametrize(
    ("question", "given", "speakers"),
    [
        ("What did Guterres say about ceasefires?", Filters(since="2012-01-01", until="2015-12-31"), ()),
        ("What did Guterres say about ceasefires?", Filters(since="2018-01-01"), (OFFICE,)),
        ("What did U Thant say about the Congo in March 1961?", Filters(), ()),
        ("What did U Thant say about the Congo in December 1961?", Filters(), (OFFICE,)),
    ],
)
def test_the_office_is_not_asked_about_days_of_another_who_held_it(
    question: str, given: Filters, speakers: tuple[str, ...]
) -> None:
    """To the day, and whether the days stand in the question or in its filters, which stay as they are."""
    dates = (*DATES, "1961-03-01", "1961-12-04")
    spoken = frozenset(Spoke("UN", date, None) for date in dates)
    record = RecordFacts(frozenset(["UN"]), ((OFFICE, "UN"),), frozenset(), dates, spoken)
    query = understand(question, given, record, TABLE)
    assert query.filters.speakers == speakers
    assert given.until in (None, query.filters.until)
    assert not query.interpreted.notes


def test_the_years_of_office_are_shown_with_the_dates_asked_for() -> None:
    """What is shown is what restricts."""
    query = understand("What did Guterres say about ceasefires since 2010?", Filters(), facts(), TABLE)
    assert (query.filters.since, query.filters.until) == ("2017-01-01", "2026-12-31")
    assert query.interpreted.filters == query.filters


def test_the_years_of_office_restrict_others_only_where_the_office_is_asked_and_that_is_told() -> None:
    both = asked("What did Ban Ki-moon and Putin say about missiles?")
    assert (both.filters.since, both.filters.until) == ("2007-01-01", "2016-12-31")
    assert [note for note in both.notes if "2007 to 2016" in note]
    another = asked("What did Brazil's António Guterres and Mr. Putin say about missiles?")
    assert (another.filters.speakers, another.filters.since) == (("Mr. Putin",), None)


def test_a_namesake_who_speaks_for_another_is_not_the_person_of_public_life() -> None:
    found = asked("What did Putin say about missiles?", facts((("Mr. Putin", "ARG"),)))
    assert not found.filters.speakers


def test_a_title_is_the_record_s_own_where_the_other_does_not_speak() -> None:
    found = asked("What did Mr. Guterres say about police?", facts((("Mr. Guterres", "TLS"),)))
    assert found.filters.speakers == ("Mr. Guterres",)


@pytest.mark.parametrize("year", [1949, 1955, 1965, 1975, 1985])
def test_where_the_office_was_silent_in_its_holder_s_years_nothing_is_restricted(year: int) -> None:
    name = next(row["name"] for row in PUBLIC if row["secretary_general"][:4] <= str(year) <= ends(row))
    assert not asked(f"What did {name} say about disarmament?").filters.speakers


def ends(row: dict[str, str]) -> str:
    return row["secretary_general"][-10:-6]


def test_the_table_s_codes_are_known_and_the_terms_follow_each_other() -> None:
    assert all(TABLE.by_code(code) for row in PUBLIC for code in row["codes"].split(";") if code)
    terms = [row["secretary_general"].split("/") for row in PUBLIC if row["secretary_general"]]
    assert all(since < until for since, until in terms)
    assert all(before[1] < after[0] for before, after in pairwise(terms))
