"""Drafts that are damaged, too large, or no drafts."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput, OnRecordError, TookTooLong
from index.model import Span
from index.process.deadline import Deadline, within
from index.speakers.delegations import load_delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.check import DraftQuotation, check_draft
from rag.draft.docx import MOST_TAGS
from rag.draft.model import MOST_BLOCKS
from rag.draft.readers import read_draft
from rag.quotation.check import QuoteChecker
from tests.draft_files import MARKDOWN, word_document


def test_quotation_over_paragraphs() -> None:
    """A quotation that runs on opens every paragraph anew and closes once."""
    text = "He said: “First part of what was said.\n\n“Second part of what was said.”"
    blocks = read_draft("a.txt", text.encode())
    assert [block.text for block in blocks] == [
        "He said: “First part of what was said.",
        "“Second part of what was said.”",
    ]
    assert quoted_spans(blocks[0].text, runs_on=True) == (Span(10, 38),)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"%PDF", "give a .docx, .md, .txt or .html file"),
        ("a.docx", b"not a zip", "not a Word document"),
        ("a.txt", b"x" * (21 * 2**20), "larger than 20 MiB"),
        *(
            pytest.param(name, words, "more than 100,000 paragraphs", marks=pytest.mark.process)
            for name, words in (
                ("a.md", b"x\n\n" * (MOST_BLOCKS + 1)),
                ("a.html", b"<p>x" * (MOST_BLOCKS + 2)),
            )
        ),
    ],
)
def test_unreadable_drafts(name: str, data: bytes, message: str) -> None:
    """A file that is no draft is refused with what to do."""
    with pytest.raises(InvalidInput, match=message):
        read_draft(name, data)


def test_a_note_is_one_text_however_often_it_is_referred_to() -> None:
    """Each mark with a text of its own would take the memory of marks times note."""
    marks = '<sup><a href="#n">1</a></sup> word ' * 100
    (block, _) = read_draft("a.html", f"<p>{marks}<p id=n>S/PV.7138, {'page ' * 100}".encode())
    assert len(block.notes) == 100
    assert len({id(note.text) for note in block.notes}) == 1


def test_a_note_of_a_word_document_is_one_text() -> None:
    mark = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_document())) as whole, zipfile.ZipFile(out, "w") as many:
        for name in whole.namelist():
            many.writestr(
                name,
                whole.read(name).replace(b"<w:t>Mrs", f"<w:t>a</w:t></w:r>{mark * 3}<w:r><w:t>Mrs".encode()),
            )
    block = next(block for block in read_draft("a.docx", out.getvalue()) if "Mrs. Craft" in block.text)
    assert len(block.notes) == 3
    assert len({id(note.text) for note in block.notes}) == 1


def test_a_long_paragraph_is_read_near_its_quotation() -> None:
    """To whom it is given is the same as in a short one, and so are its notes."""
    far, said = "Much was said. " * 1_000, "France said: “we must protect all civilians now”[^1]. "
    (long, _) = read_draft("a.md", f"{far}{said}{far}\n\n[^1]: S/PV.7138".encode())
    (short, _) = read_draft("a.md", f"{said}\n\n[^1]: S/PV.7138".encode())
    reader = AttributionReader(load_delegations())
    named = [
        reader.around(block, spans[-1], spans, Attributed())
        for block in (long, short)
        if (spans := quoted_spans(block.text))
    ]
    assert named == [Attributed("France", None, "S/PV.7138")] * 2


def test_zip_without_a_document() -> None:
    """An archive that is not a Word document is refused as one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "nothing")
    with pytest.raises(InvalidInput, match="not a Word document"):
        read_draft("a.docx", out.getvalue())


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_word_document_of_nothing_but_layout(part: str) -> None:
    """A few kilobytes that would take gigabytes to read are refused before they are read."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_document())) as whole, zipfile.ZipFile(out, "w") as bomb:
        for name in whole.namelist():
            stuffing = b"<w:p/>" * MOST_TAGS if name == part else b""
            body = whole.read(name).replace(b"</w:", stuffing + b"</w:", 1)
            bomb.writestr(name, body, zipfile.ZIP_DEFLATED)
    assert len(out.getvalue()) < 100_000
    with pytest.raises(InvalidInput, match="marks of layout"):
        read_draft("a.docx", out.getvalue())


def test_reading_a_draft_stops_at_its_deadline() -> None:
    """Between two of its paragraphs, or two tags of a page that has none."""
    word = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("We must act.")
    document.save(word)
    drafts = {"a.docx": word.getvalue(), "a.html": b"<b>" * 9, "a.md": b"a", "a.txt": b"a"}
    for name, data in drafts.items():
        given_up = Deadline(30)
        given_up.give_up()
        with within(given_up), pytest.raises(TookTooLong):
            read_draft(name, data)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
@pytest.mark.parametrize("body", [b"<broken", b"", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'])
def test_damaged_word_document(part: str, body: bytes) -> None:
    """A document with a broken, empty or foreign part is refused in a sentence."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word_document())) as whole, zipfile.ZipFile(out, "w") as damaged:
        for name in whole.namelist():
            damaged.writestr(name, body if name == part else whole.read(name))
    with pytest.raises(InvalidInput, match="damaged"):
        read_draft("a.docx", out.getvalue())


@settings(deadline=None)
@given(st.text(max_size=200), st.sampled_from(["a.md", "a.txt", "a.html"]))
def test_any_text_is_read(text: str, name: str) -> None:
    """No text breaks a reader, and quotations lie inside their paragraphs."""
    data = ("“" + text).encode("utf-8", "replace")
    try:
        blocks = read_draft(name, data)
    except OnRecordError:
        return
    for block in blocks:
        for span in quoted_spans(block.text, runs_on=True):
            assert 0 <= span.start <= span.end <= len(block.text)


@pytest.mark.process
def test_fifty_pages_in_seconds(checker: QuoteChecker) -> None:
    """A long draft of 200 quotations is checked in seconds."""
    page = MARKDOWN * 50
    begun = time.process_time()
    report = check_draft("long.md", page.encode(), checker)
    assert len(report.quotations) == 200
    assert isinstance(report.quotations[0], DraftQuotation)
    assert time.process_time() - begun < 10
