"""What turns a quotation without a cut: the frame it stands under, its sources, numbers and years."""

from __future__ import annotations

import pytest

from index.model import Statement
from index.speakers.delegations import Delegations, load_delegations
from rag.model import QuoteCheck
from rag.quotation.check import QuoteChecker
from rag.quotation.normal import Folder
from rag.quotation.turns import rows_of_turns, turns_in
from tests.golden import golden
from tests.quote_corpus import MemoryCorpus, dated, statement
from tests.turned_statements import BENIN, ECUADOR, NUMBERS, PERU


@pytest.fixture(scope="module")
def checker() -> QuoteChecker:
    return QuoteChecker(MemoryCorpus([PERU, BENIN, ECUADOR, NUMBERS]), load_delegations())


FURTHER = statement(
    "The inspectors found scant evidence of fraud at the mill. Nothing could be further from the truth than "
    "that our navy fired first. According to the rebels, the army burned the school. According to resolution "
    "900 (1994), the mill is neutral. We might in other circumstances endorse the "
    "candidate. All the parties but "
    "one accepted the map. "
    "We heard that our pilots fled. Most of the wells are dry. Last year our budget was cut by 12 per cent.",
    "chile", "Ms. Ruiz", ("CHL", "Chile"), "S/PV.9700",
)  # fmt: skip


@golden("quotes_of_amounts.tsv")
def test_sources_amounts_and_years(quote: str, verdict: str) -> None:
    """Whose report it is, how many of how many, and which year, are part of what is said."""
    corpus = MemoryCorpus([dated(FURTHER, "2022-05-04")])
    assert QuoteChecker(corpus, load_delegations()).check(quote).verdict == verdict


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
