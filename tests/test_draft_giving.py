"""Whom a draft gives a quotation to, on which day, and where in the draft it stands."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

from index.speakers.delegations import load_delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.check import check_draft
from rag.draft.model import Block
from rag.quotation.check import QuoteChecker
from tests.quote_corpus import MemoryCorpus
from tests.test_quote_turning import BENIN, ECUADOR, PERU

LIFTING = "the gradual lifting of the arms embargo once the benchmarks are met"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus([PERU, BENIN, ECUADOR]), load_delegations())


GIVEN = [
    # (sentence, the last quotation's delegation, its speaker)
    ("Peru opposed “{}”.", "Peru", None),
    ("Peru regretted “{}”.", "Peru", None),
    ("Peru supports “{}”.", "Peru", None),
    ("Peru was against “{}”.", "Peru", None),
    ("Peru has never backed “{}”.", "Peru", None),
    ("“{}”, regretted Peru.", "Peru", None),
    ("“{}”, Peru lamented.", "Peru", None),
    ("Benin warned against “any such weakening of the text”; Peru, by contrast, said “{}”.", "Peru", None),
    ("Benin praised “any such weakening of the text”, whereas Peru criticized “{}”.", "Peru", None),
    ("The minister of Peru, unlike Benin, said that “{}” was wise.", "Peru", None),
    ("Mr. Dossou, the representative of Benin, regretted “{}”.", "Benin", "Dossou"),
    ("Peru, a member since 1945, endorsed “{}”.", "Peru", None),
    ("Peru (a member of the Council) endorsed “{}”.", "Peru", None),
    ("Peru rejected Benin’s call for “{}”.", "Benin", None),
    ("Peru “{}”.", "Peru", None),
    ("In Peru, “{}” is a common saying.", None, None),
    ("Peru took issue with “{}”.", "Peru", None),
    ("For Peru, “{}” is the aim.", "Peru", None),
    ("In Peru’s view, “{}” is right.", "Peru", None),
    ("“{}” — Peru, 2 April 2019.", "Peru", None),
    ("While Benin kept silent, Peru defended “{}”.", "Peru", None),
    ("Benin listened to Peru’s plea for “{}”.", "Peru", None),
    ("Peru, which had wanted “{}”, abstained.", "Peru", None),
    ("Benin was silent; “{}” was what Peru wanted.", None, None),
]


@pytest.mark.parametrize(("sentence", "delegation", "speaker"), GIVEN)
def test_given_by_any_verb(sentence: str, delegation: str | None, speaker: str | None) -> None:
    """The subject of the clause speaks, whatever its verb; one spoken of, or of another clause, does not."""
    text = sentence.format(LIFTING)
    spans = quoted_spans(text)
    found = AttributionReader(load_delegations()).around(Block(text), spans[-1], spans, Attributed())
    assert (found.delegation, found.speaker) == (delegation, speaker)


DATED = [
    # (sentence, verdict) of words that Benin said on 2 April 2019
    ("On 2 April 2019, Benin said that it “supports {}”.", "verbatim"),
    ("On 3 April 2019, Benin said that it “supports {}”.", "misattributed"),
    ("Benin said on 2 April 2018 that it “supports {}”.", "misattributed"),
    ("Benin said in April 2019 that it “supports {}”.", "verbatim"),
    ("Benin said in May 2019 that it “supports {}”.", "misattributed"),
    ("Benin “supports {}” (S/PV.8500, 9 April 2019).", "misattributed"),
    ("Benin, which joined on 20 September 1960, said that it “supports {}”.", "verbatim"),
]


@pytest.mark.parametrize(("sentence", "verdict"), DATED)
def test_the_day_a_draft_gives_is_checked(checker: QuoteChecker, sentence: str, verdict: str) -> None:
    """Only a date of the speaking counts, not one spoken of."""
    report = check_draft("a.md", sentence.format(LIFTING).encode(), checker)
    assert [found.check.verdict for found in report.quotations] == [verdict]


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


FOREIGN = [
    (
        "Le Pérou ne peut pas accepter que les sanctions de la communauté soient levées avant les élections",
        "French",
    ),
    (
        "El Perú no puede aceptar que las sanciones de los Estados se levanten antes de que haya elecciones",
        "Spanish",
    ),
    ("Перу не может согласиться с отменой эмбарго до выборов", "Russian"),
    ("秘鲁不能接受在选举之前取消武器禁运", "Chinese"),
    ("لا يمكن لبيرو أن تقبل رفع الحظر قبل الانتخابات", "Arabic"),
    ("Peru kann nicht hinnehmen, dass das Embargo vor den Wahlen und mit der Zeit aufgehoben wird", "German"),
]


@pytest.mark.parametrize(("quote", "language"), FOREIGN)
def test_a_quotation_in_another_language_is_said_to_be_that(
    checker: QuoteChecker, quote: str, language: str
) -> None:
    """It is not on record word for word, and the reader is told why."""
    check = checker.check(quote)
    assert check.verdict == "not_found"
    assert f"The quotation is in {language}" in check.message


SAID_ON = [
    ("In 2018 Benin supported “{}”.", "2018"),
    ("In 2018 troops left the north, and Benin supported “{}”.", None),
    ("In his statement of 12 June 2017, Mr. Dossou supported “{}”.", "2017-06-12"),
    ("Benin spoke of 12 June 2017 and supported “{}”.", None),
    ("On 2 April 2019 Benin supported “{}”.", "2019-04-02"),
    ("Benin supported “{}” (2 April 2019).", "2019-04-02"),
]


@pytest.mark.parametrize(("sentence", "day"), SAID_ON)
def test_the_day_on_which_it_was_said(sentence: str, day: str | None) -> None:
    """Days of speaking, not of what is spoken of."""
    text = sentence.format(LIFTING)
    spans = quoted_spans(text)
    found = AttributionReader(load_delegations()).around(Block(text), spans[-1], spans, Attributed())
    assert found.date == day


def test_a_note_may_say_only_the_day(checker: QuoteChecker) -> None:
    draft = f"Benin supported “{LIFTING}”.[^1]\n\n[^1]: Statement of 3 May 2018."
    (found,) = check_draft("a.md", draft.encode(), checker).quotations
    assert (found.attributed_to.date, found.check.verdict) == ("2018-05-03", "misattributed")


def test_a_script_without_blanks_is_checked_too(checker: QuoteChecker) -> None:
    (found,) = check_draft(
        "a.md", "Benin said: “贝宁支持在达到基准后逐步解除武器禁运”.".encode(), checker
    ).quotations
    assert "in Chinese" in found.check.message
