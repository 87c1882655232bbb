"""Lists of a record store: filters, pages, cursors, figures."""

from __future__ import annotations

import pytest

from index.errors import InvalidInput
from index.model import (
    Filters,
    Source,
    Speaker,
)
from index.store.record_store import RecordStore
from rag.question.corpus import FactsCache
from tests.drafts import ESTONIA, a_statement
from tests.small_stores import put

FILTERED = [
    (Filters(), ["old", "year", "month", "day", "undated"]),
    (Filters(procedural=True), ["old", "year", "month", "day", "chair", "undated"]),
    (Filters(delegations=("EST",)), ["day"]),
    (Filters(delegations=("EST", "XXX")), ["day"]),
    (Filters(speakers=("jurgenson",)), ["day"]),
    (Filters(speakers=("Jürgenson",), delegations=("KAZ",)), []),
    (Filters(speakers=("genson",)), []),
    (Filters(meetings=("S/PV.1",)), ["old"]),
    (Filters(organs=("Security Council",)), ["old"]),
    (Filters(collections=("elsewhere",)), ["undated"]),
    (Filters(statements=("day", "old", "missing")), ["old", "day"]),
    (Filters(since="2003-02-15"), ["year", "month", "day"]),
    (Filters(since="2003-03-01"), ["year", "day"]),
    (Filters(until="2003-01-01"), ["old", "year"]),
    (Filters(since="2003-02", until="2003-02"), ["year", "month"]),
    (Filters(since="2005"), []),
]


def filled(store: RecordStore) -> RecordStore:
    elsewhere = Source("elsewhere", "u.txt", "sha")
    for statement in (
        a_statement("undated", source=elsewhere),
        a_statement("day", date="2004-02-29", speaker=Speaker("Mr. Jürgenson"), delegation=ESTONIA),
        a_statement("month", date="2003-02"),
        a_statement("year", date="2003"),
        a_statement("old", date="1999-12-31", meeting="S/PV.1", organ="Security Council"),
        a_statement("chair", date="2004-02-29", procedural=True),
    ):
        put(store, statement)
    return store


@pytest.mark.parametrize(("filters", "expected"), FILTERED)
def test_lists_satisfy_the_filters(store: RecordStore, filters: Filters, expected: list[str]) -> None:
    """Undated statements come first and satisfy no range; reduced dates match where they may fall inside."""
    found = [ref.id for ref in filled(store).list_refs(filters).items]
    assert found == sorted(expected, key=lambda id: (id != "undated", expected.index(id)))


def test_pages_follow_each_other_whatever_is_removed(store: RecordStore) -> None:
    """The cursor is a place, not a statement."""
    filled(store)
    first = store.list_refs(Filters(), limit=2)
    assert first.next is not None
    store.remove([first.items[-1].id])
    second = store.list_refs(Filters(), first.next, limit=50)
    assert [ref.id for ref in (*first.items, *second.items)] == ["undated", "old", "year", "month", "day"]
    assert second.next is None


@pytest.mark.parametrize("cursor", ["", "x", "1-", "1-2-3", "-1", "9" * 30, "1-" + "9" * 30])
def test_a_cursor_of_somebody_else_is_refused(store: RecordStore, cursor: str) -> None:
    """With one sentence, not with a page."""
    with pytest.raises(InvalidInput, match="cursor"):
        store.list_refs(Filters(), cursor)


def test_facts_and_stats_tell_what_is_there(store: RecordStore) -> None:
    """What question understanding and `status` ask."""
    facts = FactsCache(filled(store)).names()
    assert [delegation.code for delegation in facts.delegations] == ["EST", "KAZ"]
    assert ("Mr. Jürgenson", "EST") in facts.speakers
    assert facts.dates == ("1999-12-31", "2003", "2003-02", "2004-02-29")
    assert (facts.meetings, facts.organs) == (("S/PV.1",), ("Security Council",))
    assert facts.collections == ("council", "elsewhere")
    stats = store.stats()
    assert (stats.statements, stats.passages, stats.delegations) == (6, 12, 2)
    assert (stats.first_day, stats.last_day) == (19991231, 20040229)
    assert stats.bytes > 10_000
