"""The month of May is no "may": it keeps no possibility, and opens none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.speakers.delegations import load_delegations
from rag.generation.check import SentenceChecker
from rag.generation.claim import Wording
from rag.generation.model import Cited
from tests.drafts import UMAROV

CHECKER = SentenceChecker(load_delegations())
REF = replace(UMAROV, date="2020-05-27")
LEADS = (
    "On 27 May 2020, Kazakhstan said that",
    "In May 2020, Kazakhstan said that",
    "In 2020, Kazakhstan said that",
)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("On 5 May we act.", True),
        ("Since last May, we have acted.", True),
        ("May 2020 was hard.", True),
        ("the events of May, and of June", True),
        ("We may act.", False),
        ("May we act?", False),
        ("We ask: May we act?", False),
        ("WE MAY ACT.", False),
    ],
)
def test_where_may_is_a_month(text: str, month: bool) -> None:
    wording = Wording.of(text)
    assert ("may" not in wording.modal) == month
    assert "may" in wording.folded


@pytest.mark.parametrize("lead", LEADS)
@pytest.mark.parametrize("modal", ["may", "might", "could"])
def test_a_possibility_told_as_certain_is_stopped_in_may_too(lead: str, modal: str) -> None:
    """As in any other month; told as it was said, it stands."""
    record = f"It {modal} help the families of Yemen in the camps."
    for told, verdict in ((modal, "supported"), ("will", "altered")):
        claim = f"{lead} it {told} help the families of Yemen in the camps."
        assert CHECKER.check(claim, [Cited(REF, record)]).verdict == verdict, claim


def test_what_was_said_in_may_is_no_possibility() -> None:
    """The record's month hedges nothing that stands behind it."""
    record = "On 5 May the team established centres for the families of Yemen."
    claim = "Kazakhstan said that the team established centres for the families of Yemen."
    assert CHECKER.check(claim, [Cited(REF, record)]).verdict == "supported"


@pytest.mark.parametrize("lead", ["On 27 May 2020, Kazakhstan", "In 2020, Kazakhstan"])
def test_a_quotation_without_its_may_is_stopped_in_may_too(lead: str) -> None:
    """The date of speaking does not say the word that was left out."""
    record = [Cited(REF, "These teams may accept the plan.")]
    assert CHECKER.check(f"{lead} said that these teams “accept the plan”.", record).verdict == "contradicted"
    assert (
        CHECKER.check(f"{lead} said that these teams may “accept the plan”.", record).verdict == "supported"
    )
