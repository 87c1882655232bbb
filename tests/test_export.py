"""Exported files: real Word footnotes, valid parts, nothing of the record taken for markup."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from index.errors import InvalidInput, TookTooLong, Unavailable
from index.process.deadline import Deadline, within
from rag.briefing.export.blocks import Contents, Document, Heading, Items, Quotation, Table, Text
from rag.briefing.export.docx import docx_of
from rag.briefing.export.footnotes import CONTENT_TYPE, NAMESPACE, RELATION
from rag.briefing.export.html import html_of
from rag.briefing.export.markdown import markdown_of
from rag.briefing.export.pdf import pdf_of
from rag.draft.check import read_draft
from tests.examples import examples
from tests.slow_service import wait_until

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


@settings(deadline=None, max_examples=examples(25))
@given(st.text(max_size=40))
def test_any_text_can_be_written(text: str) -> None:
    """Also characters that XML cannot hold; they are left out and the file is still whole."""
    made = Document("t", (Text(text), Quotation(f"x{text}", 1)), (text,))
    assert zipfile.is_zipfile(io.BytesIO(docx_of(made)))
    assert markdown_of(made)
    assert html_of(made)


LONG = Document(
    "Attacks on hospitals",
    (
        Heading(1, "Briefing: attacks on hospitals"),
        Heading(2, "What is on record"),
        Items(("2 delegations speak to this.", "27 May 2020.")),
        Contents((Heading(2, "What was said"), Heading(3, "For"), Heading(2, "Sources"))),
        Heading(2, "What was said"),
        Heading(3, "For"),
        Text("Mr. Umarov (Kazakhstan), S/PV.8500, 27 May 2020:", "lead"),
        Quotation("Attacks on hospitals must stop.", 1),
        Heading(2, "Sources"),
    ),
    ("S/PV.8500, p. 3 (Kazakhstan)",),
    date(2026, 11, 28),
)


@pytest.fixture(scope="module")
def word() -> docx.document.Document:
    return docx.Document(io.BytesIO(docx_of(LONG)))


def test_word_file_says_what_it_is(word: docx.document.Document) -> None:
    """Title, day and language, of the file and of all its text."""
    about = word.core_properties
    assert (about.title, about.language, about.author) == (LONG.title, "en-GB", "On Record")
    assert about.created is not None
    assert about.created.date() == LONG.made
    languages = word.styles.element.findall(f".//{W}rPrDefault//{W}lang")
    assert [one.get(f"{W}val") for one in languages] == ["en-GB"]


def test_headings_and_lists_are_styles(word: docx.document.Document) -> None:
    """A template that changes a style changes them all."""
    used = {paragraph.text: paragraph.style.name for paragraph in word.paragraphs if paragraph.style}
    assert used["Briefing: attacks on hospitals"] == "Title"
    assert used["What was said"] == "Heading 1"
    assert used["For"] == "Heading 2"
    assert used["27 May 2020."] == "List Bullet"
    assert used["Mr. Umarov (Kazakhstan), S/PV.8500, 27 May 2020:"] == "Speaker line"


def test_table_of_contents_finds_every_heading_behind_it(word: docx.document.Document) -> None:
    """Word's own field, a link and a page for each heading, each link with its bookmark."""
    body = word.element.body
    fields = [one.text for one in body.iter(f"{W}instrText")]
    assert [field.split()[0] for field in fields] == ["TOC"]
    links = [one.get(f"{W}anchor") for one in body.iter(f"{W}hyperlink")]
    assert links == [one.get(f"{W}name") for one in body.iter(f"{W}bookmarkStart")]
    assert len(links) == 3
    kinds = [one.get(f"{W}fldCharType") for one in body.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    marked = [
        paragraph.text for paragraph in word.paragraphs if paragraph._p.find(f"{W}bookmarkStart") is not None
    ]
    assert marked == ["What was said", "For", "Sources"]


def test_pages_have_a_header_and_their_number(word: docx.document.Document) -> None:
    (section,) = word.sections
    assert section.header.paragraphs[0].text == "Attacks on hospitals\t28 November 2026"
    for footer in (section.footer, section.first_page_footer):
        fields = [one.get(f"{W}instr") for one in footer._element.iter(f"{W}fldSimple")]
        assert fields == ["PAGE", "NUMPAGES"]


def test_page_and_markdown_say_what_they_are() -> None:
    """Title, day and language at the head; the contents lead to headings that are there."""
    html = html_of(LONG).decode()
    assert '<html lang="en">' in html
    assert 'name="dcterms.created" content="2026-11-28"' in html
    for at, heading in enumerate(("What was said", "For", "Sources"), 1):
        assert f'<a href="#section-{at}">{heading}</a>' in html
        assert f'id="section-{at}">{heading}</h' in html
    text = markdown_of(LONG).decode()
    assert text.startswith('---\ntitle: "Attacks on hospitals"\nlang: "en"\ndate: "2026-11-28"\n---\n')
    assert "- [What was said](#what-was-said)\n  - [For](#for)" in text


def test_pdf_is_made_by_the_converter_on_the_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """It is given a Word file and a folder to write to; where it is missing, or fails, a sentence says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InvalidInput, match=r"LibreOffice, which is not installed"):
        pdf_of(LONG)
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nfor last; do :; done\necho "%PDF of $last" > "${last%.docx}.pdf"\n')
    program.chmod(0o755)
    assert pdf_of(LONG).startswith(b"%PDF of ")
    program.write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(Unavailable, match=r"take the \.docx"):
        pdf_of(LONG)


def test_a_converter_ends_with_what_it_started_where_nobody_waits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At the deadline of the request, not at its own."""
    program, told = tmp_path / "soffice", tmp_path / "told"
    program.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {told}\nwait\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with within(Deadline(2)), pytest.raises(TookTooLong):
        pdf_of(LONG)
    state = Path(f"/proc/{told.read_text().strip()}/stat")

    def ended() -> bool:
        """What was killed is there until the system has seen to it."""
        try:
            return state.read_text().rpartition(")")[2].split()[0] in "ZX"
        except (FileNotFoundError, ProcessLookupError):
            return True

    wait_until(ended, 20)


def test_what_a_quotation_leans_on_stays_beside_it() -> None:
    """In Word as on a printed page."""
    said = (Quotation("That must stop.", 1), Text("It leans on the sentence before.", "leaning"))
    made = Document("t", (*said, Quotation("So be it.", 2)), ("a", "b"))
    word = docx.Document(io.BytesIO(docx_of(made)))
    quoted = [one for one in word.paragraphs if one.style.name == "Quote"]
    assert [bool(one.paragraph_format.keep_with_next) for one in quoted] == [True, False]
