"""The service: pages cover everything once, filters are checked, what is changed shows at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput, NotFound
from index.model import Filters, Statement
from index.vectors.vector_store import State
from rag.named_filters import RawFilters
from rag.service import OnRecord
from tests.drafts import KAZAKHSTAN, a_draft
from tests.exact_vectors import ExactVectors
from tests.examples import examples
from tests.small_stores import IDS, filters, house, put, satisfies, statements, tell


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("shared"))) as opened:
        yield opened


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("service"))) as opened:
        yield opened


def pages(service: OnRecord, wanted: Filters, limit: int) -> list[list[str]]:
    found, cursor = [], None
    while True:
        items, cursor = service.statements(wanted, cursor, limit)
        found.append([ref.id for ref in items])
        if cursor is None:
            return found


@given(them=st.lists(statements(), max_size=4), wanted=filters, limit=st.integers(1, 4))
@settings(max_examples=examples(25), deadline=None)
def test_pages_cover_everything_once(
    shared: OnRecord, them: list[Statement], wanted: Filters, limit: int
) -> None:
    """Whatever the filter and the length of a page; only the last is shorter."""
    shared._store.remove(IDS)
    put(shared._store, *them)
    found = pages(shared, wanted, limit)
    ids = [id for page in found for id in page]
    last = {statement.ref.id: statement.ref for statement in them}
    assert len(ids) == len(set(ids))
    assert set(ids) == {id for id, ref in last.items() if satisfies(ref, wanted)}
    assert all(len(page) == limit for page in found[:-1])


def test_filters_are_resolved_or_refused(service: OnRecord) -> None:
    """Any name of a delegation becomes its code; an unknown one or half a date is an error, named."""
    raw = RawFilters(delegations=["Republic of Kazakhstan", "fra"], since="2019-01-01", speakers=["Umarov"])
    resolved = service.resolve_filters(raw)
    assert resolved == Filters(delegations=("KAZ", "FRA"), since="2019-01-01", speakers=("Umarov",))
    assert service.resolve_filters(RawFilters()) == Filters()
    with pytest.raises(InvalidInput, match="Narnia"):
        service.resolve_filters(RawFilters(delegations=["Narnia"]))
    for date in ("2019", "2019-13-01", "01-02-2019", "2019-1-1"):
        with pytest.raises(InvalidInput, match=f"until is '{date}'"):
            service.resolve_filters(RawFilters(until=date))


def test_a_filter_given_under_two_names_is_one(service: OnRecord) -> None:
    """Else a table would have the delegation twice."""
    raw = RawFilters(delegations=["KAZ", "Republic of Kazakhstan", "FRA", "Kazakhstan"], organs=["A", "A"])
    assert service.resolve_filters(raw) == Filters(delegations=("KAZ", "FRA"), organs=("A",))


@pytest.mark.parametrize("date", ["2019-02-30", "2019-04-31", "2019-00-10", "2019-05-00", "2019-02-29"])
def test_a_day_that_never_was_is_no_date(service: OnRecord, date: str) -> None:
    """Nobody spoke on the thirtieth of February."""
    with pytest.raises(InvalidInput, match=date):
        service.resolve_filters(RawFilters(since=date))


def test_status_follows_what_is_there(service: OnRecord) -> None:
    """Counts, dates and the state's name; empty at first."""
    assert (service.status().statements, service.status().since) == (0, None)
    tell(service, a_draft("We call for peace.", date="2019-05"), path="a.txt")
    tell(service, a_draft("We call for talks.", date="2020-02-29", delegation=None), path="b.txt")
    status = service.status()
    assert (status.statements, status.passages, status.delegations, status.collections) == (2, 2, 1, 1)
    assert (status.since, status.until) == ("2019-05-01", "2020-02-29")
    assert status.index == service.ask("peace", Filters(), 1).index
    assert service.ready().ready


@pytest.mark.parametrize(
    ("state", "ready"), [("verifying", False), ("rebuilding", True), ("damaged", True), ("absent", True)]
)
def test_ready_while_vectors_are_mended(
    service: OnRecord, monkeypatch: pytest.MonkeyPatch, state: State, ready: bool
) -> None:
    """A scan answers as well; only the first check is waited for."""
    monkeypatch.setattr(ExactVectors, "state", state)
    assert service.ready().ready is ready
    assert bool(service.ready().reasons) is not ready


def test_an_answerer_unknown_is_refused(service: OnRecord) -> None:
    """The sentence names those there are."""
    with pytest.raises(InvalidInput, match="extractive"):
        service.ask("peace", Filters(), 5, answerer="oracle")


def test_a_passage_is_cited_in_every_style_asked(service: OnRecord) -> None:
    """By its id; an unknown id is not found."""
    tell(service, a_draft("We call for peace.", meeting="S/PV.8534", date="2019-05-23"), path="a.txt")
    (hit,) = service.search("peace", Filters(), 1).hits
    assert service.citation(hit.passage.id, "un") == hit.citation.text
    with pytest.raises(NotFound):
        service.citation("no such passage", "un")


def test_removal_is_by_id_source_or_collection(service: OnRecord) -> None:
    """And by nothing else; what is gone is gone from lists and searches at once."""
    for name in "abc":
        tell(
            service, a_draft(f"We call for peace and {name * 5}."), path=f"{name}.txt", collection=f"c-{name}"
        )
    items, _ = service.statements(Filters(), None, 10)
    assert [ref.delegation for ref in items] == [KAZAKHSTAN] * 3
    assert service.remove(ids=[items[0].id]) == 1
    assert service.remove(source="b.txt") == 1
    assert service.remove(collection="c-c") == 1
    assert service.search("peace", Filters(), 10).hits == ()
    with pytest.raises(InvalidInput, match="Name what to remove"):
        service.remove()
    with pytest.raises(NotFound):
        service.remove(source="b.txt")


def test_uploads_are_added_like_files(service: OnRecord) -> None:
    """A text with its speaker header; what is no record is skipped with the reason."""
    files = {"one.txt": b"Mr. Umarov (Kazakhstan): We call for peace.\n", "two.bin": b"\x00\x01"}
    report = service.add_files(files, "uploads")
    assert report.added == 1
    assert [skipped.path for skipped in report.skipped] == ["two.bin"]
    assert service.search("peace", Filters(), 1).hits[0].text == "We call for peace."
