"""What is read from Markdown, Word and HTML."""

from __future__ import annotations

import io
import zipfile

import docx

from index.readers.html import WebPage
from index.readers.markdown import Markdown
from index.readers.word import WordDocument
from tests.read_files import one, spoken


def test_markdown_keeps_words_and_takes_marks_off() -> None:
    """Emphasis and links; "Check against delivery" becomes a flag."""
    draft = one(Markdown(), "kazakhstan.md")
    assert spoken(draft) == [
        "Mr. President,",
        "We thank Viet Nam for convening this important meeting.",
        "First, we call for dialogue, as the report says.",
    ]
    assert draft.flags == ("check-against-delivery",)
    assert (draft.speaker.name, draft.organ) == ("Mr. Kairat Umarov", "Security Council")


def word_file(lines: list[str], header: str = "") -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_is_read_in_order_with_its_letterhead() -> None:
    """The page header names the mission; line breaks part opening lines only."""
    lines = [
        "Statement\nby Mr. Kairat Umarov",
        "13 December 2018",
        "Mr. President,",
        "Kazakhstan voted\nin favour.",
    ]
    draft = one(
        WordDocument(),
        "a.docx",
        word_file(lines, "Permanent Mission of the Republic of Kazakhstan to the UN"),
    )
    assert draft.delegation is not None
    assert (draft.speaker.name, draft.delegation.code, draft.date) == (
        "Mr. Kairat Umarov",
        "KAZ",
        "2018-12-13",
    )
    assert spoken(draft) == ["Mr. President,", "Kazakhstan voted in favour."]


def test_deleted_words_are_not_read() -> None:
    """Tracked deletions are gone, insertions are there."""
    data = word_file(["Mr. Umarov (Kazakhstan): We agree"])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.namelist():
            part = old.read(item)
            if item == "word/document.xml":
                part = part.replace(
                    b"We agree</w:t></w:r>",
                    b'We </w:t></w:r><w:del w:id="1"><w:r><w:delText>never</w:delText></w:r></w:del>'
                    b'<w:ins w:id="2"><w:r><w:t>agree.</w:t></w:r></w:ins>',
                )
            new.writestr(item, part)
    assert one(WordDocument(), "a.docx", out.getvalue()).text.split() == ["We", "agree."]


def test_html_is_its_main_text_without_scripts_and_menus() -> None:
    """Title and date from the head, line breaks inside a paragraph closed up."""
    draft = one(WebPage(), "china.html")
    assert draft.delegation is not None
    assert (draft.speaker.name, draft.delegation.code) == ("Ambassador Geng Shuang", "CHN")
    assert (draft.date, draft.organ) == ("2021-05-26", "Security Council")
    assert spoken(draft) == [
        "Madam President,",
        "I thank Special Envoy Pedersen for his briefing.",
        "China supports a political settlement.",
    ]


def test_html_in_a_declared_encoding_is_read() -> None:
    """Windows-1252 as pages declare it."""
    page = (
        "<html><head><meta charset='windows-1252'></head><body><p>Mr. Jürgenson (Estonia): Dépôt.</p></body>"
    )
    assert one(WebPage(), "a.htm", page.encode("cp1252")).speaker.name == "Mr. Jürgenson"
