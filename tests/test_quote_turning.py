"""A cut that turns the meaning, a bracket that changes it, and the fair shortenings beside them."""

from __future__ import annotations

import pytest

from index.speakers.delegations import load_delegations
from rag.evaluation.quote_mutations import cuts
from rag.evaluation.quotes import check_mutants
from rag.quotation.check import QuoteChecker
from tests.quote_corpus import MemoryCorpus, real_statements, statement
from tests.turned_statements import BENIN, ECUADOR, NUMBERS, PERU


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus([PERU, BENIN, ECUADOR, NUMBERS]), load_delegations())


TURNED = [
    # (quotation, what it left out)
    ("Ecuador will ... accept the reef plan.", "not"),
    ("Ecuador has agreed to the reef plan.", "not"),
    ("permitted to accept any weakening of the arms embargo", "not"),
    ("We […] support the harbour toll", "not"),
    ("support the use of unilateral measures", "not"),
    ("agree to lifting the embargo before the elections are held", "never"),
    ("We will never agree to lifting the embargo", "before"),
    ("sign the toll treaty without a referendum", "refuses"),
    ("My Government refuses to sign the toll treaty", "without"),
    ("should be allowed to sell it", "nobody"),
    ("be denied the right to protect its own borders", "No"),
    ("We will close the strait", "Unless"),
    ("We will open the port", "only if"),
    ("the reef is dying", "Some claim"),
    ("have damaged the coral", "may"),
    ("The divers … damaged the coral", "may"),
    ("sank the tender", "allegedly"),
    ("The crew (...) sank the tender", "allegedly"),
    ("The fishermen were warned", "would be wrong"),
    ("name the owner of the ship", "declined"),
    ("the ferries will be stopped", "Should the storm"),
    ("[T]he survey is complete", "not"),
    ("of the islands has a clinic of its own", "Hardly any"),
    ("The company … repair the pier at Salinas", "failed"),
    ("The talks have led", "nothing"),
    ("The lagoon will recover within a decade", "hope"),
    ("the Council ready to close its eyes to the lagoon", "Is"),
    ("the reef was sold to a bank", "is simply not true"),
    ("The harbour pilots […] read the new charts", "couldn't"),
    ("Ecuador would abstain on the draft", "Were it to"),
    ("The treaty will stay in force", "until"),
    ("Benin supports the gradual lifting of the arms embargo", "once the"),
]


def test_a_cut_that_turns_the_meaning_is_altered(checker: QuoteChecker) -> None:
    """The words outside the cut or swallowed by the ellipsis are shown as missing, and serious."""
    for quote, left_out in TURNED:
        check = checker.check(quote)
        assert check.verdict == "altered", quote
        missing = [d.recorded for d in check.differences if d.kind == "missing" and d.serious]
        assert any(left_out in recorded for recorded in missing), (quote, check.differences)


JOINED = [
    "Peru is ... given the means to do its work.",
    "Benin supports […] the use of unilateral measures",
    "Ecuador will […] support the harbour toll",
    "The sanctions committee must … agree to lifting the embargo",
    "The situation in Ituri is … at their word",
    "We will never ... return to the table",
]


@pytest.mark.parametrize("quote", JOINED)
def test_sentences_joined_over_their_subjects_are_altered(checker: QuoteChecker, quote: str) -> None:
    """The end of one sentence is no predicate of another's subject, whatever mark stands between."""
    check = checker.check(quote)
    assert check.verdict == "altered"
    assert any(difference.serious for difference in check.differences)


SHORTENED = [
    "we thank the Secretariat for its briefing",
    "Benin supports the gradual lifting of the arms embargo once the benchmarks are met",
    "Peru is not permitted to accept any weakening of the arms embargo … We will never agree to "
    "lifting the embargo "
    "before the elections are held.",
    "any weakening of the arms embargo",
    "the use of unilateral measures",
    "not permitted to accept any weakening",
    "Civilians […] need protection now",
    "The situation in Ituri is getting worse",
    "we take them at their word",
    "they will return to the table",
    "The African Union's mediation is the only path to a lasting peace",
    "Benin will contribute 450 troops to the mission",
    "contribute 450 troops",
    "nobody should be allowed to sell it",
    "Some 4,500 families depend on the reef",
    "We do not support the use of unilateral measures. … Benin will contribute 450 troops to the mission.",
    "The talks have led to nothing",
    "We will never agree … before the elections are held",
]


def test_a_fair_shortening_is_verbatim(checker: QuoteChecker) -> None:
    """A form of address, an aside, a clause of its own or a mere phrase may be left out."""
    for quote in SHORTENED:
        check = checker.check(quote)
        assert (quote, check.verdict, check.differences) == (quote, "verbatim", ())


BRACKETED = [
    # (quotation, in the bracket, what it replaced)
    ("Benin [opposes] the gradual lifting of the arms embargo", "[opposes]", "supports"),
    ("Benin will contribute [4,500] troops", "[4,500]", "450"),
    ("My Government [agreed] to sign the toll treaty without a referendum", "[agreed]", "refuses"),
    ("weapons (mostly small arms) were seized in [May]", "[May]", "March"),
    ("[France] will contribute 450 troops to the mission", "[France]", "Benin"),
    ("[Benin] will never agree to lifting the embargo before the elections are held", "[Benin]", "We"),
    ("Benin [may] contribute 450 troops to the mission", "[may]", "will"),
    ("The sanctions committee [should] be given the means", "[should]", "must"),
    ("Civilians, in particular women and children, [never] need protection", "[never]", ""),
    ("Benin [refuses to] contribute 450 troops", "[refuses to]", "will"),
    ("the only path to a lasting [war]", "[war]", "peace"),
    ("has reported that 1,250 [million] weapons", "[million]", ""),
]
FAIRLY_BRACKETED = [
    "[Peru] will never agree to lifting the embargo before the elections are held",
    "[the parties] will return to the table",
    "Benin support[ed] the gradual lifting of the arms embargo once the benchmarks are met",
    "[c]ivilians, in particular women and children, need protection now",
    "Civilians [sic], in particular women and children, need protection now [emphasis added]",
    "the gradual lifting of the [United Nations] arms embargo",
    "The [Sanctions] [C]ommittee must be given the means to do [its] work",
    "Civilians […] need protection now",
]


def test_brackets_that_change_the_meaning(checker: QuoteChecker) -> None:
    """What changes a number, date, name, verb, negation or modality is altered, and what it replaced is
    shown."""
    for quote, quoted, recorded in BRACKETED:
        check = checker.check(quote)
        assert check.verdict == "altered", (quote, check.differences)
        shown = [(d.quoted, d.recorded, d.serious) for d in check.differences]
        assert (quoted, recorded, True) in shown, quote


def test_brackets_that_change_nothing(checker: QuoteChecker) -> None:
    """Who is meant, another ending or case, a remark, an omission, words between."""
    for quote in FAIRLY_BRACKETED:
        check = checker.check(quote)
        assert check.verdict == "verbatim", (quote, check.differences)


TOLD = [
    # (the draft's words before the quotation, quotation, verdict)
    ("Peru said it was not", "permitted to accept any weakening of the arms embargo", "verbatim"),
    ("Peru told the Council it was", "permitted to accept any weakening of the arms embargo", "altered"),
    ("Ecuador refuses to", "sign the toll treaty without a referendum", "verbatim"),
    ("Ecuador will", "sign the toll treaty without a referendum", "altered"),
    ("Unless the fleet leaves, Ecuador said,", "we will close the strait", "verbatim"),
    ("Ecuador said that", "we will close the strait", "altered"),
    ("Ecuador denied that it", "has agreed to the reef plan", "verbatim"),
    ("Benin did not", "support the use of unilateral measures", "verbatim"),
]


@pytest.mark.parametrize(("before", "quote", "verdict"), TOLD)
def test_what_the_draft_says_itself_is_not_left_out(
    checker: QuoteChecker, before: str, quote: str, verdict: str
) -> None:
    """ "Peru is not “permitted to ...”" quotes fairly."""
    assert checker.check(quote, around=(before, "")).verdict == verdict


def test_the_same_words_said_plainly_elsewhere_are_verbatim() -> None:
    """Of two places the one that leaves nothing out is cited."""
    plain = statement("Ecuador has agreed to the reef plan.", "plain", "Ms. Roa", ("ECU", "Ecuador"))
    check = QuoteChecker(MemoryCorpus([ECUADOR, plain]), load_delegations()).check(plain.text, "Ecuador")
    assert check.match is not None
    assert (check.verdict, check.match.statement.id) == ("verbatim", "plain")


@pytest.mark.parametrize("each", [2, pytest.param(8, marks=pytest.mark.process)])
def test_cuts_and_shortenings_of_real_statements(each: int) -> None:
    """Of quotations turned in fourteen ways none passes as verbatim, and of fair shortenings none is lost."""
    statements = real_statements()
    checker = QuoteChecker(MemoryCorpus(statements), load_delegations())
    results = check_mutants(cuts(statements, seed=11, each=each, fair=each), checker)
    assert [result.mutant for result in results if not result.right] == []
    assert len(results) > 15 * each
