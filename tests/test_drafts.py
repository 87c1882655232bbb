"""Every quotation of a draft is found, understood and checked, whatever the file it stands in."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput, OnRecordError
from index.model import Span
from index.speakers.delegations import load_delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.check import DraftQuotation, check_draft
from rag.draft.model import MOST_BLOCKS, Block, Note
from rag.draft.readers import read_draft
from rag.quotation.check import QuoteChecker
from tests.quote_corpus import MemoryCorpus, real_statements


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus(real_statements()), load_delegations())


QUOTED = [
    # (text, what is quoted)
    ("He said “we will act at once” today.", ["we will act at once"]),
    ('He said "we will act at once" today.', ["we will act at once"]),
    ("Il a dit «we will act at once» hier.", ["we will act at once"]),
    ("Er sagte „we will act at once“ gestern.", ["we will act at once"]),
    ("He said ‘we will act at once’ today.", ["we will act at once"]),
    ("He said 'we will act at once', no more.", ["we will act at once"]),
    ("The Houthis' attacks and the rebels' reply, Council members' views", []),
    ("It’s the people’s will, the Council’s duty and the world’s hope", []),
    ("“We will act,” he said, “and act at once.”", ["We will act,", "and act at once."]),
    (
        "“These are ‘weapons of mass destruction’ indeed,” he said.",
        ["These are ‘weapons of mass destruction’ indeed,"],
    ),
    ('A 5" gun and a 7" gun', []),
    ('("We will act.")', ["We will act."]),
    ("“It was never closed", []),
]


@pytest.mark.parametrize(("text", "quoted"), QUOTED)
def test_quotation_marks(text: str, quoted: list[str]) -> None:
    """Marks of every make quote; apostrophes and inches do not; inner quotations belong to the outer."""
    assert [span.of(text) for span in quoted_spans(text)] == quoted


SENTENCES = [
    # (sentence with one quotation, delegation, speaker, meeting)
    ("Germany said that “we must act on it now”.", "Germany", None, None),
    ("“We must act on it now,” said Germany.", "Germany", None, None),
    ("“We must act on it now,” the representative of Kenya told the Council.", "Kenya", None, None),
    ("According to the representative of Egypt, “we must act on it now”.", "Egypt", None, None),
    ("Mr. Heusgen (Germany) warned: “We must act on it now.”", "Germany", "Heusgen", None),
    (
        "The representative of United States of America said: “We must act.”",
        "United States of America",
        None,
        None,
    ),
    ("“We must act on it now,” Kenya stated.", "Kenya", None, None),
    (
        "Ambassador Smith, Permanent Representative of the United Kingdom, noted that “we must act now”.",
        "United Kingdom",
        "Smith",
        None,
    ),
    ("Amb. Heusgen put it bluntly: “We must act on it now.”", None, "Heusgen", None),
    ("Heusgen said “we must act on it now” (S/PV.8713).", None, "Heusgen", "S/PV.8713"),
    ("The German representative insisted that “we must act on it now”.", "German", None, None),
    ("Germany's envoy called Libya’s plight one where “we must act on it now”.", "Germany", None, None),
    ("France, speaking of Syria, said “we must act on it now”.", "France", None, None),
    ("Speaking of Yemen, the United Kingdom warned “we must act on it now”.", "United Kingdom", None, None),
    ("“We must act on it now” (Kazakhstan, S/PV.8422, p. 3).", "Kazakhstan", None, "S/PV.8422"),
    ("At the 8713th meeting, China stated: “We must act on it now.”", "China", None, "8713th meeting"),
    ("It is often heard that “we must act on it now”.", None, None, None),
    ("In Libya, “we must act on it now” is a common saying.", None, None, None),
    ("As Mr. Umarov of Kazakhstan stressed, “we must act on it now”.", "Kazakhstan", "Umarov", None),
]


@pytest.mark.parametrize(("sentence", "delegation", "speaker", "meeting"), SENTENCES)
def test_attribution_in_the_sentence(
    sentence: str, delegation: str | None, speaker: str | None, meeting: str | None
) -> None:
    """The speaker is whoever the sentence says speaks, not whoever is spoken of."""
    reader = AttributionReader(load_delegations())
    (span,) = quoted_spans(sentence)
    found = reader.around(Block(sentence), span, (span,), Attributed())
    assert (found.delegation, found.speaker, found.meeting) == (delegation, speaker, meeting)


def test_pronouns_and_notes() -> None:
    """ "He added" is whoever spoke last; a note at the quotation's end names the meeting and the unnamed."""
    reader = AttributionReader(load_delegations())
    text = "He added: “We must act on it now.”"
    (span,) = quoted_spans(text)
    before = Attributed("Turkey", "Pamir", None)
    assert reader.around(Block(text), span, (span,), before) == before
    noted = Block("“We must act on it now.”", notes=(Note(24, "S/PV.7138, p. 5 (France)."),))
    (span,) = quoted_spans(noted.text)
    assert reader.around(noted, span, (span,), Attributed()) == Attributed("France", None, "S/PV.7138")


TRUE = "Force cannot override the law."
ALTERED = "We have every intention of entering into Iraq."
OTHERS = "Each conflict and its peace process is unique and requires a unique transitional justice system."
BLOCK = "The Houthis must stop using the FSO SAFER as a bargaining chip."
EXPECTED = [
    (TRUE, "verbatim", "France", "Mr. Araud (France), S/PV.7138, para. 9 (our numbering)"),
    (ALTERED, "altered", "Turkey", "Mr. Pamir (Turkey), S/PV.4726, para. 14 (our numbering)"),
    (OTHERS, "misattributed", "Egypt", None),
    (BLOCK, "verbatim", None, None),
]

MARKDOWN = f"""# A brief

France put it *shortly*: "{TRUE}"[^1] Turkey said that “{ALTERED}” The “so-called plan” was dropped.

According to the representative of [Egypt](https://example.org/e_g), «{OTHERS}»

Mrs. Craft warned:

> {BLOCK}

[^1]: S/PV.7138, p. 5.
"""
HTML = f"""<html><head><title>“Not a quotation at all, this”</title><style>p {{ }}</style></head><body>
<p>France put it <em>shortly</em>: “{TRUE}”<sup><a href="#n1">1</a></sup> Turkey said that “{ALTERED}”</p>
<ul><li>According to the representative of Egypt, <q>{OTHERS}</q></li></ul>
<p>Mrs. Craft warned:</p><blockquote><p>{BLOCK}</p></blockquote>
<ol><li id="n1"><p>S/PV.7138, p. 5. <a href="#r1">↩</a></p></li></ol></body></html>"""


def word_document() -> bytes:
    document = docx.Document()
    first = document.add_paragraph(f"France put it shortly: “{TRUE}”")
    first._p.append(parse_xml(f'<w:r {NAMESPACE}><w:footnoteReference w:id="2"/></w:r>'))
    first.add_run(f" Turkey said that “{ALTERED}”")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = f"According to the representative of Egypt, “{OTHERS}”"
    document.add_paragraph("Mrs. Craft warned:")
    document.add_paragraph(BLOCK, style="Quote")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>S/PV.7138</w:t></w:r></w:p></w:footnote>'
    notes = f"<w:footnotes {NAMESPACE}>{note}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, notes, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FORMATS = {
    "draft.md": lambda: MARKDOWN.encode(),
    "draft.txt": lambda: MARKDOWN.replace("*", "").encode("utf-16"),
    "draft.html": lambda: HTML.encode(),
    "draft.docx": word_document,
}


@pytest.mark.parametrize("name", FORMATS)
def test_draft(checker: QuoteChecker, name: str) -> None:
    """One altered, one misattributed and two true quotations are told apart in every format."""
    report = check_draft(name, FORMATS[name](), checker)
    assert [(q.quote, q.check.verdict) for q in report.quotations] == [row[:2] for row in EXPECTED]
    for quotation, (_, _, delegation, footnote) in zip(report.quotations, EXPECTED, strict=True):
        assert quotation.attributed_to.delegation == delegation
        assert footnote is None or quotation.footnote == footnote
    assert report.quotations[0].attributed_to.meeting == "S/PV.7138"
    assert report.quotations[3].attributed_to.speaker == "Craft"


def test_places_point_at_the_words(checker: QuoteChecker) -> None:
    """Paragraph and span lead back to the words quoted."""
    blocks = read_draft("a.md", MARKDOWN.encode())
    for quotation in check_draft("a.md", MARKDOWN.encode(), checker).quotations:
        assert quotation.span.of(blocks[quotation.paragraph - 1].text) == quotation.quote


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
        ("a.md", b"x\n\n" * (MOST_BLOCKS + 1), "more than 100,000 paragraphs"),
        pytest.param(
            "a.html", b"<p>x" * (MOST_BLOCKS + 2), "more than 100,000 paragraphs", marks=pytest.mark.process
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
