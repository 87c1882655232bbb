"""PDF records: golden speeches, pages and covers; no glyph lost or doubled; what is refused and how."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pypdfium2
import pytest

from index.errors import UnreadableRecord
from index.model import StatementDraft
from index.process.isolate import Limits
from index.readers.base import Candidate, Context
from index.readers.pdf.child import answer
from index.readers.pdf.page import Page, read_pages
from index.readers.pdf.record import VerbatimRecord, read_record
from index.readers.verbatim import PdfReader, draft_record
from index.speakers.delegations import load_delegations

DATA = Path(__file__).parent / "data" / "pdf"
LONG = {"A_61_PV.107_E.pdf", "A_76_PV.102_E.pdf", "S_PV.8704_E.pdf"}
"""Records that take a second or more to lay out; the process suite reads them."""
RECORDS = [
    pytest.param(name, marks=pytest.mark.process if name in LONG else ())
    for name in sorted(path.name for path in DATA.glob("*.pdf"))
]


@cache
def pages_of(name: str) -> tuple[Page, ...]:
    return read_pages(answer((DATA / name).read_bytes()))


@cache
def record_of(name: str) -> VerbatimRecord:
    return read_record(pages_of(name))


@cache
def drafts_of(name: str) -> tuple[StatementDraft, ...]:
    return draft_record(record_of(name), load_delegations())


SC, GA = "Security Council", "General Assembly"
COVERS = [
    # file, symbol, organ, date, president, delegation, members, agenda
    ("S_PV.3756_E.pdf", "S/PV.3756", SC, "1997-03-21", "Mr. Wlosowicz", "Poland", 14,
     "The situation in the occupied Arab territories"),
    ("S_PV.8422_E.pdf", "S/PV.8422", SC, "2018-12-13", "Mr. Adom", "Côte d’Ivoire", 14,
     "The situation in the Central African Republic"),
    ("S_PV.8700_E.pdf", "S/PV.8700", SC, "2020-01-10", "Mr. Dang", "Viet Nam", 14,
     "The situation in the Middle East"),
    ("S_PV.8704_E.pdf", "S/PV.8704", SC, "2020-01-16", "Mr. Dang", "Viet Nam", 14,
     "The situation in the Middle East"),
    ("S_PV.10100_E.pdf", "S/PV.10100", SC, "2026-01-30", "Mr. Osman", "Somalia", 14,
     "The situation in Cyprus"),
    ("A_61_PV.107_E.pdf", "A/61/PV.107", GA, "2007-09-13", "Ms. Al-Khalifa", "Bahrain", 0, None),
    ("A_64_PV.121_E.pdf", "A/64/PV.121", GA, "2010-09-13", "Mr. Ali Abdussalam Treki",
     "Libyan Arab Jamahiriya", 0, None),
    ("A_76_PV.102_E.pdf", "A/76/PV.102", GA, "2022-09-08", "Mr. Shahid", "Maldives", 0, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "symbol", "organ", "day", "chair", "state", "members", "item"),
    [pytest.param(*row, marks=pytest.mark.process if row[0] in LONG else ()) for row in COVERS],
)
def test_the_cover_is_read_as_printed(
    name: str, symbol: str, organ: str, day: str, chair: str, state: str, members: int, item: str | None
) -> None:
    """Symbol, organ, date, place, president, members and agenda are the record's own."""
    cover = record_of(name).cover
    assert (cover.symbol, cover.organ, cover.date, cover.place) == (symbol, organ, day, "New York")
    assert [(seat.name, seat.delegation) for seat in cover.presidents] == [(chair, state)]
    assert len(cover.members) == members
    assert (cover.agenda[0] if cover.agenda else None) == item


def golden_rows(name: str) -> list[str]:
    rows = []
    for draft in drafts_of(name):
        pages = ",".join(str(paragraph.page) for paragraph in draft.paragraphs)
        words = draft.text.split()
        delegation = draft.delegation.code if draft.delegation else "-"
        cells = (
            draft.key, draft.speaker.name or "-", delegation, draft.language or "-",
            "+".join(draft.flags) or "-", pages, str(len(words)), " ".join(words[:5]),
            " ".join(words[-5:]), draft.topic or "-",
        )  # fmt: skip
        rows.append("\t".join(cells))
    return rows


@pytest.mark.parametrize("name", RECORDS)
def test_speeches_are_those_of_the_golden_file(name: str) -> None:
    """Order, speaker, delegation, language, flags, page of every paragraph, extent, topic."""
    golden = (DATA / name).with_suffix(".tsv").read_text(encoding="utf-8").splitlines()
    assert golden_rows(name) == golden


@pytest.mark.parametrize("name", RECORDS)
def test_paragraphs_have_the_page_on_which_they_are_seen(name: str) -> None:
    """Of those looked up in pictures of the pages: exactly one paragraph begins so, on that page."""
    rows = (DATA / "checked-pages.tsv").read_text(encoding="utf-8").splitlines()[1:]
    seen = [(int(page), begins) for file, page, begins in (row.split("\t") for row in rows) if file == name]
    paragraphs = [(p.page, p.span.of(draft.text)) for draft in drafts_of(name) for p in draft.paragraphs]
    for page, begins in seen:
        assert [where for where, text in paragraphs if text.startswith(begins)] == [page], begins


def test_pages_were_looked_up_in_most_records() -> None:
    """So the test above is about something."""
    rows = (DATA / "checked-pages.tsv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) > 50
    assert len({row.split("\t")[0] for row in rows} & {path.name for path in DATA.glob("*.pdf")}) > 4


@pytest.mark.parametrize("name", RECORDS)
def test_every_glyph_stands_in_one_line(name: str) -> None:
    """PDFium's glyphs and the laid-out lines hold the same characters, page by page."""
    document = pypdfium2.PdfDocument(DATA / name)
    for index, page in enumerate(pages_of(name)):
        whole = document[index]
        text = whole.get_textpage()
        printed = Counter(_glyphs(text.get_text_range().replace("\ufffe", "-").replace("\x02", "-")))
        assert Counter(_glyphs("".join(line.text for line in page.lines))) == printed
        text.close()
        whole.close()
    document.close()


@pytest.mark.parametrize("name", RECORDS)
def test_every_line_is_speech_header_direction_or_furniture_once(name: str) -> None:
    """Each body line is in one piece; a piece's text holds its lines' characters, header apart."""
    record = record_of(name)
    body = [line for page in pages_of(name) for line in page.lines if line.zone == "body"]
    placed = [placed.line for piece in record.pieces for placed in piece.block.lines]
    assert placed == body
    for piece in record.pieces:
        printed = "".join(placed.line.text for placed in piece.block.lines)
        assert _glyphs(printed).endswith(_glyphs(piece.text))
        assert piece.header is not None or _glyphs(printed) == _glyphs(piece.text)


@pytest.mark.parametrize("name", RECORDS)
def test_speech_is_every_opening_and_paragraph_and_nothing_else(name: str) -> None:
    """The drafts hold the text of openings and paragraphs, once and in order."""
    spoken = [piece.text for piece in record_of(name).pieces if piece.kind in ("opening", "paragraph")]
    said = [paragraph.span.of(draft.text) for draft in drafts_of(name) for paragraph in draft.paragraphs]
    assert said == [text for text in spoken if text.strip()]


def _glyphs(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("name", RECORDS)
def test_furniture_is_not_in_speech(name: str) -> None:
    """Running heads, feet and votes stay outside."""
    for draft in drafts_of(name):
        assert "In favour:" not in draft.text
        assert record_of(name).cover.symbol + " " not in draft.text.split("\n")[0][:30]


def test_votes_stand_apart() -> None:
    """The vote of S/PV.8422 is in no speech, though the President speaks before and after it."""
    votes = [piece.text for piece in record_of("S_PV.8422_E.pdf").pieces if piece.kind == "vote"]
    assert votes[0] == "In favour:"
    assert votes[-1] == "China and Russian Federation"
    assert not any("Abstaining" in draft.text for draft in drafts_of("S_PV.8422_E.pdf"))


def test_a_record_is_read_through_the_child_process() -> None:
    """The reader's own way gives the drafts that the parts give."""
    name = "S_PV.10100_E.pdf"
    candidate = Candidate.of_bytes(name, (DATA / name).read_bytes())
    assert PdfReader().read(candidate, Context(NoFiles())) == drafts_of(name)


class NoFiles:
    """A folder that holds nothing else."""

    def paths(self) -> tuple[str, ...]:
        return ()

    def find(self, path: str) -> Candidate | None:
        return None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not a PDF"),
        (b"PK\x03\x04 nothing", "not a PDF"),
        (b"%PDF-1.7\nnothing more", "cut off"),
        (b"%PDF-1.7\nnothing more\n%%EOF", "damaged"),
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes, told: str) -> None:
    """One sentence says what is wrong."""
    with pytest.raises(UnreadableRecord, match=told):
        PdfReader().read(Candidate.of_bytes("a.pdf", data), Context(NoFiles()))


def test_a_pdf_that_outgrows_its_memory_is_refused() -> None:
    """The child dies; the parent says so."""
    data = (DATA / "S_PV.10100_E.pdf").read_bytes()
    with pytest.raises(UnreadableRecord, match="could not be read safely"):
        PdfReader(Limits(memory=16 * 2**20)).read(Candidate.of_bytes("a.pdf", data), Context(NoFiles()))
