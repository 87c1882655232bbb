"""A list of one debate reads all that was said there; who may have spoken at another time is left out."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from api.wiring import assemble
from index.model import Filters
from index.search.filtering import FilterColumns
from rag.ranking.retrieval import DEBATE
from rag.reader.words import WordReader
from tests.drafts import a_statement, halved, open_store
from tests.exact_vectors import ExactVectors
from tests.noting_reader import NotingReader
from tests.small_stores import EMBEDDER, put

QUESTION = "Which delegations mentioned narwhal hunting?"
DAY = Filters(since="2020-05-05", until="2020-05-05")
SAID = {"day": "2020-05-05", "month": "2020-05", "year": "2020", "none": None, "later": "2020-06-01"}


def read_of(folder: Path, filters: Filters, statements: int, meeting: str | None = None) -> set[int]:
    """Of which statements, all but one about rice, something was read for a list of narwhal hunting."""
    reader = NotingReader()
    with closing(open_store(folder, EMBEDDER)) as store:
        for number in range(statements):
            words = "We support narwhal hunting" if number == 0 else f"Rice number {number} is dear"
            put(store, a_statement(f"s{number}", halved(f"{words}."), date="2020-05-05", meeting=meeting))
    store = open_store(folder, EMBEDDER)
    with closing(assemble(store, ExactVectors(store.path, EMBEDDER.dim), EMBEDDER, reader)) as opened:
        opened.ask(QUESTION, filters)
    return {
        number
        for number in range(1, statements)
        if any(f"number {number} is" in text for text in reader.given)
    }


@pytest.mark.parametrize(("filters", "meeting"), [(DAY, None), (Filters(meetings=("S/PV.1",)), "S/PV.1")])
def test_all_of_a_debate_is_read(filters: Filters, meeting: str | None, tmp_path: Path) -> None:
    """However unlikely its sentences are to speak of the topic."""
    assert read_of(tmp_path, filters, 6, meeting) == set(range(1, 6))


@pytest.mark.parametrize(("filters", "statements"), [(Filters(), 6), (DAY, DEBATE + 1)])
def test_of_any_other_scope_only_what_is_likely_is_read(
    filters: Filters, statements: int, tmp_path: Path
) -> None:
    assert not read_of(tmp_path, filters, statements)


@pytest.mark.parametrize(("statements", "filters"), [(DEBATE + 1, DAY), (6, Filters())])
def test_what_is_no_debate_is_refused_where_nobody_speaks_of_it(
    statements: int, filters: Filters, tmp_path: Path
) -> None:
    """Where everybody has one of its words and nobody the other."""
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        for number in range(statements):
            text = halved(f"We support narwhal hunting {number} times.")
            put(store, a_statement(f"s{number}", text, date="2020-05-05"))
    store = open_store(tmp_path, EMBEDDER)
    with closing(assemble(store, ExactVectors(store.path, EMBEDDER.dim), EMBEDDER, WordReader())) as opened:
        answer = opened.ask("Which delegations mentioned narwhal sabotage?", filters)
    assert answer.refusal is not None
    assert answer.refusal.reason == "not_in_record"


@pytest.mark.parametrize(
    ("filters", "sure"),
    [
        (DAY, {"day"}),
        (Filters(since="2020-05-01", until="2020-05-31"), {"day", "month"}),
        (Filters(since="2020-01-01", until="2020-12-31"), {"day", "month", "year", "later"}),
        (Filters(since="2020-05-10"), {"later"}),
        (Filters(until="2020-05-31"), {"day", "month"}),
        (Filters(), set(SAID)),
    ],
)
def test_who_surely_spoke_then(filters: Filters, sure: set[str], tmp_path: Path) -> None:
    with closing(open_store(tmp_path, EMBEDDER)) as store:
        for id, date in SAID.items():
            put(store, a_statement(id, date=date))
        columns = FilterColumns.of(store.statement_columns())
    flags = columns.surely_within(filters)
    assert {id for id, at in columns.ids.items() if flags[at]} == sure
