"""Drafts in Word and HTML as they stand: boxes, notes, lists, block quotations."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from index.speakers.delegations import load_delegations
from rag.draft.check import check_draft
from rag.quotation.check import QuoteChecker
from tests.quote_corpus import MemoryCorpus
from tests.turned_statements import BENIN, ECUADOR, PERU

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus([PERU, BENIN, ECUADOR]), load_delegations())


def _word(body: str) -> bytes:
    document = docx.Document()
    for paragraph in parse_xml(f"<w:body {NAMESPACES}>{body}</w:body>"):
        document.element.body.insert(len(document.element.body) - 1, paragraph)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


RAISED = '<w:vertAlign w:val="superscript"/>'
SAID = "We do not support the use of unilateral measures."
BOX = f"<w:txbxContent><w:p>{_run(f'Benin: “{SAID}”')}</w:p></w:txbxContent>"
BOTH = f"<mc:Choice Requires='wps'>{BOX}</mc:Choice><mc:Fallback>{BOX}</mc:Fallback>"
WORD = [
    # (paragraph, (part, quotation) found)
    (
        f"{_run('Peru: “We will ')}<w:moveFrom>{_run('never ')}</w:moveFrom>{_run('agree to lifting it”')}",
        ("text", "We will agree to lifting it"),
    ),
    (
        f"{_run('Peru: “We will ')}<w:moveTo>{_run('never ')}</w:moveTo>{_run('agree to lifting it”')}",
        ("text", "We will never agree to lifting it"),
    ),
    (
        f"{_run('Benin will “contribute 450')}{_run('3', RAISED)}{_run(' troops to the mission”')}",
        ("text", "contribute 450 troops to the mission"),
    ),
    (
        f"{_run('Peru: “We take them')}{_run(' not', '<w:vanish/>')}{_run(' at their word”')}",
        ("text", "We take them at their word"),
    ),
    (
        f"{_run('Peru: “We take them')}{_run(' not', '<w:strike/>')}{_run(' at their word”')}",
        ("text", "We take them at their word"),
    ),
    (f"<w:r><mc:AlternateContent>{BOTH}</mc:AlternateContent></w:r>{_run('Tail.')}", ("text box", SAID)),
]


@pytest.mark.parametrize(("body", "found"), WORD)
def test_word_draft_as_it_stands(checker: QuoteChecker, body: str, found: tuple[str, str]) -> None:
    """What is moved away, hidden or struck out is no text; a raised figure is a note; a box counts once."""
    report = check_draft("a.docx", _word(f"<w:p>{body}</w:p>"), checker)
    assert [(quotation.part, quotation.quote) for quotation in report.quotations] == [found]


NOTED = [
    # (file, text, (part, delegation, verdict) of each quotation)
    ("a.md", "Benin spoke.[^1]\n\n[^1]: Benin: “We do support the use of unilateral measures.”", "altered"),
    (
        "a.md",
        "Benin spoke.[^n]\n\n[^n]: As Benin put it:\n    “We do support the use of unilateral measures.”",
        "altered",
    ),
    (
        "a.md",
        "Benin spoke.[^1]\n\n[^1]: Benin: “We do not support the use of unilateral measures.”",
        "verbatim",
    ),
    (
        "a.md",
        "Benin spoke.[^1]\n\n[^1]: Peru: “We do not support the use of unilateral measures.”",
        "misattributed",
    ),
    (
        "a.html",
        "<p>Benin spoke.<sup><a href='#n'>1</a></sup></p><p id='n'>Peru: “We do not support the use "
        "of unilateral "
        "measures.”</p>",
        "misattributed",
    ),
    (
        "a.html",
        "<p>Benin spoke.<a href='#n'>[1]</a></p><ol><li id='n'>Benin: “We do support the use of unilateral "
        "measures.”</li></ol>",
        "altered",
    ),
]


@pytest.mark.parametrize(("name", "text", "verdict"), NOTED)
def test_quotations_in_notes_are_checked(checker: QuoteChecker, name: str, text: str, verdict: str) -> None:
    """With whom the note gives them to, and told to stand in a note."""
    (quotation,) = check_draft(name, text.encode(), checker).quotations
    assert (quotation.part, quotation.check.verdict) == ("footnote", verdict)


HTML = [
    ("<p>Peru: “We will <del>never</del> agree to lifting it now”</p>", "We will agree to lifting it now"),
    ("<p>Peru: “We will <s>never</s> agree to lifting it now”</p>", "We will agree to lifting it now"),
    ("<p>Peru: “We will <i hidden>never</i> agree to lifting it”</p>", "We will agree to lifting it"),
    ("<p>Peru: “We <b style='display: none'>never</b> agree to it now”</p>", "We agree to it now"),
    ("<p>Benin: “450<sup>2</sup> troops to the mission”</p>", "450 troops to the mission"),
    ("<p>Benin: “450 <!-- not <b>500</b> --> troops to the mission”</p>", "450 troops to the mission"),
    ("<p>Benin: “450 troops to the mission” <!-- left open <a", "450 troops to the mission"),
    ("<p>Benin: “fewer than 450 < 500 troops there”</p>", "fewer than 450 < 500 troops there"),
    ("<p>Benin: “on the 2<sup>nd</sup> of April”</p>", "on the 2nd of April"),
]


@pytest.mark.parametrize(("text", "quote"), HTML)
def test_html_draft_as_it_stands(checker: QuoteChecker, text: str, quote: str) -> None:
    """Deleted and hidden words are no text, raised figures are notes, raised letters are not."""
    (quotation,) = check_draft("a.html", text.encode(), checker).quotations
    assert " ".join(quotation.quote.split()) == quote


def test_a_block_quotation_is_signed_inside_it(checker: QuoteChecker) -> None:
    """A footer of the block quotation names the speaker and is not quoted."""
    signature = "<footer>— <cite>Mr. Dossou (Benin)</cite></footer>"
    text = f"<blockquote>We do support the use of unilateral measures. {signature}</blockquote>"
    (quotation,) = check_draft("a.html", text.encode(), checker).quotations
    assert (quotation.attributed_to.delegation, quotation.check.verdict) == ("Benin", "altered")


def test_items_of_a_list_are_apart(checker: QuoteChecker) -> None:
    """Each item has a speaker of its own."""
    text = "- Peru said “we take them at their word”.\n- Benin opposed “the use of unilateral measures”."
    found = check_draft("a.md", text.encode(), checker).quotations
    assert [one.attributed_to.delegation for one in found] == ["Peru", "Benin"]
