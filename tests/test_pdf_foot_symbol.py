"""First pages whose symbol stands in a distribution note at the foot, the masthead over two columns."""

from __future__ import annotations

import pytest

from index.errors import UnreadableRecord
from index.readers.pdf.cover import read_cover
from index.readers.pdf.old_cover import set_apart
from index.readers.pdf.page import Line, Page, Run

LEFT = ["United Nations", "GENERAL", "ASSEMBLY", "FORTY-EIGHTH SESSION", "_Official Records_"]
OPENED = ["President: Mr. INSANALLY", "(Guyana)", "The meeting was called to order at 3.20 p.m."]
TEXT = ["Mr. RUIZ (Peru): We must act.", "We must act now."]
MASTHEAD = ["46th", "PLENARY MEETING", "Monday, 1 November 1993", "at 3 p.m.", "NEW YORK"]
NOTE = ["Distr. GENERAL", "A/48/PV.46", "22 November 1993", "ENGLISH"]


def line(column: int, x: float, y: float, text: str) -> Line:
    return Line("body", column, x, x + 100, y, 11.0, (Run(text, False, False),))


def first_page(note: list[str], left: list[str] = LEFT, text: list[str] = TEXT) -> Page:
    """Two columns of body; masthead and note right of the second column's edge."""
    ones = [line(1, 54, 730 - 14 * row, said) for row, said in enumerate([*left, *OPENED, *text])]
    job = [line(1, 54, 58, "93-87044 (E)")]
    heads = [line(2, 440, 727 - 16 * row, said) for row, said in enumerate(MASTHEAD)]
    twos = [line(2, 315, 605 - 12 * row, f"Second column, line {row}.") for row in range(20)]
    notes = [line(2, 436, 128 - 12 * row, said) for row, said in enumerate(note)]
    return Page(1, 612, 792, False, (*ones, *job, *heads, *twos, *notes))


@pytest.mark.parametrize(
    ("note", "symbol"),
    [
        (NOTE, "A/48/PV.46"),
        (["Distr.", "GENERAL", "A/48/PV.3", "12 October 1993", "ENGLISH"], "A/48/PV.3"),
        (["PROVISIONAL", "S/PV.3302", "27 October 1993"], "S/PV.3302"),
        (["Distr. GENERAL", "A/C.1/48/PV.12", "11 November 1993", "ORIGINAL: ENGLISH"], "A/C.1/48/PV.12"),
        (["A/50/PV. 7"], "A/50/PV.7"),
        (["Distr. LIMITED", "S/PV.3046 (Resumption 1)", "ENGLISH"], "S/PV.3046 (Resumption 1)"),
        (["Distr. GENERAL", "A/47/PV.8 ENGLISH"], "A/47/PV.8"),
    ],
)
def test_the_symbol_of_the_note_is_the_records(note: list[str], symbol: str) -> None:
    """Its date is that of the meeting, not that of the note, and the note is no text."""
    page = set_apart(first_page(note))
    cover = read_cover([page])
    assert (cover.symbol, cover.date, cover.place) == (symbol, "1993-11-01", "NEW YORK")
    assert [(seat.name, seat.delegation) for seat in cover.presidents] == [("Mr. INSANALLY", "Guyana")]
    text = [one.text for one in page.lines if one.zone == "body"]
    assert text == [OPENED[-1], *TEXT, *(f"Second column, line {row}." for row in range(20))]


@pytest.mark.parametrize(
    "note",
    [
        ["Distr. GENERAL", "A/48/341"],
        ["See the record S/PV.3302 of the Council."],
        ["A/48/PV"],
        ["S/RES/1325 (2000)"],
        [],
    ],
)
def test_a_symbol_that_is_no_records_own_is_none(note: list[str]) -> None:
    """Another document's symbol, or one inside a sentence, makes no record."""
    with pytest.raises(UnreadableRecord, match="No symbol"):
        read_cover([set_apart(first_page(note))])


def test_pages_without_an_opening_are_no_first_pages() -> None:
    """A symbol alone on the page of a letter is a reference."""
    page = first_page(NOTE)
    kept = tuple(one for one in page.lines if not one.text.startswith("The meeting was"))
    letter = Page(1, 612, 792, False, kept)
    assert set_apart(letter) == letter
