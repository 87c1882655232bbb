"""No file freezes the process: every reader of the table answers broken and repeated markup at once.

The units are what its format is made of, and what the others' are: a file may hold anything. A reader that is
not linear needs seconds for what is read here in a tenth of one; the bound leaves room for a busy machine.
"""

from __future__ import annotations

import itertools
import time

import pytest

from index.readers.base import ReadFile, Skipped
from index.readers.table import READERS
from index.readers.walk import read_uploads
from index.readers.xml import MOST_TAGS
from index.text.decode import decode_declared

SIZE = 60_000
SECONDS = 1.2
BINARY = {".pdf", ".docx", ".docm", ".doc", ".rtf"}
"""Read in a child with a deadline, or within the bounds of zip files; their XML is that of `.xml`."""
SUFFIXES = sorted({reader.suffixes[0] for reader in READERS} - BINARY | {".jsonl", ".md"})
ANYWHERE = ["<a ", "<!--", "*a ", "“", "(", "\n", "A. ", "Mr. A (Peru): We act.\n", "[^1]", " "]
OWN = {
    ".html": [
        "<p", "</", "&", "<q>", "<ul><li>", "<div>a", "<blockquote>", "<sup>", "<a href=#fn1>",
        "<a href='#ref1'>x", "<article><p>a", "<main>a", "<table><tr><td>", "<![CDATA[", "<?", "<script>",
        "<style>.a{display:none}</style>", "<b><i>", "a<br>",
        f"<style>{'a b ' * 1_400}</style>", f"<style>{'a{' * 2_800}</style>",
    ],
    ".md": [
        "**", "_a ", "[](", "[", "> ", "- a\n", "  - a\n", "~~a", "^a", "^[",
        "`", "* * ", "---", "# a\n", "[^1]: a\n    b\n", "<div>a</div>", "<span>a", "![a](", "\t\n",
        "{--", "{++", "{~~", "{>>", "~>",
    ],
    ".xml": ["<a>", "<p>", "<?a ", "<TEI xmlns='http://www.tei-c.org/ns/1.0'>", "<akomaNtoso>", "]]>"],
    ".csv": ['"', "a,", 'a"\n', "speaker,text\n", '"",', ";", "\t"],
    ".jsonl": ["{", "[", '{"a":', '{"text":"a","speaker":"A"}\n', "\\", '"'],
    ".txt": ["a\n\n", "Mr. ", "Mr. A (", "The President: \n", "\u2028"],
}  # fmt: skip
OPENINGS = ["", "Mr. A (Peru): We act. "]


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("size", [SIZE // 10, pytest.param(SIZE, marks=pytest.mark.process)])
def test_every_reader_of_records_is_linear(suffix: str, size: int) -> None:
    """Sixty kilobytes of one unit are read, or refused, at once; the fast suite tries six."""
    for unit, opening in itertools.product(ANYWHERE + OWN.get(suffix, []), OPENINGS):
        data = (opening + unit * (size // len(unit))).encode()
        begun = time.process_time()
        outcomes = list(read_uploads({f"a{suffix}": data}))
        took = time.process_time() - begun
        assert took < SECONDS, (unit, opening, took)
        assert len(outcomes) == 1, (unit, opening)


MANY = 12_000
TEI = "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><div>{}</div></body></text></TEI>"
AKN = "<akomaNtoso><debate><debateBody><debateSection>{}</debateSection></debateBody></debate></akomaNtoso>"
COLUMNS = [f"c{number}" for number in range(MANY)]
LARGE = [
    ("a.xml", TEI.format("<u who='#A'><seg>We act.</seg></u>" * MANY)),
    ("a.xml", AKN.format("<speech by='#a'><from>Mr. A</from><p>We act.</p></speech>" * MANY)),
    ("a.txt", "Mr. A (Peru): We act.\n\n" + "We act for peace.\n\n" * 10 * MANY),
    ("a.txt", "Mr. A (Peru): We act for\n\n" + "a\n\n" * 60 * MANY),
    ("speaker.tsv", "filename\tspeaker\nUNSC_2019_SPV.8422_spch001.txt\tA\n" + "a\n" * 60 * MANY),
    ("a.csv", ",".join([*COLUMNS, "speaker", "text"]) + "\n"),
    ("a.jsonl", "{" + ",".join(f'"{name}":1' for name in [*COLUMNS, "z", "z"]) + "}\n"),
]


@pytest.mark.process
@pytest.mark.parametrize(
    ("name", "text"), LARGE, ids=["tei", "akn", "txt", "broken", "table", "csv", "jsonl"]
)
def test_a_large_file_costs_its_length(name: str, text: str) -> None:
    """Well formed, all of one part, speech, sentence or row; by its square each took half a minute."""
    begun = time.process_time()
    list(read_uploads({name: text.encode()}))
    assert time.process_time() - begun < 4 * SECONDS


@pytest.mark.parametrize("document", [TEI, AKN])
def test_words_of_a_speech_inside_another_are_its_own(document: str) -> None:
    """So that a speech has one speaker, and two hundred inside each other do not hold the innermost two
    hundred times."""
    begin, end = ("<u who='#A'>", "</u>") if document is TEI else ("<speech by='#a'>", "</speech>")
    deep = begin * 50 + "<p>We act.</p>" + end * 50
    (read,) = read_uploads({"a.xml": document.format(deep).encode()})
    assert isinstance(read, ReadFile)
    assert [draft.text for draft in read.drafts] == ["We act."]


def test_no_page_chooses_an_encoding_that_takes_hours() -> None:
    """Nor one that is none of pages; it is read as if it had named none."""
    page = b"<meta charset=punycode><p>Mr. A (Peru): We act for peace.-" + b"a" * 200_000
    begun = time.process_time()
    (read,) = read_uploads({"a.html": page})
    assert time.process_time() - begun < SECONDS
    assert isinstance(read, ReadFile)
    assert decode_declared("Я".encode("koi8-r"), "KOI8-R") == decode_declared("Я".encode(), "idna") == "Я"


def test_a_page_that_names_utf_16_in_single_bytes_is_read_as_any_text() -> None:
    """Saved anew in another encoding, as it can only be."""
    (read,) = read_uploads({"a.html": b"<meta charset=utf-16><p>Mr. A (Peru): We act for peace."})
    assert isinstance(read, ReadFile)
    assert read.drafts[0].text == "We act for peace."


def test_a_page_that_names_latin_1_has_the_quotation_marks_of_windows() -> None:
    """As every browser shows it."""
    page = "<meta charset={}><p>Mr. A (Peru): We don’t say “war” – ever.".format
    assert decode_declared(page("iso-8859-1").encode("cp1252"), "iso-8859-1") == page("iso-8859-1")
    assert decode_declared("“ğ”".encode("cp1254"), "ISO-8859-9") == "“ğ”"


@pytest.mark.parametrize("suffix", [".xml", ".html"])
def test_a_file_of_nothing_but_tags_is_refused(suffix: str) -> None:
    """Each takes sixty times as much memory as in the file."""
    body = b"<a/>" * (MOST_TAGS + 1)
    begun = time.process_time()
    (skipped,) = read_uploads({f"a{suffix}": b"<TEI xmlns='http://www.tei-c.org/ns/1.0'>" + body + b"</TEI>"})
    assert time.process_time() - begun < SECONDS
    assert isinstance(skipped, Skipped)
    assert "more than 3,000,000 tags" in skipped.reason
