"""What the record has another say is not what its speaker said."""

from __future__ import annotations

import pytest

from index.model import Delegation
from index.speakers.delegations import load_delegations
from rag.generation.check import SentenceChecker
from rag.generation.model import Cited
from rag.generation.named_source import named_source
from tests.drafts import a_statement

SOURCES = (
    ("The Secretary-General has emphasized that suffering could be reduced.", "The Secretary-General"),
    ("The Special Envoy for Yemen warned us that famine is near.", "The Special Envoy for Yemen"),
    ("Ms. Johnson Sirleaf stressed that women must be heard.", "Ms. Johnson Sirleaf"),
    ("We have emphasized that suffering could be reduced.", None),
    ("Our Minister for Foreign Affairs has stressed that talks must go on.", None),
    ("My delegation and the Secretary-General agree that talks must go on.", None),
    ("Switzerland has emphasized that suffering could be reduced.", None),
    ("The answer to that is clear.", None),
    ("The Secretary-General is right to say that talks must go on.", None),
    ("The Secretary-General has rightly said that talks must go on.", None),
    ("History tells us that reaching a peace agreement is difficult.", None),
    ("The Secretary-General's report, which notes that, is welcome.", None),
)
SAID = (
    ("Switzerland emphasized that civilian suffering could be reduced.", False),
    ("The document states that Switzerland has emphasized that civilian suffering could be reduced.", False),
    ("Switzerland recalled that the Secretary-General emphasized that suffering could be reduced.", True),
    ("According to the Secretary-General, civilian suffering could be reduced.", True),
)


@pytest.mark.parametrize(("text", "who"), SOURCES)
def test_whom_the_record_has_say_it(text: str, who: str | None) -> None:
    """An office or a person with a title; never the speaker's own side."""
    assert named_source(text) == who


@pytest.mark.parametrize(("claim", "fits"), SAID)
def test_it_is_not_the_speakers_unless_the_claim_names_who_says_it(claim: str, fits: bool) -> None:
    ref = a_statement("x", "x", delegation=Delegation("CHE", "Switzerland")).ref
    record = "The Secretary-General has emphasized that civilian suffering could be significantly reduced."
    judged = SentenceChecker(load_delegations()).check(claim, [Cited(ref, record)])
    voice = next(check for check in judged.checks if check.name == "voice")
    assert voice.passed == fits, judged
