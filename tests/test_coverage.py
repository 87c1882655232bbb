"""Coverage: true counts by delegation and year or meeting, gaps, a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import schemas as wire
from api.command_line import render_coverage
from api.web import tables
from index.errors import InvalidInput
from index.model import Delegation, Filters, Statement
from index.search.candidates import Searcher
from rag.briefing.export.heatmap import DARK, SHADES, svg_of
from rag.model import By
from rag.position.coverage import Coverage, Surveyor
from rag.service import OnRecord
from tests.drafts import KAZAKHSTAN, open_store
from tests.exact_vectors import ExactVectors
from tests.examples import examples
from tests.small_stores import EMBEDDER, filters, house, put, satisfies, statements, tell
from tests.spoken_years import a_speech, spoken_in_some_years

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with spoken_in_some_years(tmp_path_factory.mktemp("house")) as opened:
        yield opened


def table(coverage: Coverage) -> dict[str | None, dict[str | None, int]]:
    return {
        row.delegation.code if row.delegation else None: {cell.column: cell.statements for cell in row.cells}
        for row in coverage.rows
    }


def test_delegations_by_year(service: OnRecord) -> None:
    """The President speaks for no State, procedural statements are not counted, undated ones come last."""
    coverage = service.coverage("year", Filters())
    assert table(coverage) == {
        "EST": {"2016": 1, "2019": 1, None: 1},
        "KAZ": {"2015": 1, "2019": 2},
        None: {"2016": 1, "2019": 1},
    }
    assert [c.name for c in coverage.columns] == ["2015", "2016", "2017", "2018", "2019", None]
    assert [c.statements for c in coverage.columns] == [1, 2, 0, 0, 4, 1]
    assert coverage.statements == 8


def test_gaps_are_where_others_spoke(service: OnRecord) -> None:
    """Years of nobody are told apart from years in which only this delegation is missing."""
    coverage = service.coverage("year", Filters())
    gaps = {row.delegation.code if row.delegation else None: row.gaps for row in coverage.rows}
    assert coverage.gaps.columns == ("2017", "2018")
    assert gaps == {"EST": (), "KAZ": ("2016",), None: ()}


def test_a_delegation_asked_for_is_held_against_all_columns(service: OnRecord) -> None:
    """Its gaps do not vanish because others are filtered out; one that never spoke is named."""
    coverage = service.coverage("year", Filters(delegations=("KAZ", "CHN")))
    assert [row.gaps for row in coverage.rows] == [("2016",)]
    assert [c.statements for c in coverage.columns] == [1, 0, 0, 0, 2, 0]
    assert [one.code for one in coverage.gaps.delegations] == ["CHN"]
    assert coverage.statements == 3


def test_a_group_speaks_through_its_members(service: OnRecord) -> None:
    """Counted under the State that spoke, and no gap."""
    coverage = service.coverage("year", Filters(delegations=("EU",)))
    assert table(coverage) == {"EST": {"2019": 1}}
    assert coverage.gaps.delegations == ()


def test_delegations_by_meeting(service: OnRecord) -> None:
    """In order of date, each with the first date the record gives, never one made up."""
    coverage = service.coverage("meeting", Filters())
    assert [(c.name, c.date) for c in coverage.columns] == [
        ("S/PV.1", "2015-03-01"),
        ("S/PV.2", "2016-01-01"),
        ("S/PV.3", "2019"),
        (None, None),
    ]
    assert table(coverage)["KAZ"] == {"S/PV.1": 1, "S/PV.3": 2}


@settings(
    deadline=None, max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(statements(), max_size=6), filters, st.sampled_from(["year", "meeting"]))
def test_counts_are_those_of_statements_read_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, them: list[Statement], wanted: Filters, by: By
) -> None:
    """Law: every cell is the number of its statements and passages under the filter."""
    with closing(open_store(tmp_path_factory.mktemp("store"), EMBEDDER)) as store:
        put(store, *them)
        held = {one.ref.id: one for one in them}
        expected, passages = Counter[tuple[str | None, str | None]](), 0
        for one in held.values():
            code = one.ref.delegation.code if one.ref.delegation else None
            if satisfies(one.ref, wanted) and not (wanted.delegations and code is None):
                date = one.ref.date if one.ref.date and one.ref.date[0].isdecimal() else None
                column = one.ref.meeting if by == "meeting" else date[:4] if date else None
                expected[code, column] += 1
                passages += len(one.passages)
        searcher = Searcher(store, ExactVectors(store.path, store.dim))
        found = Surveyor(searcher, lambda code: Delegation(code, code)).coverage(by, wanted)
        counted = {
            (row.delegation.code if row.delegation else None, cell.column): cell.statements
            for row in found.rows
            for cell in row.cells
        }
        assert counted == dict(expected)
        assert (found.statements, found.passages) == (sum(expected.values()), passages)
        assert sum(column.statements for column in found.columns) == found.statements


def test_an_empty_record_is_covered_by_nothing(tmp_path: Path) -> None:
    with closing(house(tmp_path)) as empty:
        coverage = empty.coverage("year", Filters())
        assert (coverage.rows, coverage.columns, coverage.statements) == ((), (), 0)
        assert ElementTree.fromstring(svg_of(coverage)).tag == f"{SVG}svg"
        shown = render_coverage.coverage(wire.Coverage.model_validate(coverage))
        assert shown == "No statement was found."


def test_the_picture_is_described_in_words(service: OnRecord) -> None:
    """Title and description for a screen reader, a figure and a title in each cell, nothing that runs."""
    coverage = service.coverage("year", Filters())
    root = ElementTree.fromstring(svg_of(coverage))
    assert root.get("role") == "img"
    labels = {found.get("id"): found.text for found in root if found.get("id")}
    assert root.get("aria-labelledby") == " ".join(labels)
    assert labels["title"] == "Statements by delegation and year"
    assert "Nobody spoke in 2017, 2018." in (labels["desc"] or "")
    cells = [(group[0].text, group[2].text) for group in root.iter(f"{SVG}g")]
    assert ("Kazakhstan, 2019: 2 statements, 2 passages", "2") in cells
    assert len(cells) == sum(len(row.cells) for row in coverage.rows)
    assert {element.tag for element in root.iter()} <= {
        f"{SVG}{name}" for name in ("svg", "title", "desc", "rect", "text", "g")
    }


def test_who_speaks_for_none_is_no_delegation(service: OnRecord) -> None:
    """Two are counted where a row of others stands below them, in the terminal, the picture, the page."""
    coverage = service.coverage("year", Filters())
    wired = wire.Coverage.model_validate(coverage)
    assert " of 2 delegations and speakers for none." in render_coverage.coverage(wired)
    assert b" of 2 delegations and speakers for none, 2015 to 2019." in svg_of(coverage)
    assert tables.told(wired) == "8 statements of 2 delegations and speakers for none"
    one = service.coverage("year", Filters(delegations=("KAZ",), since="2015-01-01", until="2015-12-31"))
    assert b">1 statement in 1 passage of 1 delegation, 2015. A cell" in svg_of(one)
    assert b"Kazakhstan, 2015: 1 statement, 1 passage<" in svg_of(one)


def test_many_years_of_silence_are_one_column(tmp_path: Path) -> None:
    """So that the years in which somebody spoke can be read; few stand as they are."""
    with closing(house(tmp_path)) as service:
        for year in (1946, 1970, 1973):
            tell(service, a_speech(KAZAKHSTAN, f"{year}-03-01", f"S/PV.{year}"), path=f"{year}.txt")
        root = ElementTree.fromstring(svg_of(service.coverage("year", Filters())))
    shown = [text.text for text in root.iter(f"{SVG}text") if text.get("transform")]
    assert shown == ["1946", "1947–1969: none", "1970", "1971", "1972", "1973"]
    assert "Nobody spoke in 1947–1969, 1971, 1972." in (root.find(f"{SVG}desc").text or "")  # type: ignore[union-attr]
    drawn = [(group[1].get("x"), group[2].text) for group in root.iter(f"{SVG}g")]
    assert len({x for x, _ in drawn}) == 3


def test_names_in_the_picture_are_escaped(tmp_path: Path) -> None:
    """Markup in a meeting's symbol is shown, not obeyed."""
    with closing(house(tmp_path)) as service:
        tell(service, a_speech(KAZAKHSTAN, "2015-03-01", '<script>"&'))
        root = ElementTree.fromstring(svg_of(service.coverage("meeting", Filters())))
    assert any(text.text == '<script>"&' for text in root.iter(f"{SVG}text"))


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("at", "shade"), list(enumerate(SHADES)))
def test_figures_can_be_read_on_every_shade(at: int, shade: str) -> None:
    """WCAG 2.2, success criterion 1.4.3: a contrast of 4.5 to 1."""
    light, dark = sorted((luminance("#ffffff" if at >= DARK else "#111111"), luminance(shade)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_picture_too_large_to_read_is_refused(tmp_path: Path) -> None:
    """Told in a sentence that says what to do."""
    with closing(house(tmp_path)) as service:
        tell(service, *(a_speech(KAZAKHSTAN, "2015-03-01", f"S/PV.{n}", key=str(n)) for n in range(151)))
        coverage = service.coverage("meeting", Filters())
    with pytest.raises(InvalidInput, match="narrow it"):
        svg_of(coverage)


def test_the_table_fits_a_terminal(service: OnRecord) -> None:
    """Columns that do not fit stand in a second part; each is there once."""
    coverage = service.coverage("year", Filters())
    wide = wire.Coverage.model_validate(coverage)
    years = [wire.CoverageColumn(name=str(y), date=None, statements=0, passages=0) for y in range(1900, 1990)]
    shown = render_coverage.coverage(wide.model_copy(update={"columns": [*years, *wide.columns]}))
    assert max(map(len, shown.splitlines())) <= 100
    assert all(shown.count(str(year)) == 1 for year in range(1900, 1990))
    assert "Kazakhstan did not speak in 2016." in shown


def test_coverage_over_http(client: TestClient) -> None:
    """JSON by default, the picture when the address or the Accept header asks for it."""
    found = client.get("/v1/coverage", params={"by": "meeting", "delegations": "Kazakhstan"}).json()
    assert [row["delegation"]["code"] for row in found["rows"]] == ["KAZ"]
    picture = client.get("/v1/coverage", headers={"Accept": "image/svg+xml"})
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.content == client.get("/v1/coverage", params={"format": "svg"}).content
    assert client.get("/v1/coverage", headers={"Accept": "*/*"}).json()["by"] == "year"


@pytest.mark.parametrize("query", [{"by": "speaker"}, {"format": "png"}, {"delegations": "Atlantis"}])
def test_what_cannot_be_covered(client: TestClient, query: dict[str, str]) -> None:
    assert client.get("/v1/coverage", params=query).status_code == 422
