"""Each kind of falsehood the checker knows, beside the same sentence told rightly; a floor for all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.model import Delegation, Speaker, StatementRef
from rag.evaluation.checker import check_measures, read_written, written_rows
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited
from tests.test_checking import CHECKER, UMAROV

KINDS = [
    # (record, told rightly, told falsely)
    ("Some 4,500 families fled.", "About 4,500 families fled.", "4,500 families fled."),
    ("Nearly 500 schools closed.", "Almost 500 schools closed.", "More than 500 schools closed."),
    ("They waited for 20 years.", "They waited for two decades.", "They waited for 20 months."),
    (
        "Funding stands at 25 per cent.",
        "A quarter of the funding is there.",
        "Funding stands at a third of what is needed.",
    ),
    ("Two soldiers died there.", "The two soldiers died there.", "A soldier died there."),
    ("The third round ended.", "The third round ended.", "The second round ended."),
    ("It was signed in May 2014.", "It was signed in May 2014.", "It was signed in the autumn of 2014."),
    ("Aid reached 900 children.", "Aid reached 900 children.", "Aid reached 900 soldiers."),
    ("Most States signed the treaty.", "Most States signed the treaty.", "All States signed the treaty."),
    (
        "All parties must stop.",
        "Kazakhstan said that all parties must stop.",
        "Kazakhstan said that some parties must stop.",
    ),
    ("Talks are a way out.", "Talks are a way out.", "Talks are exclusively the way out."),
    (
        "I thank the Envoy for his work.",
        "Kazakhstan thanked the Envoy for his work.",
        "Kazakhstan called on the Envoy for his work.",
    ),
    (
        "We call on Mali to hold elections.",
        "Kazakhstan urged Mali to hold elections.",
        "Kazakhstan thanked Mali for holding elections.",
    ),
    (
        "Fighting stopped after the ceasefire.",
        "Fighting stopped following the ceasefire.",
        "Fighting stopped before the ceasefire.",
    ),
    (
        "Turnout rose despite the violence.",
        "In spite of the violence turnout rose.",
        "Because of the violence turnout rose.",
    ),
    ("The troops leave if the talks succeed.", "If the talks succeed the troops leave.", "The troops leave."),
    (
        "Sanctions should be lifted.",
        "Kazakhstan said that sanctions should be lifted.",
        "Kazakhstan said that sanctions had been lifted.",
    ),
    (
        "The draft was vetoed.",
        "Kazakhstan said that the draft was vetoed.",
        "Kazakhstan said that the draft might be vetoed.",
    ),
    ("The plan may fail next year.", "The plan may fail next year.", "The plan will fail next year."),
    (
        "France trained Malian soldiers.",
        "Malian soldiers were trained by France.",
        "Malian soldiers trained France.",
    ),
    (
        "Israel shelled towns in Lebanon.",
        "Towns in Lebanon were shelled by Israel.",
        "Lebanon shelled towns in Israel.",
    ),
    (
        "We welcome Special Envoy Pedersen.",
        "Kazakhstan welcomed Special Envoy Pedersen.",
        "Kazakhstan welcomed Secretary-General Pedersen.",
    ),
    (
        "The crisis is worsening this year.",
        "The crisis is getting worse this year.",
        "The crisis is worsening next year.",
    ),
]


@pytest.mark.parametrize(("record", "right", "wrong"), KINDS)
def test_a_kind_of_falsehood(record: str, right: str, wrong: str) -> None:
    """The one stands, the other does not."""
    cited = [Cited(UMAROV, record)]
    assert CHECKER.check(right, cited).verdict == "supported", CHECKER.check(right, cited).reason
    assert CHECKER.check(wrong, cited).verdict != "supported"


def test_each_delegation_is_held_to_its_own_words() -> None:
    """What two delegations said, given to each other, is found out part by part."""
    malian: StatementRef = replace(
        UMAROV, id="b", delegation=Delegation("MLI", "Mali"), speaker=Speaker("Mr. Konfourou")
    )
    cited = [Cited(UMAROV, "We welcome the peace talks."), Cited(malian, "We condemn the embargo.")]
    right = "Kazakhstan welcomed the peace talks, while Mali condemned the embargo."
    wrong = "Mali welcomed the peace talks, while Kazakhstan condemned the embargo."
    joined = "Kazakhstan welcomed the peace talks and condemned the embargo on weapons of its army."
    cited[1] = replace(cited[1], text="We condemn the embargo on weapons for our army.")
    assert CHECKER.check(right, cited).verdict == "supported", CHECKER.check(right, cited).reason
    for false in (wrong, joined):
        assert CHECKER.check(false, cited).verdict != "supported"


def test_the_reader_has_the_last_word() -> None:
    """What it does not find supported goes; it is not asked before every other check has passed."""
    asked: list[str] = []

    def backing(claim: str, _: object) -> float:
        asked.append(claim)
        return 0.05

    checker = SentenceChecker(CHECKER._delegations, None, backing)
    cited = [Cited(UMAROV, "We condemn attacks on 20 hospitals.")]
    judged = checker.check("Kazakhstan condemned attacks on 20 hospitals.", cited)
    assert (judged.verdict, judged.checks[-1].name) == ("unsupported", "reader")
    checker.check("Kazakhstan condemned attacks on 30 hospitals.", cited)
    assert asked == ["Kazakhstan condemned attacks on 20 hospitals."]


def test_a_sentence_of_the_record_carries_itself() -> None:
    """Whatever it is made of: no check finds fault with the record's own words."""
    cited = {one.text: one for row in read_written() for one in row.cited}
    stopped = [text for text, one in cited.items() if CHECKER.check(text, [one]).verdict != "supported"]
    assert len(stopped) <= len(cited) // 50, stopped


def test_what_was_written_by_hand_keeps_its_floor() -> None:
    """By words alone; the figures with embedder and reader stand in docs/quality.md."""
    found = check_measures(written_rows(CHECKER, read_written()))
    for part in ("seen", "held back"):
        assert found[f"written {part}: caught, edit"].mean >= 0.6
        assert found[f"written {part}: false alarms"].mean <= 0.2
