"""The matrix: a verified quotation in each cell, or that the delegation did not address the issue."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api import schemas as wire
from api.command_line import render_positions
from index.errors import InvalidInput
from index.model import Delegation, Filters, Speaker
from rag.briefing.export.matrix import csv_of, html_matrix, safe
from rag.citation.cite import verify
from rag.service import OnRecord
from tests.drafts import ESTONIA, a_draft
from tests.small_stores import house, tell

FRANCE = Delegation("FRA", "France")
WHALES = "Whaling in every ocean must end at once and for ever."
FORMULA = "=HYPERLINK is what whaling <b>in every ocean</b> looks like & must end."


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnRecord]:
    with closing(house(tmp_path_factory.mktemp("house"))) as opened:
        tell(opened, a_draft(WHALES, meeting="S/PV.1"), path="k.txt")
        tell(opened, a_draft("Kazakhstan planted trees.", meeting="S/PV.1"), path="k2.txt")
        quiet = a_draft(
            "Estonia speaks of elections.", delegation=ESTONIA, speaker=Speaker("Mr. J"), meeting="S/PV.1"
        )
        tell(opened, quiet, path="e.txt")
        tell(
            opened,
            a_draft(FORMULA, delegation=FRANCE, speaker=Speaker("=cmd"), meeting="S/PV.2"),
            path="f.txt",
        )
        yield opened


def test_cells_quote_or_say_not_addressed(service: OnRecord) -> None:
    """What was said is cited and verifies; what was not comes with what was looked at and the nearest."""
    matrix = service.compare(["whaling in every ocean"], Filters(meetings=("S/PV.1",)))
    assert [delegation.code for delegation in matrix.delegations] == ["EST", "KAZ"]
    silent, spoken = matrix.rows[0].cells
    assert spoken.addressed
    assert spoken.citation is not None
    assert spoken.citation.quote == WHALES
    assert verify(spoken.citation, service.statement(spoken.citation.statement.id))
    assert not silent.addressed
    assert silent.citation is None
    assert silent.nearest is not None
    assert (spoken.statements, silent.statements) == (2, 1)


def test_delegations_named_are_shown_even_if_they_never_spoke(service: OnRecord) -> None:
    """Nothing looked at, nothing nearest, and not addressed."""
    matrix = service.compare(["whaling"], Filters(delegations=("KAZ", "CHN")))
    assert [cell.statements for cell in matrix.rows[0].cells] == [2, 0]
    assert matrix.rows[0].cells[1].nearest is None


def test_a_country_of_the_issue_must_be_named(tmp_path: Path) -> None:
    """All words of the issue, and the speaker means another thing by the country's."""
    with closing(house(tmp_path)) as service:
        tell(service, a_draft("The hunting of wild turkey in winter must end at once."), path="k.txt")
        issues = ["hunting of wild turkey", "hunting of wild geese by Turkey", "hunting in winter by Turkey"]
        rows = service.compare(issues, Filters(delegations=("KAZ",))).rows
        assert [row.cells[0].addressed for row in rows] == [True, False, False]


def test_a_row_for_each_issue(service: OnRecord) -> None:
    """In the order asked."""
    matrix = service.compare(["trees planted", "elections"], Filters())
    assert [row.issue for row in matrix.rows] == ["trees planted", "elections"]
    assert all(len(row.cells) == len(matrix.delegations) for row in matrix.rows)


@pytest.mark.parametrize("issues", [[], ["!"], ["whaling"] * 21])
def test_issues_that_cannot_be_compared(service: OnRecord, issues: list[str]) -> None:
    """Told in a sentence."""
    with pytest.raises(InvalidInput):
        service.compare(issues, Filters())


def test_csv_runs_no_formula(service: OnRecord) -> None:
    """Cells that a spreadsheet would run begin with an apostrophe; the rest is as it is."""
    written = csv_of(service.compare(["whaling in every ocean"], Filters())).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(written)))
    assert rows[0][:3] == ["issue", "delegation", "addressed"]
    assert any(cell == f"'{FORMULA}" for row in rows for cell in row)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in rows for cell in row)


@settings(deadline=None)
@given(st.text(max_size=20))
def test_safe_cells_never_begin_a_formula(text: str) -> None:
    """Whatever the text; and nothing but the apostrophe is added."""
    made = safe(text)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert made in (text, f"'{text}")


def test_html_escapes_the_record(service: OnRecord) -> None:
    """Markup in a record is shown, not obeyed."""
    written = html_matrix(service.compare(["whaling in every ocean"], Filters())).decode()
    assert "<b>" not in written
    assert "&lt;b&gt;in every ocean&lt;/b&gt;" in written
    assert "Did not address this" in written


def test_cells_tell_side_and_date(tmp_path: Path) -> None:
    """For, against or unclear, and when; a silent cell has neither; the citation still verifies."""
    said = {
        "KAZ": "We support a ban on whaling in every ocean.",
        "EST": "We oppose a ban on whaling in every ocean.",
        "FRA": "The report speaks of a ban on whaling in every ocean.",
        "NOR": "The harvest was fine this summer.",
    }
    with closing(house(tmp_path)) as service:
        for code, text in said.items():
            draft = a_draft(text, delegation=Delegation(code, code), date="2019-05-23")
            tell(service, draft, path=f"{code}.txt")
        matrix = service.compare(["a ban on whaling in every ocean"], Filters())
        cells = {cell.delegation.code: cell for cell in matrix.rows[0].cells}
        for cell in cells.values():
            assert cell.citation is None or verify(
                cell.citation, service.statement(cell.citation.statement.id)
            )
    assert {code: cell.side for code, cell in cells.items()} == {
        "KAZ": "for",
        "EST": "against",
        "FRA": "unclear",
        "NOR": None,
    }
    assert {code: cell.date for code, cell in cells.items()} == dict.fromkeys(
        ("KAZ", "EST", "FRA"), "2019-05-23"
    ) | {"NOR": None}
    lines = list(csv.reader(io.StringIO(csv_of(matrix).decode("utf-8-sig"))))
    assert lines[0][3:5] == ["side", "date"]
    assert [line[3:5] for line in lines[1:] if line[1] == "Estonia"] == [["against", "2019-05-23"]]
    page = html_matrix(matrix).decode()
    assert "<strong>Against</strong>, 23 May 2019: “We oppose" in page


def test_a_cell_brings_the_sentence_it_leans_on(service: OnRecord) -> None:
    """In the terminal, the page for paper and the table."""
    matrix = service.compare(["whaling in every ocean"], Filters())
    (row,) = matrix.rows
    cells = tuple(
        replace(cell, citation=replace(cell.citation, leads="Whales were\nmany.")) if cell.citation else cell
        for cell in row.cells
    )
    leaning = replace(matrix, rows=(replace(row, cells=cells),))
    printed = render_positions.matrix(wire.Matrix.model_validate(leaning))
    assert "It leans on the sentence before: “Whales were many.”" in " ".join(printed.split())
    assert "Before it: “Whales were many.”" in html_matrix(leaning).decode()
    lines = list(csv.DictReader(io.StringIO(csv_of(leaning).decode("utf-8-sig"))))
    assert {line["leans on"] for line in lines if line["addressed"] == "yes"} == {"Whales were many."}
    assert {line["leans on"] for line in lines if line["addressed"] != "yes"} <= {""}


def test_a_matrix_of_nobody_says_so(service: OnRecord) -> None:
    nobody = service.compare(["whaling in every ocean"], Filters(since="2999-01-01"))
    printed = render_positions.matrix(wire.Matrix.model_validate(nobody))
    assert printed == "No delegation spoke under these filters."
    assert printed in html_matrix(nobody).decode()


def test_the_printed_matrix_breaks_no_word(service: OnRecord) -> None:
    """Every word of the replies stands whole on a line, an address longer than the terminal too."""
    issue = f"whaling in every ocean {'o' * 120}"
    matrix = wire.Matrix.model_validate(service.compare([issue], Filters()))
    printed = render_positions.matrix(matrix)
    assert issue.split()[-1].upper() in printed.split()
    quotes = [cell.citation.quote for row in matrix.rows for cell in row.cells if cell.citation]
    assert all(word in printed for quote in quotes for word in quote.split())
