"""What printing, notes, cuts, numbers and copying do to a quotation."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.speakers.delegations import Delegations, load_delegations
from rag.evaluation.quote_mutations import mutants
from rag.evaluation.quotes import by_kind, check_mutants
from rag.model import QuoteCheck
from rag.quotation.check import QuoteChecker
from rag.quotation.normal import Folder
from rag.quotation.slips import same_in_print
from tests.quote_corpus import MemoryCorpus, real_statements, statement


@pytest.fixture(scope="module")
def delegations() -> Delegations:
    return load_delegations()


def check_one(text: str, quote: str, delegations: Delegations) -> QuoteCheck:
    return QuoteChecker(MemoryCorpus([statement(text)]), delegations).check(quote)


SAME_WORDS = [
    # (recorded, quoted): numbers printed otherwise, and what optical recognition did
    ("We counted 2,080 attacks against hospitals there.", "We counted 2080 attacks against hospitals"),
    ("We counted 2 080 attacks against hospitals there.", "We counted 2,080 attacks against hospitals"),
    ("A rise of 70 per cent was seen in all regions.", "A rise of 70% was seen in all regions"),
    ("1 thank the Secretary-General for his report", "I thank the Secretary-General for his report"),
    ("We thank the Secretary- General for his report", "We thank the Secretary-General for his report"),
    (
        "theimplementation ofthe resolution is what counts",
        "the implementation of the resolution is what counts",
    ),
    ("the govern-\nment must do what it said it would do", "the government must do what it said it would do"),
    (
        "I thank Mr. Jiirgenson for his very clear briefing",
        "I thank Mr. Jürgenson for his very clear briefing",
    ),
    ("people of C6te d'Ivoire have waited for long", "people of Côte d’Ivoire have waited for long"),
    ("such as lack of 71134 socioeconomic development now", "such as lack of socioeconomic development now"),
    ("It was asked to urge[d] them ... and did so at once", "It was asked to urge[d] them ... and did so"),
]


@pytest.mark.parametrize(("recorded", "quoted"), SAME_WORDS)
def test_the_same_words_in_other_print(delegations: Delegations, recorded: str, quoted: str) -> None:
    """A number may be printed otherwise, and what was recognised wrongly is no change of wording."""
    assert check_one(recorded, quoted, delegations).verdict == "verbatim"


OTHER_NUMBERS = [
    ("We counted 208 attacks against hospitals there.", "We counted 280 attacks against hospitals there"),
    ("A rise of 1.5 per cent was seen in all regions.", "A rise of 15 per cent was seen in all regions"),
    ("In the 16th year of this terrible long war", "In the 10th year of this terrible long war"),
    ("We met 7 of the leaders in the capital city", "We met 1 of the leaders in the capital city"),
    ("We met two of the leaders in the capital city", "We met ten of the leaders in the capital city"),
    ("There are 35 of those and 53 of these in camps", "There are 53 of those and 35 of these in camps"),
]


@pytest.mark.parametrize(("recorded", "quoted"), OTHER_NUMBERS)
def test_another_number_is_serious(delegations: Delegations, recorded: str, quoted: str) -> None:
    check = check_one(recorded, quoted, delegations)
    assert check.verdict == "altered"
    assert check.differences[0].serious


OTHER_WORDS = [
    ("the government will fall if we do not act now", "the government will fail if we do not act now"),
    ("it was a notable success for all the people", "it was a not able success for all the people"),
    ("a fighter with modern arms stood at the gate", "a fighter with modem arms stood at the gate"),
    ("the end of the conflict is near for the people", "the end of conflict is near for the people"),
]


@pytest.mark.parametrize(("recorded", "quoted"), OTHER_WORDS)
def test_another_word_is_not_what_was_misread(delegations: Delegations, recorded: str, quoted: str) -> None:
    assert check_one(recorded, quoted, delegations).verdict != "verbatim"


def test_misread_only_where_the_record_is_no_word() -> None:
    """A look-alike passes when the record's form is rare beside the quotation's, not between two words."""
    counts = {"modern": 900, "modem": 2, "fall": 300, "fail": 280}
    assert same_in_print(["modern"], ["modern"], ["modem"], lambda word: counts.get(word, 0))
    assert not same_in_print(["fail"], ["fail"], ["fall"], lambda word: counts.get(word, 0))


LIBERTIES = [
    # (recorded, quoted): what marks may not hide
    (
        "We do not support the proposal that is before us.",
        "We do […] support the proposal that is before us.",
    ),
    (
        "We do not support the proposal that is before us.",
        "We do [indeed] support the proposal that is before us.",
    ),
    ("No region is immune from this pandemic today.", "Region is immune from this pandemic today."),
    (
        "Some say peace. The Council failed us. It failed to act. We will not.",
        "The Council failed us. We will not.",
    ),
]


BRACKETS = [
    # (quote, verdict) of "We did support the draft; it is acceptable to all."
    ("We [France] did support the draft", "verbatim"),
    ("We did support the [revised but not yet agreed] draft", "verbatim"),
    ("We [did not] support the draft", "altered"),
    ("it is [not] acceptable to all", "altered"),
    ("the draft; it is [un]acceptable to all", "altered"),
    ("the draft; it is accept[ed] to all", "verbatim"),
]


@pytest.mark.parametrize(("quote", "verdict"), BRACKETS)
def test_brackets_turn_no_sentence(delegations: Delegations, quote: str, verdict: str) -> None:
    """A bracket may explain; one that makes a sentence its contrary is a serious difference."""
    said = statement("We did support the draft; it is acceptable to all.")
    check = QuoteChecker(MemoryCorpus([said]), delegations).check(quote)
    assert check.verdict == verdict
    assert all(difference.serious for difference in check.differences)


NOTED = [
    # (recorded, quoted): marks of notes, raised or printed flat, are no words
    ("Living marine resources.4 The Secretariat is reviewing it.", "marine resources. The Secretariat is"),
    ("Living marine resources. The Secretariat is reviewing it.", "marine resources.⁴ The Secretariat is"),
]


@pytest.mark.parametrize(("recorded", "quoted"), NOTED)
def test_marks_of_notes_are_no_words(delegations: Delegations, recorded: str, quoted: str) -> None:
    """Whether the record or the draft has them, the quotation is true."""
    checker = QuoteChecker(MemoryCorpus([statement(recorded)]), delegations)
    assert checker.check(quoted).verdict == "verbatim"


def test_figures_of_symbols_are_no_marks(delegations: Delegations) -> None:
    """The number of a paragraph or document counts."""
    checker = QuoteChecker(MemoryCorpus([statement("As para.4 of Corr.1 shows in full.")]), delegations)
    assert checker.check("As para.5 of Corr.1 shows").verdict == "altered"


@pytest.mark.parametrize(("recorded", "quoted"), LIBERTIES)
def test_marks_hide_no_negation(delegations: Delegations, recorded: str, quoted: str) -> None:
    """An ellipsis, a bracket or a late beginning excuses no dropped "not"; nor is a splice without a mark."""
    assert check_one(recorded, quoted, delegations).verdict == "altered"


SHORT = [
    ("We must act.", "We must act"),
    ("Нет войне, да миру", "да миру"),
    ("和平是唯一的出路。", "唯一的出路"),
]


@pytest.mark.parametrize(("text", "quote"), SHORT)
def test_short_and_foreign(delegations: Delegations, text: str, quote: str) -> None:
    """Quotations too short for the index, and in other scripts, are found as well."""
    assert check_one(text, quote, delegations).verdict == "verbatim"


def test_spoilt_and_retyped(checker: QuoteChecker) -> None:
    """Of quotations spoilt in seven ways none passes as true; of five kinds of true ones none is lost."""
    results = check_mutants(mutants(real_statements(), seed=7, each=6), checker)
    assert [r.mutant for r in results if not r.right] == []
    assert len(by_kind(results)) == 12


@given(st.text(max_size=80))
def test_folding_keeps_places(text: str) -> None:
    """The words with places are the words of the stream, in order, each inside its span."""
    folder = Folder()
    words = folder.words(text)
    assert folder.stream(text) == " ".join(word.folded for word in words)
    assert all(a.span.start <= a.span.end <= b.span.end for a, b in pairwise(words))
