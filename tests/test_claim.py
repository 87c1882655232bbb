"""What a question asks whether anybody said, and what is listed for it."""

from __future__ import annotations

import pytest

from rag.question.claim import Claim, claim_of

CLAUSES = [
    ("Who argued that whaling feeds villages?", "whaling feeds villages"),
    ("Who told the Council that whaling has ended?", "whaling has ended"),
    ("Which delegations took the view that quotas work because ships are counted?",
     "quotas work because ships are counted"),
    ("Which States stressed repeatedly that quotas must fall?", "quotas must fall"),
    ("Who holds that narwhals are no fish?", "narwhals are no fish"),
]  # fmt: skip
THINGS = [
    ("Who called for an end to whaling?", "an end to whaling"),
    ("Which delegations mentioned ships that hunt narwhals?", "ships that hunt narwhals"),
    ("Which States asked about quotas?", "quotas"),
]
AS_IT_IS = ["Who doubted that quotas work?", "Who opposes the view that quotas work?", "whaling quotas"]


@pytest.mark.parametrize(("question", "claim"), CLAUSES)
def test_a_clause_that_is_said(question: str, claim: str) -> None:
    """Its reasons belong to it."""
    assert claim_of(question) == Claim(claim, clause=True, said=True)


@pytest.mark.parametrize(("question", "claim"), THINGS)
def test_a_thing_that_is_spoken_of(question: str, claim: str) -> None:
    """No clause of its own; "that" may belong to the thing."""
    assert claim_of(question) == Claim(claim, clause=False, said=True)


@pytest.mark.parametrize("question", AS_IT_IS)
def test_what_is_denied_is_not_said(question: str) -> None:
    """Who denies a clause does not say it; words without a verb say nothing."""
    found = claim_of(question)
    assert (found.clause, found.said) == (False, False)
