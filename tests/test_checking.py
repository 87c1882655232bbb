"""A sentence held to the record: the same in other words stands, with one thing changed it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.speakers.delegations import load_delegations
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited
from rag.generation.sentences import written_sentences
from tests.drafts import UMAROV

CHECKER = SentenceChecker(load_delegations())
SPOKEN = replace(
    UMAROV, meeting="S/PV.8699", date="2020-05-27", topic="Protection of civilians in armed conflict"
)
PLAN = "We support the plan, which may help 4,500 families in Yemen, and we do not accept any delay."
CLAIM = "They claim that the sanctions saved lives."

SENTENCES = [
    # (record, sentence, verdict, the check that decides)
    (PLAN, "Kazakhstan supports the plan, which may help 4,500 Yemeni families.", "supported", "support"),
    (PLAN, "On 27 May 2020 Mr. Umarov supported the plan.", "supported", "support"),
    (PLAN, "In S/PV.8699, Kazakhstan supported the plan.", "supported", "support"),
    (PLAN, "Kazakhstan rejected any delay of the plan.", "supported", "support"),
    (PLAN, "Kazakhstan said: “We support the plan”.", "supported", "names"),
    (PLAN, "Kazakhstan supports the plan, which may help 4,600 families.", "altered", "figures"),
    (PLAN, "Kazakhstan supports the plan, which may help five thousand families.", "altered", "figures"),
    (PLAN, "On 28 May 2020 Kazakhstan supported the plan.", "altered", "figures"),
    (PLAN, "In S/PV.8698, Kazakhstan supported the plan.", "altered", "figures"),
    (PLAN, "Kazakhstan supports the plan, which may help families in Syria.", "altered", "names"),
    (PLAN, "Kazakhstan supports Ms. Pierce's plan.", "altered", "names"),
    (PLAN, "Yemen supports the plan.", "contradicted", "attribution"),
    (PLAN, "Mr. Umarov (Yemen) supports the plan.", "contradicted", "attribution"),
    (PLAN, "Kazakhstan does not support the plan.", "contradicted", "meaning"),
    (PLAN, "Kazakhstan opposes the plan.", "contradicted", "meaning"),
    (PLAN, "Kazakhstan accepts any delay.", "contradicted", "meaning"),
    (PLAN, "Kazakhstan supports the plan, which will help 4,500 families.", "altered", "meaning"),
    (PLAN, "Kazakhstan said: “We endorse the plan”.", "altered", "quotations"),
    (PLAN, "Kazakhstan said: “accept any delay”.", "contradicted", "quotations"),
    (PLAN, "Kazakhstan wants a stronger budget for football stadiums.", "unsupported", "support"),
]  # fmt: skip


@pytest.mark.parametrize(("record", "sentence", "verdict", "check"), SENTENCES)
def test_a_sentence_and_what_decides(record: str, sentence: str, verdict: str, check: str) -> None:
    """The first check that does not pass gives the verdict; all up to it are kept."""
    judged = CHECKER.check(sentence, [Cited(SPOKEN, record)])
    assert (judged.verdict, judged.checks[-1].name) == (verdict, check), judged
    assert [one.passed for one in judged.checks[:-1]] == [True] * (len(judged.checks) - 1)


ALL = "“We support the plan, which may help 4,500 families in Yemen, and we do not accept any delay”"
LEADS = [
    # (what leads up to a quotation of the whole sentence, verdict)
    ("Kazakhstan said {}.", "supported"),
    ("Mr. Umarov (Kazakhstan), S/PV.8699, 27 May 2020: {}", "supported"),
    ("According to Kazakhstan, {}.", "supported"),
    ("In the debate on the protection of civilians, Kazakhstan also noted that {}.", "supported"),
    ("Kazakhstan supports the plan: {}.", "supported"),
    ("Kazakhstan rejects any delay: {}.", "supported"),
    ("{}, Mr. Umarov added.", "supported"),
    ("Kazakhstan denied that {}.", "contradicted"),
    ("Kazakhstan did not say {}.", "contradicted"),
    ("Kazakhstan refuses to accept that {}.", "contradicted"),
    ("Kazakhstan opposes the plan: {}.", "contradicted"),
    ("{}, which Kazakhstan denied.", "contradicted"),
    ("Kazakhstan lied when it said {}.", "unsupported"),
    ("Kazakhstan voted against the resolution because {}.", "contradicted"),
    ("In a clear break with its allies, Kazakhstan said {}.", "unsupported"),
]


@pytest.mark.parametrize(("lead", "verdict"), LEADS)
def test_what_leads_up_to_a_quotation_is_held_to_the_record_too(lead: str, verdict: str) -> None:
    """However long the quotation: around it only who spoke, when and where goes without saying."""
    judged = CHECKER.check(lead.format(ALL), [Cited(SPOKEN, PLAN)])
    assert judged.verdict == verdict, judged


def test_every_check_that_was_made_is_told() -> None:
    """In order; one of meaning that everything else outweighs says so."""
    judged = CHECKER.check("Kazakhstan supports the plan.", [Cited(SPOKEN, PLAN)])
    assert [one.name for one in judged.checks] == [
        "marks", "quotations", "figures", "attribution", "names", "voice", "meaning", "support",
    ]  # fmt: skip
    assert judged.verdict == "supported"


def test_what_a_speaker_only_retells_is_not_the_speakers_position() -> None:
    """Unless the sentence says that it is retold."""
    cited = [Cited(SPOKEN, CLAIM, "", "claim that the sanctions saved lives.")]
    assert CHECKER.check("Kazakhstan thinks that lives were saved.", cited).checks[-1].name == "voice"
    assert (
        CHECKER.check("Kazakhstan reported the claim that the sanctions saved lives.", cited).verdict
        == "supported"
    )


def test_without_marks_and_with_marks_that_lead_nowhere() -> None:
    """Nothing cited is `uncited`; one unknown mark is enough to spoil a sentence."""
    assert CHECKER.check("Kazakhstan supports the plan.", []).verdict == "uncited"
    assert (
        CHECKER.check("Kazakhstan supports the plan.", [Cited(SPOKEN, PLAN)], ["7.1"]).verdict
        == "unknown_mark"
    )


WRITTEN = [
    # (text, [(words, marks)])
    ("It rains. [1] It snows [2].", [("It rains.", ("1",)), ("It snows.", ("2",))]),
    ("It rains [1, 3.2][4].", [("It rains.", ("1", "3.2", "4"))]),
    ("- He said: “It rains. It snows.” [1]\n\n2. Mr. X left.[^a1]", [
        ("He said: “It rains. It snows.”", ("1",)), ("Mr. X left.", ("^a1",)),
    ]),
    ("He said “[t]he end” [1].", [("He said “[t]he end”.", ("1",))]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), WRITTEN)
def test_sentences_with_their_marks(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    """Marks before or behind the full stop belong to the sentence; quotations are not cut."""
    sentences = list(written_sentences(text))
    assert [(one.words, one.marks) for one in sentences] == found
    assert all(one.span.of(text) == one.text for one in sentences)
