"""Facets: what a search would leave if it were narrowed, counted truly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from index.model import Filters
from rag.ranking.facets import needed
from rag.service import OnRecord
from tests.spoken_years import spoken_in_some_years


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with spoken_in_some_years(tmp_path_factory.mktemp("house")) as opened:
        yield opened


def test_facets_are_counts_of_what_narrowing_leaves(service: OnRecord) -> None:
    """Law: the statements a value counts are those counted when the search is narrowed to it."""
    whole = service.search("attacks on hospitals", Filters(), 1, facets=True).facets
    assert whole is not None
    assert (whole.statements, len(whole.years), len(whole.capacities)) == (8, 3, 2)
    for one in whole.delegations:
        narrowed = service.search(
            "attacks on hospitals", Filters(delegations=(one.value,)), 1, facets=True
        ).facets
        assert narrowed is not None
        assert (narrowed.statements, narrowed.passages) == (one.statements, one.passages)
    for one in whole.years:
        wanted = Filters(since=f"{one.value}-01-01", until=f"{one.value}-12-31")
        narrowed = service.search("attacks on hospitals", wanted, 1, facets=True).facets
        assert narrowed is not None
        assert narrowed.statements == one.statements


def test_facets_come_only_when_asked_for(service: OnRecord) -> None:
    assert service.search("attacks on hospitals", Filters(), 1).facets is None


def test_words_that_nobody_used_are_counted_nowhere(service: OnRecord) -> None:
    """The nearest passages are shown, and none of them is counted as holding the words."""
    found = service.search("whaling in hospitals", Filters(), 5, facets=True)
    assert found.hits
    assert found.facets is not None
    assert (found.facets.statements, found.facets.delegations) == (0, ())


@pytest.mark.parametrize(("terms", "held"), [(0, 0), (1, 1), (3, 3), (4, 3), (5, 4), (8, 6)])
def test_how_many_words_must_be_there(terms: int, held: int) -> None:
    assert needed(terms) == held


def test_facets_over_http(client: TestClient) -> None:
    body = {"query": "medical care", "limit": 1, "facets": True}
    facets = client.post("/v1/search", json=body).json()["facets"]
    assert facets["words"] == ["medical", "care"]
    assert all(one["statements"] <= facets["statements"] for one in facets["delegations"])
    assert client.post("/v1/search", json=body | {"facets": False}).json()["facets"] is None
