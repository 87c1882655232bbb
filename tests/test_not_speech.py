"""What stands in a file and is not speech: marks of notes, notes, hidden, deleted and moved text."""

from __future__ import annotations

import io
import zipfile

import pytest

from index.readers.html import WebPage
from index.readers.markdown import Markdown
from index.readers.raised import as_spoken, raise_text
from index.readers.word import WordDocument
from tests.read_files import one, spoken

NAMED = "Statement by H.E. Ms. Ana Ruiz", "Permanent Representative of Chile to the United Nations"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = (
    f'<w:styles {W}><w:style w:styleId="Ref"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:styleId="Ref2"><w:basedOn w:val="Ref"/></w:style>'
    '<w:style w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
)


def of_html(body: str, head: str = "") -> list[str]:
    lines = "".join(f"<p>{line}</p>" for line in NAMED)
    whole = f"<body>{lines}<p>Mr. President,</p>{body}</body>"
    page = f"<html><head><meta charset='utf-8'>{head}</head>{whole}</html>"
    return spoken(one(WebPage(), "a.html", page))[1:]


def of_markdown(body: str) -> list[str]:
    front = "---\nspeaker: Ms. Ana Ruiz\ndelegation: Chile\n---\nMr. President,\n\n"
    return spoken(one(Markdown(), "a.md", front + body))[1:]


def of_word(body: str) -> list[str]:
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (*NAMED, "Mr. President,"))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{lines}{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", STYLES)
    return spoken(one(WordDocument(), "a.docx", buffer.getvalue()))[1:]


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


SUPER = '<w:vertAlign w:val="superscript"/>'


@pytest.mark.parametrize(
    ("before", "raised", "said"),
    [
        ("resolution 1325", "4", "resolution 1325"),
        ("paid 300", "[5]", "paid 300"),
        ("the plan", "*", "the plan"),
        ("in 2020", "1, 2", "in 2020"),
        ("1325", "a", "1325"),
        ("the 15", "th", "the 15th"),
        ("le 1", "er", "le 1er"),
        ("10 m", "2", "10 m²"),
        ("400 km", "3", "400 km³"),
        ("6 × 10", "23", "6 × 10²³"),
    ],
)
def test_a_raised_mark_is_a_note_an_ordinal_or_a_power(before: str, raised: str, said: str) -> None:
    assert list(as_spoken([before + raise_text(raised)])) == [said]


def test_marks_typed_as_signs_and_notes_that_begin_with_their_mark_go() -> None:
    lines = ["Resolution 1325⁴ holds.", raise_text("4") + " On file.", "We stay."]
    assert list(as_spoken(lines)) == ["Resolution 1325 holds.", "We stay."]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<p>Under 1325<sup><a href="#fn5">5</a></sup> we act.</p>', ["Under 1325 we act."]),
        ('<p>Under 1325<a href="#_ftn1" name="_ftnref1">[1]</a> we act.</p>', ["Under 1325 we act."]),
        ('<p>Under 1325<span style="vertical-align: super">7</span> we act.</p>', ["Under 1325 we act."]),
        ('<p>We act.</p><section role="doc-endnotes"><ol><li>On file.</li></ol></section>', ["We act."]),
        ('<p>We act.</p><div id="ftn1"><p>On file.</p></div>', ["We act."]),
        ('<p>We <span style="display:none">never </span>act.</p>', ["We act."]),
        ('<p>We <span class="sr-only">never </span>act.</p>', ["We act."]),
        ("<p>We <del>never</del> act <s>not</s>.</p>", ["We act ."]),
        ("<p>It is 10 m<sup>2</sup> on the 15<sup>th</sup>.</p>", ["It is 10 m² on the 15th."]),
        ('<p>See <a href="#part2">part 2</a> of it.</p>', ["See part 2 of it."]),
    ],
)
def test_html_gives_what_a_reader_sees_as_speech(body: str, said: list[str]) -> None:
    assert of_html(body) == said


def test_what_the_style_sheet_of_a_page_hides_is_not_read() -> None:
    head = "<style>p.ghost, #x { color: red; display: none }</style>"
    assert of_html('<p>We act.</p><p class="ghost">Never.</p><p id="x">Not.</p>', head) == ["We act."]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("Under 1325[^4] we act.\n\n[^4]: On file.\n    More of it.", ["Under 1325 we act."]),
        ("Under 1325^[On file.] we act.", ["Under 1325 we act."]),
        ("Under 1325<sup>4</sup> we act.", ["Under 1325 we act."]),
        ("Under 1325^4^ we act.", ["Under 1325 we act."]),
        ("We ~~never~~ act.", ["We act."]),
        ("<!-- We\n\nnever --> We act.", ["We act."]),
        ('<div style="display:none">\n\nNever.\n\n</div>\n\nWe act.', ["We act."]),
        ("We &amp; they <b>act</b>.", ["We & they act."]),
    ],
)
def test_markdown_keeps_notes_and_hidden_words_apart(body: str, said: list[str]) -> None:
    assert of_markdown(body) == said


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        (run("Under 1325") + run("4", SUPER) + run(" we act."), "Under 1325 we act."),
        (run("Under 1325") + run("4", '<w:rStyle w:val="Ref2"/>') + run(" we act."), "Under 1325 we act."),
        (run("On the 15") + run("th", SUPER) + run(" we act."), "On the 15th we act."),
        (run("We ") + run("never ", "<w:vanish/>") + run("act."), "We act."),
        (run("We ") + run("never ", '<w:rStyle w:val="Ghost"/>') + run("act."), "We act."),
        (run("We ") + run("always ", '<w:vanish w:val="0"/>') + run("act."), "We always act."),
        (run("We ") + run("never ", "<w:strike/>") + run("act."), "We act."),
        (run("We ") + f"<w:del>{run('never ')}</w:del>" + run("act."), "We act."),
        (f"<w:moveFrom>{run('Today ')}</w:moveFrom>{run('we act')}<w:moveTo>{run(' today.')}</w:moveTo>",
         "we act today."),
    ],
)  # fmt: skip
def test_word_gives_the_words_that_stand(paragraph: str, said: str) -> None:
    assert of_word(f"<w:p>{paragraph}</w:p>") == [said]


def test_a_row_of_a_table_deleted_by_a_tracked_change_is_not_read() -> None:
    row = "<w:tr>{}<w:tc><w:p>" + run("{}") + "</w:p></w:tc></w:tr>"
    table = row.format("<w:trPr><w:del/></w:trPr>", "Never.") + row.format("", "We act.")
    assert of_word(f"<w:tbl>{table}</w:tbl>") == ["We act."]
