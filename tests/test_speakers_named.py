"""Whom a written sentence names as its speaker, and when it says he spoke, are those of the statement."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Speaker
from index.speakers.delegations import load_delegations
from rag.generation.attribution import check_attribution
from rag.generation.model import Cited
from tests.drafts import UMAROV
from tests.made_records import SURNAMES

DELEGATIONS = load_delegations()
SAID = "We are taking note of resolution 1441 (2002), and in 1998 we asked for the taking of stock."
LEADS = ("", "van der ", "el-", "al-", "de la ", "d’", "bin ")
names = st.builds(str.__add__, st.sampled_from(LEADS), st.sampled_from(SURNAMES))


def judged(speaker: str, told: str, when: str = "On 5 March 2003", said: str = SAID) -> tuple[bool, str]:
    ref = replace(UMAROV, speaker=Speaker(speaker), date="2003-03-05")
    check = check_attribution(
        f"{when}, {told} (Kazakhstan) said that we act.", [Cited(ref, said)], DELEGATIONS
    )
    return check.passed, check.verdict


@given(names, names, st.sampled_from(("Mr.", "Ms", "Dr.", "Ambassador")))
def test_another_s_name_is_stopped_whatever_stands_before_it(own: str, other: str, title: str) -> None:
    """Small words and all; his own stands, with another title too."""
    assert judged(f"Mr. {own}", f"{title} {own}") == (True, "supported")
    if own[-5:] != other[-5:]:
        assert judged(f"Mr. {own}", f"{title} {other}") == (False, "contradicted")


@pytest.mark.parametrize("name", ["King", "Tak", "Resol", "Sol", "An"])
def test_letters_inside_a_word_name_nobody(name: str) -> None:
    """ "Taking" is no Ms. King; of whom the sentence tells may have said it."""
    assert not judged("Mr. Umarov", f"Ms. {name}")[0]
    assert judged("Mr. Umarov", f"Ms. {name}", said=f"As Ms. {name}'s report says, we act.")[0]


@pytest.mark.parametrize(
    ("when", "stands"),
    [
        ("In 2003", True),
        ("In March 2003", True),
        ("In 1998", True),
        ("In 2002", False),
        ("On 5 March 2002", False),
        ("In early 2004", False),
    ],
)
def test_the_year_of_a_resolution_is_not_when_its_mention_was_said(when: str, stands: bool) -> None:
    assert judged("Mr. Umarov", "Mr. Umarov", when)[0] == stands


def test_a_statement_without_a_date_may_be_of_any_year() -> None:
    cited = Cited(replace(UMAROV, date=None), SAID)
    assert check_attribution("In 2002, Kazakhstan said that we act.", [cited], DELEGATIONS).passed
