"""Quoted blocks of pages, Word and Markdown stand in marks; notes, hidden and deleted text stay out."""

from __future__ import annotations

import pytest

from index.errors import UnreadableRecord
from index.readers.html import WebPage
from index.readers.markdown import Markdown
from index.readers.quoted_blocks import in_marks, set_apart
from index.readers.text import PlainText
from index.readers.word import WordDocument
from tests.read_files import read

PAGE = (
    "<html><body><h1>Statement by Ms. Ana Ruiz, Permanent Representative of Chile</h1>"
    "<p>New York, 5 May 2023</p><p>Madam President,</p>{}<p>We condemn this here and now, in the name of all "
    "who sail and who wait.</p></body></html>"
)
NOTE = (
    "---\nspeaker: Ms. Ana Ruiz\ndelegation: Chile\n---\nMadam President,\n\n{}\n\n"
    "We condemn this, and all that it is."
)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<blockquote><p>We burn it.</p><p>All of it.</p></blockquote>", "“We burn it.\n\n“All of it.”"),
        ("<blockquote>“We burn it.”</blockquote>", "“We burn it.”"),
        ("<p>He called it <q>a grave</q>.</p>", "He called it “a grave”."),
        ("<p>Resolution 1325<a href='#n1'>[1]</a> holds.</p>", "Resolution 1325 holds."),
        (
            "<p>Resolution 1325<span style='position:relative;top:-4px'>4</span> holds.</p>",
            "Resolution 1325 holds.",
        ),
        ("<p>It holds.</p><div id='endnotes'><p>[1] A note.</p></div>", "It holds."),
    ],
)
def test_pages(body: str, said: str) -> None:
    (draft,) = read(WebPage(), "a.html", PAGE.format(body))
    assert draft.text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0] == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("> We burn it.\n>\n> All of it.", "“We burn it.\n\n“All of it.”"),
        ("> “We burn it.”", "“We burn it.”"),
        ("Resolution 1325<a href='#f4'>4</a> holds.", "Resolution 1325 holds."),
        ("Resolution 1325 [1] holds.\n\n[1]: http://x.test", "Resolution 1325 holds."),
        ("We {--not--} back {++all of++} {~~it~>this~~}.{>>sure?<<}", "We back all of this."),
        ("Rule [39] holds.", "Rule [39] holds."),
    ],
)
def test_markdown(body: str, said: str) -> None:
    (draft,) = read(Markdown(), "a.md", NOTE.format(body))
    assert " ".join(draft.text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0].split(" ")).replace("  ", " ") == said


@pytest.mark.parametrize(
    ("lines", "marked"),
    [
        (["He said:", set_apart("We go."), "No, never again."], ["He said:", "“We go.”", "No, never again."]),
        (["A long line.", set_apart("One."), set_apart("Two.")], ["A long line.", "“One.", "“Two.”"]),
        (["A long line.", set_apart("«One.»")], ["A long line.", "«One.»"]),
        ([set_apart("All of it is set in."), "I thank you."], ["All of it is set in.", "I thank you."]),
        (["One.", "Two."], ["One.", "Two."]),
        ([], []),
    ],
)
def test_marks_around_what_is_set_apart(lines: list[str], marked: list[str]) -> None:
    """As the United Nations prints them; a statement that is set in as a whole is not quoted."""
    assert in_marks(lines) == marked


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.txt", b"{\\rtf1\\ansi Mr. A (Peru): Hi}", "Rich Text"),
        ("x.txt", b"%PDF-1.4 ...", "is a PDF"),
        ("x.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rest", "old or encrypted Word"),
        ("x.txt", b"PK\x03\x04 rest", "zip archive"),
        ("x.txt", b"<!DOCTYPE html><p>Hi", "web page"),
        ("x.doc", b"<html><p>Mr. A (Peru): Hi", "web page"),
        ("x.docx", b"{\\rtf1 Hi}", "Rich Text"),
        ("x.doc", b"plain words", "not a Word document"),
    ],
)
def test_a_file_is_told_by_its_content(name: str, data: bytes, told: str) -> None:
    reader = PlainText() if name.endswith(".txt") else WordDocument()
    with pytest.raises(UnreadableRecord, match=told):
        read(reader, name, data)
