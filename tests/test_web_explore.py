"""The pages that explore: facets, coverage, delegations, histories; threads and groups of an answer."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi.testclient import TestClient
from starlette.datastructures import QueryParams

from api import schemas as wire
from api.web import explored, tables
from api.web.forms import Asked
from tests.pages import found, page, words


def test_every_count_of_a_search_leads_to_just_those_statements(client: TestClient) -> None:
    """The figures are those of the interface; the search within a value counts what the value said."""
    facets = client.post("/v1/search", json={"query": "hospitals", "literal": True, "facets": True}).json()
    tree = page(client, "/search", q="hospitals")
    assert f"{facets['facets']['statements']} statements hold the word" in words(tree)
    links = tree.xpath("//section[@class='facets']/details[1]//li[a]")
    named = {one["name"]: one["statements"] for one in facets["facets"]["delegations"]}
    assert set(named) <= {link.xpath("a")[0].text for link in links}
    for link in links[:3]:
        within = page(client, link.xpath("a/@href")[0])
        assert f"{named[link.xpath('a')[0].text]} statement" in words(within.xpath("//section")[0])


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_a_search_is_put_in_order_of_time(client: TestClient, order: str) -> None:
    body = wire.SearchBody.model_validate(
        {"query": "civilians", "literal": True, "facets": True, "limit": int(explored.DATED)}
    )
    reply = client.post("/v1/search", json=body.model_dump(by_alias=True)).json()
    tree = page(client, "/search", q="civilians", order=order)
    assert len(tree.xpath("//ol[@class='hits']/li")) == len(reply["hits"])
    asked = explored.in_order(wire.SearchResult.model_validate(reply), _asked(order))
    dates = [hit.statement.date for hit in asked.hits if hit.statement.date]
    assert dates == sorted(dates, reverse=order == "newest")


def _asked(order: str) -> Asked:
    return Asked.of(QueryParams({"q": "civilians", "order": order}), literally=True)


def test_coverage_is_the_interfaces_and_leads_to_each_delegation(client: TestClient) -> None:
    covered = client.get("/v1/coverage", params={"by": "meeting"}).json()
    tree = page(client, "/coverage", by="meeting")
    rows = tree.xpath("//table[@class='heat']/tbody/tr")
    assert [words(row.xpath("td")[-1]) for row in rows] == [str(row["statements"]) for row in covered["rows"]]
    (picture,) = tree.xpath("//a[contains(., 'SVG')]/@href")
    assert (
        client.get(picture).text == client.get("/v1/coverage", params={"by": "meeting", "format": "svg"}).text
    )
    assert page(client, tree.xpath("//tbody//a/@href")[0]).xpath("//ol[@class='listed']/li")


def test_timeline_is_the_interfaces_and_each_bar_leads_to_what_it_counts(client: TestClient) -> None:
    """Bars and lines of the table give the same figures and addresses; the list behind one has as many."""
    told = client.get("/v1/timeline", params={"issue": "civilians"}).json()
    tree = page(client, "/timeline", issue="civilians")
    assert f"{told['statements']} of {told['searched']} statements" in words(tree)
    bars = tree.xpath("//svg//a")
    lines = tree.xpath("//table[@class='figures']/tbody/tr[th/a]")
    spoken = [one for one in told["periods"] if one["statements"]]
    assert len(spoken) > 1
    for one, bar, line in zip(spoken, bars, lines, strict=True):
        assert bar.get("href") == line.xpath("th/a/@href")[0]
        assert f"{one['statements']} statement" in bar.get("aria-label")
        assert found(line, "td") == [str(one["statements"]), str(one["delegations"]), str(one["searched"])]
        behind = page(client, bar.get("href"))
        assert len(behind.xpath("//ol[@class='hits']/li")) == one["statements"]
        (chosen,) = behind.xpath("//table[@class='figures']//tr[@class='here']")
        assert words(chosen) == words(line)


def test_timeline_is_taken_away_and_led_to(client: TestClient) -> None:
    """As a picture, a table and the interface's JSON; from a search and a delegation, with what is set."""
    tree = page(client, "/timeline", issue="civilians", since="2020-01-01")
    files = {
        url[-3:]: client.get(url) for url in tree.xpath("//p[@class='row']/a[contains(@href, 'file')]/@href")
    }
    told = client.get("/v1/timeline", params={"issue": "civilians", "since": "2020-01-01"}).json()
    assert {**files["son"].json(), "took_ms": 0} == {**told, "took_ms": 0}
    rows = list(csv.reader(io.StringIO(files["csv"].content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows[1:]] == [[one["name"], str(one["statements"])] for one in told["periods"]]
    assert files["svg"].text.startswith("<svg")
    assert client.get("/timeline/file?issue=civilians&format=png").status_code == 422
    (link,) = page(client, "/search", q="hospitals", since="2020-01-01").xpath(
        "//a[contains(@href, '/timeline')]/@href"
    )
    assert parse_qs(urlsplit(link).query) == {"issue": ["hospitals"], "since": ["2020-01-01"]}
    form = page(client, "/delegations/KAZ").xpath("//form[.//button[@formaction='/timeline']]")[0]
    sent = {field.get("name"): field.get("value") or "civilians" for field in form.xpath(".//input")}
    assert "1 of 1 statement under these filters has" in words(page(client, "/timeline", **sent))


def test_years_of_nobody_are_a_sentence_not_columns() -> None:
    """A record of 1946 and of this century has no sixty empty columns between."""
    names = ("1946", "1947", "1948", "1949", "1951", "1952", None)
    covered = wire.Coverage(
        by="year",
        columns=[wire.CoverageColumn(name=one, date=None, statements=1, passages=1) for one in names],
        rows=[],
        gaps=wire.CoverageGaps(columns=["1947", "1948", "1951"], delegations=[]),
        statements=4, passages=4, index="r1",
    )  # fmt: skip
    assert [column.name for column in tables.columns(covered)] == ["1946", "1949", "1952", None]
    assert tables.silent_years(covered) == ["1947–1948", "1951"]
    told = [wire.CoverageCell(column=name, statements=2, passages=1) for name in ("1949", None)]
    row = wire.CoverageRow(delegation=None, statements=4, passages=2, cells=told, gaps=[])
    assert list(tables.line(covered, row)) == [0, 2, 0, 2]


def test_delegation_shows_its_statements_and_leads_to_what_it_said(client: TestClient) -> None:
    tree = page(client, "/delegations/kazakhstan")
    assert found(tree, "//h1") == ["Kazakhstan"]
    assert "1 statement on record" in words(tree)
    assert tree.xpath("//ol[@class='listed']/li")
    for issue in tree.xpath("//ul[@class='columns']//a/@href"):
        assert page(client, issue).xpath("//form[@action='/history']")
    assert "No statement" in words(page(client, "/delegations/NOR"))
    assert "Narnia" in found(page(client, "/delegations/Narnia", 422), "//*[@role='alert']")[0]


def test_history_is_the_interfaces(client: TestClient) -> None:
    """Its words, its sides and changes, each with its day."""
    asked = {"delegation": "KAZ", "issue": "unarmed civilian protection"}
    told = client.post("/v1/history", json=asked).json()
    tree = page(client, "/history", **asked)
    quotes = [citation["quote"] for item in told["items"] for citation in item["citations"]]
    assert quotes
    for quote, shown in zip(quotes, found(tree, "//ol[@class='story']//blockquote"), strict=True):
        assert " ".join(quote.split()) in shown
    assert page(client, "/history").xpath("//input[@name='issue'][@required]")


def test_a_history_of_ours_and_of_nobody(client: TestClient) -> None:
    """ "We" are who asks, and what has no date says so; no statement is not silence on the issue."""
    asked = {"delegation": "we", "issue": "unarmed civilian protection", "as": "Kazakhstan"}
    tree = page(client, "/history", **asked)
    assert found(tree, "//h1") == ["Kazakhstan on unarmed civilian protection"]
    assert found(tree, "//*[@class='standing']")[0].startswith("undated · ")
    nobody = words(page(client, "/history", delegation="Norway", issue=asked["issue"]))
    assert "There is no statement of Norway to look at." in nobody
    assert "was found in the statements of Norway" not in nobody


def test_line_of_time_places_statements_by_day() -> None:
    items = [
        wire.HistoryItem(date=date, meeting=None, side="for", citations=[], change=None)
        for date in ("2010-01-01", "2015-01-01", "2020-01-01", None)
    ]
    told = wire.History(
        delegation=wire.Delegation(code="KEN", name="Kenya"), issue="x", items=items, statements=4,
        searched=4, certain=True, perhaps=[], next=None, index="r1", took_ms=1.0,
    )  # fmt: skip
    first, middle, last = explored.dots(told)
    assert (first.x, last.x) == (20, explored.WIDTH - 20)
    assert middle.x == pytest.approx((first.x + last.x) / 2, abs=1)


def test_bars_show_years_without_a_statement() -> None:
    years = [
        wire.Facet(value=str(y), name=str(y), statements=n, passages=n) for y, n in ((2018, 2), (2020, 4))
    ]
    assert [(bar.year, bar.statements) for bar in explored.bars(years)] == [
        ("2018", 2), ("2019", 0), ("2020", 4),
    ]  # fmt: skip
    assert explored.bars(years[:1]) == ()


def test_years_centuries_apart_draw_no_thousands_of_bars() -> None:
    """A date misread, or made up, is a bar and not a page of bars."""
    years = [wire.Facet(value=y, name=y, statements=1, passages=1) for y in ("0001", "2020", "9999")]
    assert [bar.year for bar in explored.bars(years)] == ["1", "2020", "9999"]


def test_unknown_delegation_offers_the_one_that_is_meant(client: TestClient) -> None:
    tree = page(client, "/", 422, q="hospitals", delegation="Slovania")
    links = {link.text: link.get("href") for link in tree.xpath("//p[contains(., 'Did you mean')]/a")}
    assert parse_qs(urlsplit(links["Slovenia"]).query) == {"q": ["hospitals"], "delegation": ["Slovenia"]}
