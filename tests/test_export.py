"""Exported files: real Word footnotes, valid parts, nothing of the record taken for markup."""

from __future__ import annotations

import io
import zipfile
from itertools import pairwise

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from rag.briefing.export.blocks import Document, Heading, Quotation, Table, Text
from rag.briefing.export.docx import docx_of
from rag.briefing.export.footnotes import CONTENT_TYPE, NAMESPACE, RELATION
from rag.briefing.export.html import html_of
from rag.briefing.export.markdown import markdown_of
from rag.draft.check import read_draft

W = f"{{{NAMESPACE}}}"
DOCUMENT = Document(
    "Medical <care> & conflict",
    (
        Heading(1, "Briefing"),
        Text("Mr. Umarov (Kazakhstan), S/PV.8500:"),
        Quotation("Attacks on hospitals <must> end & stop.", 1),
        Text("Mr. Jürgenson (Estonia), S/PV.8500:"),
        Quotation("We agree with every word of it.", 2),
        Table((("Date", "Meeting"), ("27 May 2020", "S/PV.8500"))),
    ),
    ("S/PV.8500, p. 3 (Kazakhstan) <&>", "S/PV.8500, p. 4 (Estonia)"),
)


@pytest.fixture(scope="module")
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(docx_of(DOCUMENT))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_footnotes_are_words_own(parts: dict[str, bytes]) -> None:
    """A part of their own with the two separators, then a note for each reference, in order."""
    notes = etree.fromstring(parts["word/footnotes.xml"])
    assert [note.get(f"{W}id") for note in notes] == ["-1", "0", "1", "2"]
    texts = ["".join(note.itertext()) for note in notes]
    assert [text.strip() for text in texts[2:]] == list(DOCUMENT.notes)
    body = etree.fromstring(parts["word/document.xml"])
    assert [mark.get(f"{W}id") for mark in body.iter(f"{W}footnoteReference")] == ["1", "2"]


def test_the_package_knows_its_footnotes(parts: dict[str, bytes]) -> None:
    """Content type, relationship and settings name the part and its separators."""
    assert CONTENT_TYPE in parts["[Content_Types].xml"].decode()
    assert RELATION in parts["word/_rels/document.xml.rels"].decode()
    settings_part = etree.fromstring(parts["word/settings.xml"])
    named = settings_part.find(f"{W}footnotePr")
    assert [one.get(f"{W}id") for one in named] == ["-1", "0"]


def test_settings_keep_the_order_of_the_schema(parts: dict[str, bytes]) -> None:
    """footnotePr stands after what precedes it in CT_Settings and before what follows it."""
    names = [etree.QName(child).localname for child in etree.fromstring(parts["word/settings.xml"])]
    order = [name for name in ("zoom", "defaultTabStop", "footnotePr", "compat", "rsids") if name in names]
    assert all(names.index(a) < names.index(b) for a, b in pairwise(order))


def test_styles_of_the_notes_exist(parts: dict[str, bytes]) -> None:
    """The styles that notes and marks name are defined once each."""
    styles = etree.fromstring(parts["word/styles.xml"])
    ids = [style.get(f"{W}styleId") for style in styles.iter(f"{W}style")]
    assert (ids.count("FootnoteText"), ids.count("FootnoteReference")) == (1, 1)


def test_word_file_opens_again() -> None:
    """python-docx reads what was written, and the draft reader finds notes and block quotations."""
    data = docx_of(DOCUMENT)
    assert docx.Document(io.BytesIO(data)).core_properties.title == DOCUMENT.title
    quotations = [block for block in read_draft("a.docx", data) if block.quotation]
    assert [block.notes[0].text for block in quotations] == list(DOCUMENT.notes)


@pytest.mark.parametrize(
    ("name", "written"), [("a.md", markdown_of), ("a.html", html_of), ("a.docx", docx_of)]
)
def test_quotations_read_back_word_for_word(name: str, written: object) -> None:
    """What the record holds survives every format, markup in it included."""
    assert callable(written)
    blocks = read_draft(name, written(DOCUMENT))
    assert [block.text for block in blocks if block.quotation] == [
        "Attacks on hospitals <must> end & stop.", "We agree with every word of it.",
    ]  # fmt: skip


def test_html_notes_link_there_and_back() -> None:
    """Each mark leads to its note and the note back; nothing of the record is markup."""
    page = html_of(DOCUMENT).decode()
    for number in (1, 2):
        assert f'href="#note-{number}" id="mark-{number}"' in page
        assert f'id="note-{number}"' in page
        assert f'href="#mark-{number}"' in page
    assert "<must>" not in page
    assert "<care>" not in page
    assert "<script" not in page


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=40))
def test_any_text_can_be_written(text: str) -> None:
    """Also characters that XML cannot hold; they are left out and the file is still whole."""
    made = Document("t", (Text(text), Quotation(f"x{text}", 1)), (text,))
    assert zipfile.is_zipfile(io.BytesIO(docx_of(made)))
    assert markdown_of(made)
    assert html_of(made)
