"""Whom a draft gives a quotation to, on which day, and where in the draft it stands."""

from __future__ import annotations

import pytest

from index.speakers.delegations import load_delegations
from rag.discourse.quotation_marks import quoted_spans
from rag.draft.attribution import Attributed, AttributionReader
from rag.draft.check import check_draft
from rag.draft.model import Block
from rag.quotation.check import QuoteChecker
from tests.golden import golden
from tests.quote_corpus import MemoryCorpus
from tests.turned_statements import BENIN, ECUADOR, PERU

LIFTING = "the gradual lifting of the arms embargo once the benchmarks are met"


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus([PERU, BENIN, ECUADOR]), load_delegations())


@golden("drafts_giving.tsv")
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
