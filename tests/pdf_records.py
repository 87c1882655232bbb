"""Records set as the United Nations prints them: covers, rows and speeches, for tests of their layout."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import StatementDraft
from index.readers.pdf.child import answer
from index.readers.pdf.page import read_pages
from index.readers.pdf.record import VerbatimRecord, read_record
from index.readers.verbatim import draft_record
from index.speakers.delegations import load_delegations
from tests.pdf_writer import Sheet, body, cover, write_pdf

DOTS = ". " * 20
TITLE = ["Seventy-fifth year", "", "8699th meeting", "Thursday, 9 January 2020, 3 p.m.", "New York"]
FRONT = [f"_President_: Mr. Dang {DOTS}(Viet Nam)", "", f"_Members_: Belgium {DOTS}Mr. Goffin"]
AGENDA = ["Upholding the Charter of the United Nations"]
FULL = "words that fill the line of the column to its edge and on"


def rows(text: str) -> list[str]:
    return text.split("\n")


def record(sheets: Sequence[Sheet]) -> VerbatimRecord:
    return read_record(read_pages(answer(write_pdf(sheets))))


def drafts(sheets: Sequence[Sheet]) -> tuple[StatementDraft, ...]:
    return draft_record(record(sheets), load_delegations())


def council(
    symbol: str, left: Sequence[str], right: Sequence[str] = (), front: Sequence[str] = FRONT
) -> list[Sheet]:
    return [cover(symbol, "Security Council", TITLE, front, AGENDA), body(2, 2, symbol, left, right)]


SPEECH = [">**The President**: I give the floor to the", "representative of Belgium.", ""]
BELGIUM = [">**Mr. Goffin** (Belgium) (_spoke in French_): We thank", "the presidency of Viet Nam."]


def assembly(left: Sequence[str]) -> list[Sheet]:
    title = [
        "Seventy-fourth session",
        "",
        "4th plenary meeting",
        "Tuesday, 24 September 2019, 9 a.m.",
        "New York",
    ]
    front = [f"_President_: Mr. Muhammad-Bande {DOTS}(Nigeria)"]
    return [cover("A/74/PV.4", "General Assembly", title, front, []), body(2, 2, "A/74/PV.4", left)]
