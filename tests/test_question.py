"""What a question is taken to restrict: the golden table, the laws, the filters given with it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Filters
from index.speakers.delegations import load_delegations
from rag.question.model import Query, RecordFacts, Spoke
from rag.question.understand import understand
from tests.examples import examples
from tests.golden import golden
from tests.question_table import differences, read_table, record

TABLE = load_delegations()
FACTS = record(TABLE)
ROWS = read_table()
PIECES = (
    "what did France say about the Russian Mr. Nebenzia in 2020 S/PV.8713 who which delegations P5 Yemen's "
    "position "
    "according to and , : ? on 27 May 1999 the EU members statement of by Somalia its Bhutan (2016) "
    "resolution"
)
FLOOR = 0.7
"""Of the table's rows, 0.76 hold; before, word rules that were made for them held for all."""
WORDS = st.sampled_from(sorted(set(PIECES.split())))


def test_the_golden_table_holds_for_most() -> None:
    """A regression set, read with words alone: a rate with a floor, for models are not right on every row."""
    right = [not differences(understand(row.question, Filters(), FACTS, TABLE), row) for row in ROWS]
    assert sum(right) / len(right) >= FLOOR


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_filters_never_leave_nothing(question: str) -> None:
    """Whatever is recognised, the filters admit at least one statement of the record."""
    found = understand(question, Filters(), FACTS, TABLE).filters
    assert set(found.delegations) <= FACTS.delegations
    assert set(found.meetings) <= FACTS.meetings
    assert {name for name, _ in FACTS.speakers} >= set(found.speakers)
    assert found.since is None or found.until is None or found.since <= found.until


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_understood(question: str) -> None:
    """No text raises; the question stays as asked and something is left to search for."""
    query = understand(question, Filters(), FACTS, TABLE)
    assert query.question == question
    assert bool(query.text) == bool(query.topic) == bool(query.text.strip())


def test_filters_given_and_recognised_are_joined() -> None:
    """A date filter given narrows the delegation the question names."""
    given_filters = Filters(since="2020-01-01", until="2020-12-31", collections=("sample",))
    found = understand("What did Norway say about landmines?", given_filters, FACTS, TABLE).filters
    assert found == Filters(("NOR",), collections=("sample",), since="2020-01-01", until="2020-12-31")


def test_the_filter_given_wins_over_the_question() -> None:
    """A question about Norway under a filter on Sweden keeps the filter and says so."""
    query = understand("What did Norway say about landmines?", Filters(delegations=("SWE",)), FACTS, TABLE)
    assert query.filters.delegations == ("SWE",)
    assert any("filter given" in note for note in query.interpreted.notes)


def test_dates_given_that_exclude_the_question_stay() -> None:
    """The dates given are kept where no day satisfies both."""
    query = understand("What did Norway say in 2020 about mines?", Filters(since="2022-01-01"), FACTS, TABLE)
    assert (query.filters.since, query.filters.until) == ("2022-01-01", None)


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("What did Russsia say about the referendum?", ("RUS",)),
        ("What did Ukrain say about the referendum?", ("UKR",)),
        ("What is the Status of the referendum?", ()),
    ],
)
def test_a_misspelt_state_is_the_one_it_must_be(question: str, codes: tuple[str, ...]) -> None:
    """A word near one State's name, and no ordinary word."""
    found = understand(question, Filters(), FACTS, TABLE)
    assert found.filters.delegations == codes


@pytest.mark.parametrize("titled", ["Mr. Skoog", "mr Skoog", "ambassador Skoog", "Ambassador Skoog"])
def test_a_title_may_be_written_small(titled: str) -> None:
    """Whose statements are asked for stays the one named."""
    found = understand(f"What did {titled} say about sanctions?", Filters(), FACTS, TABLE)
    assert found.filters.speakers == ("Mr. Skoog",)


@pytest.mark.parametrize(
    ("question", "speakers"),
    [
        ("What did the Secretary-General say about hospitals?", ("The Secretary-General",)),
        ("According to the Secretary-General, how many died?", ("The Secretary-General",)),
        ("What is the UN Secretary-General's position on hospitals?", ("The Secretary-General",)),
        ("Who welcomed the Secretary-General's report?", ()),
        ("What did the Special Envoy of the Secretary-General say about Yemen?", ()),
        ("What did the Under-Secretary-General say about Yemen?", ()),
    ],
)
def test_the_secretary_general_is_a_speaker_where_asked_to_speak(
    question: str, speakers: tuple[str, ...]
) -> None:
    """The office, not what belongs to it, nor its deputies and envoys."""
    assert understand(question, Filters(), FACTS, TABLE).filters.speakers == speakers


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        ("What did Mr. Nebenzia say about Yemen?", "What did Russian Federation say about Yemen?"),
        ("What did Norway say about Mr. Nebenzia?", "What did Norway say about Mr. Nebenzia?"),
        ("What did Russia and Mr. Nebenzia say?", "What did Russia and Mr. Nebenzia say?"),
    ],
)
def test_a_speaker_is_read_as_the_delegation_above_the_words(asked: str, read: str) -> None:
    """Only where the speaker restricts, and the delegation is not named beside."""
    assert understand(asked, Filters(), FACTS, TABLE).question == read


def test_what_was_recognised_is_shown() -> None:
    """The words of the question stand beside what they were taken to mean."""
    shown = understand("What did Norway say on 27 May 2020 about mines?", Filters(), FACTS, TABLE).interpreted
    assert [(one.words, one.meaning) for one in shown.recognised] == [
        ("Norway", "statements of Norway"),
        ("on 27 May 2020", "said on 2020-05-27"),
    ]
    assert [delegation.name for delegation in shown.delegations] == ["Norway"]


def test_the_date_of_an_event_opens_what_follows() -> None:
    """What is said of an attack is said after it: no end is set."""
    query = understand("What did Norway say about the attack of July 2014?", Filters(), FACTS, TABLE)
    assert (query.filters.since, query.filters.until) == ("2014-07-01", None)


def test_a_silent_delegation_is_not_filtered_by() -> None:
    """The problem says who is silent, and the nearest passages of others can still be found."""
    query = understand("What does Bhutan say about climate finance?", Filters(), FACTS, TABLE)
    assert query.filters.empty
    assert "Bhutan" in query.problems[0].message


def test_a_delegation_silent_then_says_when_it_spoke() -> None:
    """The delegation stays a filter, the date does not, and the message names the dates it has."""
    query = understand("What did Jordan say on 27 May 2020 about refugees?", Filters(), FACTS, TABLE)
    assert (query.filters.delegations, query.filters.since) == (("JOR",), None)
    assert "24 September 2014" in query.problems[0].message


def test_statements_without_a_date_are_told_of() -> None:
    """No period finds them; a record without any date is searched whole and says so."""
    question = "What did Norway say in 1994 about mines?"
    spoke = Spoke("NOR", None, None)
    mixed = understand(question, Filters(), replace(FACTS, spoke=FACTS.spoke | {spoke}), TABLE)
    assert mixed.problems[0].message.endswith("; some statements have no date.")
    assert "no date" not in understand(question, Filters(), FACTS, TABLE).problems[0].message
    undated = understand(question, Filters(), replace(FACTS, dates=(), spoke=frozenset({spoke})), TABLE)
    assert (undated.problems, undated.topic) == ((), "mines")
    assert [one.words for one in undated.interpreted.recognised] == ["Norway"]
    assert undated.interpreted.notes[-1].startswith("'in 1994' was not applied")


def test_an_empty_record_raises_no_problem() -> None:
    """Before anything is added, the question is understood as far as its words go."""
    nothing = RecordFacts(frozenset(), (), frozenset(), ())
    query = understand("What did France say in 2020 about mines?", Filters(), nothing, TABLE)
    assert query.problems == ()
    assert query.filters.delegations == ("FRA",)


def test_council_members_without_a_year_are_no_filter() -> None:
    """Membership changes each year; without one the question is told so and not narrowed."""
    query = understand("Summarise the views of Council members on the embargo", Filters(), FACTS, TABLE)
    assert query.filters.empty
    assert any("year" in note for note in query.interpreted.notes)


@golden("topics.tsv")
def test_the_topic_is_the_content_alone(question: str, topic: str) -> None:
    """The interrogative frame and the parts that became filters are taken out."""
    assert understand(question, Filters(), FACTS, TABLE).topic == topic


def test_removal_that_would_gut_the_question_is_not_done() -> None:
    """A question made of filters only is searched for as it stands."""
    assert understand("What did Norway say?", Filters(), FACTS, TABLE).text == "What did Norway say?"


@pytest.mark.parametrize(
    ("question", "undone", "lost"),
    [
        ("What did Norway say in 2020 about mines?", "Norway", "holders"),
        ("What did Norway say in 2020 about mines?", "dates", "since"),
        ("What did Norway last say about mines?", "order", "order"),
        ("Which delegations support the ban on mines?", "side", "side"),
        ("Which delegations support the ban on mines?", "scope", "all"),
    ],
)
def test_what_was_not_meant_is_taken_back(question: str, undone: str, lost: str) -> None:
    """It alone, and its words are searched for like the others."""
    meant, left = (understand(question, Filters(), FACTS, TABLE, undone=some) for some in ((), (undone,)))
    assert _told(meant) - _told(left) == {lost}
    assert _told(left) <= _told(meant)
    assert undone in ("dates", "order", "side", "scope") or undone in left.text


def _told(query: Query) -> set[str]:
    read = query.interpreted
    told = {"holders": read.holders, "since": read.filters.since, "all": read.scope == "all"}
    return {name for name, value in {**told, "side": read.side, "order": read.order}.items() if value}
