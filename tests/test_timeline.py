"""Timelines: counts that are those of statements read one by one, periods, pages, a picture."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.model import Filters, Statement
from index.search.candidates import Searcher
from index.text.terms import content_terms
from rag.briefing.export.timeline import svg_of
from rag.model import Per
from rag.position.periods import MOST_PERIODS, UNDATED, filled
from rag.position.timeline import Chronicler, Timeline
from rag.service import OnRecord
from tests.drafts import ESTONIA, KAZAKHSTAN, a_draft, open_store
from tests.exact_vectors import ExactVectors
from tests.examples import examples
from tests.small_stores import EMBEDDER, filters, house, put, satisfies, statements, tell

SVG = "{http://www.w3.org/2000/svg}"
LENGTHS: dict[Per, int] = {"year": 4, "month": 7, "day": 10}


def a_speech(date: str | None, text: str = "Hospitals must be protected.", **fields: Any) -> Any:
    return a_draft(text, date=date, delegation=fields.pop("delegation", KAZAKHSTAN), **fields)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    """Hospitals in 2015 and, by two, in 2019; other things in 2017."""
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        tell(
            opened,
            a_speech("2015-03-01", key="a"),
            a_speech("2019-05-02", key="b"),
            a_speech("2019-05", key="c", delegation=ESTONIA),
            a_speech("2019", key="d", delegation=ESTONIA),
            a_speech(None, key="e"),
            a_speech("2017-01-01", "Sanctions hurt the poor.", key="f"),
            a_speech("2019-05-02", key="g", procedural=True),
            a_speech("2019-06-01", "R2P binds us.", key="h"),
            a_speech("2018-06-01", "The responsibility to protect binds us.", key="i"),
        )
        yield opened


def told(timeline: Timeline) -> dict[str | None, tuple[int, int, int]]:
    return {one.name: (one.statements, one.delegations, one.searched) for one in timeline.periods}


def test_years_between_the_first_and_the_last_are_shown(service: OnRecord) -> None:
    """Each with all that is on record, so that silence is told from an empty record; undated comes last."""
    found = service.timeline("hospitals", Filters())
    assert found.by == "year"
    assert told(found) == {
        "2015": (1, 1, 1), "2016": (0, 0, 0), "2017": (0, 0, 1), "2018": (0, 0, 1), "2019": (3, 2, 4),
        None: (1, 1, 1),
    }  # fmt: skip
    assert (found.statements, found.delegations, found.searched) == (5, 2, 8)


def test_a_date_stands_in_the_period_that_it_tells(service: OnRecord) -> None:
    """A month or year is no day of it, and is listed under what is known."""
    year = Filters(since="2019", until="2019")
    assert told(service.timeline("hospitals", year, "month")) == {"2019": (1, 1, 1), "2019-05": (2, 2, 2)}
    assert list(told(service.timeline("hospitals", year, "day"))) == ["2019", "2019-05", "2019-05-02"]
    assert service.timeline("hospitals", year).by == "month"
    assert service.timeline("hospitals", Filters(until="2015-12-31")).by == "day"


def test_a_term_counts_under_both_of_its_names(service: OnRecord) -> None:
    for issue in ("R2P", "responsibility to protect"):
        found = service.timeline(issue, Filters())
        assert set(found.wordings) == {"R2P", "responsibility to protect"}
        assert {name: many for name, (many, *_) in told(found).items() if many} == {
            "2018-06": 1,
            "2019-06": 1,
        }


def test_list_is_paged_in_order_of_time(service: OnRecord) -> None:
    """Every statement once, the undated last, each quoted from its own text."""
    first = service.timeline("hospitals", Filters(), limit=3)
    rest = service.timeline("hospitals", Filters(), limit=3, cursor=str(first.next))
    assert rest.next is None
    cited = [*first.citations, *rest.citations]
    assert [one.number for one in cited] == [1, 2, 3, 4, 5]
    assert [one.date for one in cited] == ["2015-03-01", "2019", "2019-05", "2019-05-02", None]
    assert {one.quote for one in cited} == {"Hospitals must be protected."}


@settings(
    deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(statements(), max_size=6),
    filters,
    st.sampled_from(sorted(LENGTHS)),
    st.sampled_from(["hospitals", "medical workers", "agenda whaling today peace", "sanctions"]),
)
def test_counts_are_those_of_statements_read_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, them: list[Statement], wanted: Filters, by: Per, issue: str
) -> None:
    """Law: a period counts the statements under the filter of which a passage holds the words, and lists
    just these; where there would be more periods than can be read it is refused, and years never are."""
    with closing(open_store(tmp_path_factory.mktemp("store"), EMBEDDER)) as store:
        put(store, *them)
        chronicler = Chronicler(Searcher(store, ExactVectors(store.path, store.dim)), store)
        last = {one.ref.id: one for one in them}
        kept = {id: one for id, one in last.items() if satisfies(one.ref, wanted)}
        expected: dict[str | None, set[str]] = {}
        for id, one in kept.items():
            if _holds(one, issue):
                expected.setdefault(_period(one.ref.date, by), set()).add(id)
        if by == "day" and _days(expected) > MOST_PERIODS:
            with pytest.raises(InvalidInput, match=f"more than {MOST_PERIODS}"):
                chronicler.timeline(issue, wanted, by, None, 0, 50)
            by = "year"
            expected = _by_year(expected)
        found = chronicler.timeline(issue, wanted, by, None, 0, 50)
        counted = {one.name: one.statements for one in found.periods if one.statements}
        assert counted == {name: len(ids) for name, ids in expected.items()}
        assert found.statements == found.listed == sum(counted.values())
        for name, ids in expected.items():
            part = chronicler.timeline(issue, wanted, by, name or UNDATED, 0, 50)
            assert {one.statement.id for one in part.citations} == ids
            assert part.listed == len(ids)


def _holds(statement: Statement, issue: str) -> bool:
    terms = set(content_terms(issue))
    needed = len(terms) if len(terms) <= 3 else 0.75 * len(terms)
    texts = (passage.span.of(statement.text) for passage in statement.passages)
    return any(len(terms & set(content_terms(text))) >= needed for text in texts)


def _days(expected: Iterable[str | None]) -> int:
    """From the first whole date to the last."""
    days = sorted(date.fromisoformat(name) for name in expected if name and len(name) == LENGTHS["day"])
    return (days[-1] - days[0]).days + 1 if days else 0


def _by_year(expected: Mapping[str | None, set[str]]) -> dict[str | None, set[str]]:
    years: dict[str | None, set[str]] = {}
    for name, ids in expected.items():
        years.setdefault(_period(name, "year"), set()).update(ids)
    return years


def _period(date: str | None, by: Per) -> str | None:
    return date[: LENGTHS[by]] if date and date[:4].isdecimal() else None


@pytest.mark.parametrize("at", ["2019-5", "20190502", "May 2019", "9" * 200, "²0²0"])
def test_what_is_no_period_is_refused(service: OnRecord, at: str) -> None:
    with pytest.raises(InvalidInput, match="no period"):
        service.timeline("hospitals", Filters(), at=at)


def test_what_cannot_be_counted_is_refused(service: OnRecord, tmp_path: Path) -> None:
    """No words; more days than can be read. A date misread by centuries is no reason not to count years."""
    with pytest.raises(InvalidInput, match="no words"):
        service.timeline("and of the", Filters())
    with pytest.raises(InvalidInput, match=f"more than {MOST_PERIODS}"):
        service.timeline("hospitals", Filters(), "day")
    with closing(house(tmp_path)) as odd:
        tell(odd, a_speech("0219-05-02", key="a"), a_speech("2019-05-02", key="b"))
        assert list(told(odd.timeline("hospitals", Filters()))) == ["0219", "2019"]


def test_picture_has_a_bar_for_each_count_that_says_it(service: OnRecord) -> None:
    """As high as its count of the most; without a link it stands alone, with one each bar leads somewhere."""
    found = service.timeline("hospitals", Filters(), at="2019")
    alone = ElementTree.fromstring(svg_of(found, "statements"))
    heights = {
        bar.findtext(f"{SVG}title"): bar.find(f"{SVG}rect").get("height") for bar in alone.iter(f"{SVG}g")
    }  # type: ignore[union-attr]
    assert heights == {
        "2015: 1 statement of 1 delegation": "60.0",
        "2019: 3 statements of 2 delegations": "180.0",
        "undated: 1 statement of 1 delegation": "60.0",
    }
    assert not list(alone.iter(f"{SVG}a"))
    linked = ElementTree.fromstring(svg_of(found, "delegations", lambda period: f"?at={period.name}&x"))
    links = {link.get("href"): link.get("aria-current") for link in linked.iter(f"{SVG}a")}
    assert links == {"?at=2015&x": None, "?at=2019&x": "true", "?at=None&x": None}


def test_picture_is_well_formed_whatever_the_issue(service: OnRecord) -> None:
    found = service.timeline("hospitals </title><script>alert(1)</script> \x1b[31m", Filters())
    drawn = ElementTree.fromstring(svg_of(found, "statements"))
    assert not list(drawn.iter(f"{SVG}script"))
    assert "\x1b" not in (drawn.findtext(f"{SVG}title") or "")


def test_the_interface_pages_a_timeline_and_gives_its_picture(client: TestClient) -> None:
    asked = {"issue": "civilians", "limit": 2}
    first = client.get("/v1/timeline", params=asked).json()
    whole = client.get("/v1/timeline", params={"issue": "civilians", "limit": 50}).json()
    found = list(first["citations"])
    while first["next"]:
        first = client.get("/v1/timeline", params={**asked, "cursor": first["next"]}).json()
        found += first["citations"]
    assert found == whole["citations"]
    assert len(found) == whole["statements"] == whole["listed"] > 2
    facets = client.post("/v1/search", json={"query": "civilians", "literal": True, "facets": True}).json()
    assert whole["statements"] == facets["facets"]["statements"]
    other = client.get("/v1/timeline", params={**asked, "at": "undated", "cursor": first["next"] or "x"})
    assert other.status_code == 422
    for sent in (
        {"params": {**asked, "format": "svg"}},
        {"params": asked, "headers": {"accept": "image/svg+xml"}},
    ):
        picture = client.get("/v1/timeline", **sent)  # type: ignore[arg-type]
        assert picture.headers["content-type"] == "image/svg+xml"
        assert ElementTree.fromstring(picture.content).tag == f"{SVG}svg"


def test_days_that_are_too_many_are_counted_and_not_laid_out() -> None:
    """From the year 1 to 9999 there are millions."""
    tracemalloc.start()
    try:
        with pytest.raises(InvalidInput, match="3652059 days"):
            filled([1_01_01, 9999_12_31], "day")
        with pytest.raises(InvalidInput, match="119989 months"):
            filled([0, 1_01_00, 9999_12_00], "month")
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
    assert filled([0, 2019_11_00, 2020_00_00, 2020_02_00], "month") == [
        2019_11_00, 2019_12_00, 2020_00_00, 2020_01_00, 2020_02_00, 0,
    ]  # fmt: skip
