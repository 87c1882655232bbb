"""Dates and meetings in a question for a list: they restrict, and are no part of what is listed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import product

import pytest

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.answer.asked_list import listed_for
from rag.model import Answer
from rag.question.claim import claim_of
from rag.question.model import Query
from rag.question.understand import understand
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_statement, halved, open_store
from tests.question_table import record
from tests.small_stores import EMBEDDER, house, put

TABLE = load_delegations()
RECORD = record(TABLE)
WHEN = ["on 23 May 2019", "in May 2019", "in 2014", "in S/PV.8713", "on 13 February 2020"]
"""Days, a month, a year and a meeting of the record."""
SAID = [
    ("Which delegations complained", "that the ferry has no licence", "ferry has no licence"),
    ("Who argued", "that tolls feed smugglers", "tolls feed smugglers"),
    ("Which States regretted", "that Chile left the fishing pact", "Chile left the fishing pact"),
    ("Which members warned", "that the ice road needs supervision", "ice road needs supervision"),
    ("Who insisted", "that ballots be counted by hand", "ballots be counted by hand"),
]
SIDED = [
    ("Who was in favour", "of the mission in the delta", "for"),
    ("Which delegations spoke well", "of the new rules for ferries", "for"),
    ("Who spoke out", "against the toll on the strait", "against"),
    ("Which delegations were in favour", "of the seed bank", "for"),
    ("Which members insisted", "on keeping the hotline between the capitals", "for"),
    ("Who objected", "to the census in the province", "against"),
    ("Which States voted", "against the levy on ferries", "against"),
]


def read(question: str) -> Query:
    return understand(question, Filters(), RECORD, TABLE)


@pytest.mark.parametrize(("who", "that", "claim"), SAID)
def test_when_it_was_said_is_no_part_of_what_was_said(who: str, that: str, claim: str) -> None:
    """The date may stand between the verb and its clause, or behind both."""
    for when, question in product(WHEN, ("{0} {2} {1}?", "{0} {1} {2}?")):
        query = read(question.format(who, that, when))
        assert query.filters != Filters(), question
        assert query.topic == claim
        assert claim_of(query.undated).clause
        assert listed_for(query) == ("claims", None)


@pytest.mark.parametrize(("who", "that", "claim"), SAID)
def test_commas_around_a_date_go_with_it(who: str, that: str, claim: str) -> None:
    """ "complained, on 23 May 2019, that" is asked as "complained that"."""
    for when in WHEN:
        query = read(f"{who}, {when}, {that}?")
        assert query.undated == f"{who} {that}?"
        assert query.topic == claim


def test_two_restrictions_between_commas() -> None:
    query = read("Who insisted, on 23 May 2019, in S/PV.8534, that ballots be counted by hand?")
    assert query.undated == "Who insisted that ballots be counted by hand?"
    assert query.filters.meetings == ("S/PV.8534", "S/PV.8534 (Resumption 1)")


@pytest.mark.parametrize(("who", "on", "side"), SIDED)
def test_when_it_was_said_does_not_change_the_side(who: str, on: str, side: str) -> None:
    plain = read(f"{who} {on}?")
    assert plain.asks.side is not None
    assert plain.asks.side.name == side
    for when, question in product(WHEN, ("{0} {2} {1}?", "{0} {1} {2}?")):
        query = read(question.format(who, on, when))
        assert (query.asks.side, query.topic) == (plain.asks.side, plain.topic)
        assert query.undated == plain.question


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """Two statements of one day, and one of which only the year is known."""
    folder = tmp_path_factory.mktemp("dated")
    said = {"day": "2020-05-05", "same": "2020-05-05", "year": "2020", "other": "2020-06-01"}
    with closing(open_store(folder, EMBEDDER)) as store:
        for number, (name, date) in enumerate(said.items()):
            text = halved(f"We support narwhal hunting, as we said {number} times.")
            put(store, a_statement(name, text, date=date, delegation=ESTONIA if number else KAZAKHSTAN))
        for number in range(10):
            text = halved(f"Hospitals were destroyed {number} times.")
            put(store, a_statement(f"o{number}", text, date="2020-05-05"))
    with closing(house(folder)) as opened:
        yield opened


def parted(answer: Answer) -> tuple[set[str], set[str]]:
    """The statements counted, and those apart."""
    assert answer.counts is not None
    ids = [citation.statement.id for citation in answer.citations]
    return set(ids[: answer.counts.statements]), set(ids[answer.counts.statements :])


@pytest.mark.parametrize(
    ("filters", "counted", "apart"),
    [
        (Filters(since="2020-05-05", until="2020-05-05"), {"day", "same"}, set()),
        (Filters(since="2020-05-01", until="2020-05-31"), {"day", "same"}, {"year"}),
        (Filters(until="2020-05-31"), {"day", "same"}, {"year"}),
        (Filters(since="2020-05-20"), {"other"}, {"year"}),
        (Filters(since="2020-01-01", until="2020-12-31"), {"day", "same", "year", "other"}, set()),
        (Filters(), {"day", "same", "year", "other"}, set()),
        (Filters(since="2020-11-01", until="2020-11-30"), {"year"}, set()),
    ],
)
def test_who_may_have_spoken_at_another_time_is_not_counted(
    service: OnRecord, filters: Filters, counted: set[str], apart: set[str]
) -> None:
    """A statement of which only the year is known need not be of the day asked for; it is counted only where
    nobody else is found."""
    answer = service.ask("Which delegations support narwhal hunting?", filters)
    assert parted(answer) == (counted, apart)
    assert answer.counts is not None
    assert answer.counts.certain is not bool(apart)
