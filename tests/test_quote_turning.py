"""A cut that turns the meaning, a bracket that changes it, and the fair shortenings beside them."""

from __future__ import annotations

import pytest

from index.model import Statement
from index.speakers.delegations import Delegations, load_delegations
from rag.evaluation.quote_mutations import cuts
from rag.evaluation.quotes import check_mutants
from rag.model import QuoteCheck
from rag.quotation.check import QuoteChecker
from rag.quotation.normal import Folder
from rag.quotation.turns import rows_of_turns, turns_in
from tests.quote_corpus import MemoryCorpus, dated, real_statements, statement

PERU = dated(
    statement(
        "Mr. President, we thank the Secretariat for its briefing.\n\nPeru is not permitted to "
        "accept any weakening "
        "of the arms embargo. The sanctions committee must be given the means to do its work. We "
        "will never agree to "
        "lifting the embargo before the elections are held.\n\nThe Group of Experts [on the "
        "Democratic Republic of the "
        "Congo] has reported that 1,250 weapons (mostly small arms) were seized in March. The "
        "situation in Ituri is "
        "getting worse, not better.\n\nThe parties have said that they will return to the table; we "
        "take them at their "
        "word. Civilians, in particular women and children, need protection now.",
        "peru",
        "Ms. Alva",
        ("PER", "Peru"),
        "S/PV.8500",
    ),
    "2019-04-02",
)
BENIN = dated(
    statement(
        "Mr. President, Benin supports the gradual lifting of the arms embargo once the benchmarks "
        "are met.\n\nWe do not "
        "support the use of unilateral measures. No State should be denied the right to protect its "
        "own borders.\n\nThe "
        "African Union's mediation is the only path to a lasting peace, and Benin will contribute "
        "450 troops to the "
        "mission.",
        "benin",
        "Mr. Dossou",
        ("BEN", "Benin"),
        "S/PV.8500",
    ),
    "2019-04-02",
)
ECUADOR = statement(
    "Ecuador will not, under any circumstances or pressure whatever, accept the reef plan. We do "
    "not, at this stage, "
    "support the harbour toll. My Government refuses to sign the toll treaty without a referendum. "
    "It is not true that "
    "Ecuador has agreed to the reef plan. Some 4,500 families depend on the reef, and nobody should "
    "be allowed to sell "
    "it. Unless the fleet leaves, we will close the strait. We will open the port only if the "
    "inspectors return. Some "
    "claim that the reef is dying. The divers may have damaged the coral. The crew allegedly sank "
    "the tender. It would "
    "be wrong to say that the fishermen were warned. The minister declined to name the owner of the "
    "ship. Should the "
    "storm return, the ferries will be stopped. We do not believe that the survey is complete. "
    "Hardly any of the "
    "islands has a clinic of its own. The company failed to repair the pier at Salinas. The talks "
    "have led to nothing, "
    "and we regret it. We hope that the lagoon will recover within a decade. Is the Council ready to "
    "close its eyes to "
    "the lagoon? That the reef was sold to a bank is simply not true. The harbour pilots couldn't "
    "read the new charts. "
    "Were it to come to a vote, Ecuador would abstain on the draft. The treaty will stay in force "
    "until the parties "
    "agree otherwise. The mayor, or so they say, has fled to the coast, they claim.",
    "ecuador",
    "Ms. Roa",
    ("ECU", "Ecuador"),
    "S/PV.9801",
)
NUMBERS = statement(
    "The programme reached 1,250,000 people, or 25 per cent of the population, at a cost of $4.5 "
    "million. The mine at "
    "Arlit employs 12 500 men and 1’200 women. Some 7,000 of them marched on 3 May 2020.",
    "niger",
    "Mr. Obi",
    ("NER", "Niger"),
    "S/PV.9800",
)


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


FURTHER = statement(
    "The inspectors found scant evidence of fraud at the mill. Nothing could be further from the truth than "
    "that our navy fired first. According to the rebels, the army burned the school. According to resolution "
    "900 (1994), the mill is neutral. We might in other circumstances endorse the "
    "candidate. All the parties but "
    "one accepted the map. "
    "We heard that our pilots fled. Most of the wells are dry. Last year our budget was cut by 12 per cent.",
    "chile", "Ms. Ruiz", ("CHL", "Chile"), "S/PV.9700",
)  # fmt: skip
FURTHER_ROWS = [
    ("evidence of fraud at the mill", "altered"),
    ("our navy fired first", "altered"),
    ("the army burned the school", "altered"),
    ("the mill is neutral", "verbatim"),
    ("We ... endorse the candidate", "altered"),
    ("All the parties ... accepted the map", "altered"),
    ("[All] of the wells are dry", "altered"),
    ("[Some] of the wells are dry", "altered"),
    ("[In 2019] our budget was cut by 12 per cent", "altered"),
    ("[In 2021] our budget was cut by 12 per cent", "verbatim"),
    ("Most of the wells are dry", "verbatim"),
    ("scant evidence of fraud at the mill", "verbatim"),
]


@pytest.mark.parametrize(("quote", "verdict"), FURTHER_ROWS)
def test_sources_amounts_and_years(quote: str, verdict: str) -> None:
    """Whose report it is, how many of how many, and which year, are part of what is said."""
    corpus = MemoryCorpus([dated(FURTHER, "2022-05-04")])
    assert QuoteChecker(corpus, load_delegations()).check(quote).verdict == verdict


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
    # (quotation, verdict, in the bracket, what it replaced)
    ("Benin [opposes] the gradual lifting of the arms embargo", "altered", "[opposes]", "supports"),
    ("Benin will contribute [4,500] troops", "altered", "[4,500]", "450"),
    ("My Government [agreed] to sign the toll treaty without a referendum", "altered", "[agreed]", "refuses"),
    ("weapons (mostly small arms) were seized in [May]", "altered", "[May]", "March"),
    ("[France] will contribute 450 troops to the mission", "altered", "[France]", "Benin"),
    (
        "[Benin] will never agree to lifting the embargo before the elections are held",
        "altered",
        "[Benin]",
        "We",
    ),
    ("Benin [may] contribute 450 troops to the mission", "altered", "[may]", "will"),
    ("The sanctions committee [should] be given the means", "altered", "[should]", "must"),
    ("Civilians, in particular women and children, [never] need protection", "altered", "[never]", ""),
    ("Benin [refuses to] contribute 450 troops", "altered", "[refuses to]", "will"),
    ("the only path to a lasting [war]", "altered", "[war]", "peace"),
    ("has reported that 1,250 [million] weapons", "altered", "[million]", ""),
    ("[Peru] will never agree to lifting the embargo before the elections are held", "verbatim", "", ""),
    ("[the parties] will return to the table", "verbatim", "", ""),
    (
        "Benin support[ed] the gradual lifting of the arms embargo once the benchmarks are met",
        "verbatim",
        "",
        "",
    ),
    ("[c]ivilians, in particular women and children, need protection now", "verbatim", "", ""),
    (
        "Civilians [sic], in particular women and children, need protection now [emphasis added]",
        "verbatim",
        "",
        "",
    ),
    ("the gradual lifting of the [United Nations] arms embargo", "verbatim", "", ""),
    ("The [Sanctions] [C]ommittee must be given the means to do [its] work", "verbatim", "", ""),
    ("Civilians […] need protection now", "verbatim", "", ""),
]


def test_brackets(checker: QuoteChecker) -> None:
    """What changes a number, date, name, verb, negation or modality is altered, and what it replaced is
    shown."""
    for quote, verdict, quoted, recorded in BRACKETED:
        check = checker.check(quote)
        assert check.verdict == verdict, (quote, check.differences)
        if verdict == "altered":
            shown = [(d.quoted, d.recorded, d.serious) for d in check.differences]
            assert (quoted, recorded, True) in shown, quote


SAME_NUMBERS = [
    # (quotation, verdict)
    ("4500 families depend on the reef", "verbatim"),
    ("4 500 families depend on the reef", "verbatim"),
    ("4’500 families depend on the reef", "verbatim"),
    ("45,00 families depend on the reef", "altered"),
    ("450 families depend on the reef", "altered"),
    ("reached 1250000 people, or 25% of the population", "verbatim"),
    ("25% of the population, at a cost of $4.5 million", "verbatim"),
    ("at a cost of $45 million", "altered"),
    ("employs 12,500 men and 1,200 women", "verbatim"),
    ("employs 12500 men and 1200 women", "verbatim"),
    ("7000 of them marched on 3 May 2020", "verbatim"),
    ("7000 of them marched on 3 May 2021", "altered"),
]


def test_a_number_is_the_same_however_it_is_grouped(checker: QuoteChecker) -> None:
    """Groups of three digits are print; another digit is another number, at the edge of a quotation too."""
    assert [(quote, checker.check(quote).verdict) for quote, _ in SAME_NUMBERS] == SAME_NUMBERS


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


def test_every_row_of_the_table_finds_its_example() -> None:
    """Each row is tried on the example it gives."""
    fold = Folder().stream
    for row in rows_of_turns():
        kinds = {turn.kind for turn in turns_in(fold(row["example"]).split())}
        assert row["kind"] == "fair" or row["kind"] in kinds, row


FRAMES = [
    "It is not true that", "We do not believe that", "Some claim that", "It would be wrong to say that",
    "Nobody should think that", "Critics allege that", "There is no evidence that", "I doubt that",
    "We reject the claim that", "It remains to be seen whether", "Our opponents pretend that",
]  # fmt: skip


def _framed(frame: str, sentence: str) -> Statement:
    return statement(f"We listened with care. {frame} {sentence[:1].lower()}{sentence[1:]} Now let us vote.")


@pytest.mark.parametrize("frame", FRAMES)
def test_what_stands_under_a_frame_is_not_said(frame: str) -> None:
    """True sentences put under a frame that takes them back, quoted without it."""
    delegations: Delegations = load_delegations()
    for said in (
        "The embargo has worked well.",
        "Our troops are leaving the valley.",
        "The vote was free and fair.",
    ):
        check: QuoteCheck = QuoteChecker(MemoryCorpus([_framed(frame, said)]), delegations).check(said)
        assert check.verdict == "altered", (frame, said)


def test_cuts_and_shortenings_of_real_statements() -> None:
    """Of quotations turned in fourteen ways none passes as verbatim, and of fair shortenings none is lost."""
    statements = real_statements()
    checker = QuoteChecker(MemoryCorpus(statements), load_delegations())
    results = check_mutants(cuts(statements, seed=11, each=8, fair=8), checker)
    assert [result.mutant for result in results if not result.right] == []
    assert len(results) > 120
