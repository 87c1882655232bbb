"""What a question takes for granted is put as a claim."""

from __future__ import annotations

import pytest

from rag.question.presumed import presumed_by


@pytest.mark.parametrize(
    ("question", "presumed"),
    [
        ("Why did Peru close the port?", "Peru close the port."),
        ("How many tanks did Slovakia give to Ukraine?", "Slovakia give to Ukraine tanks."),
        ("when was the embargo lifted", "The embargo lifted."),
        ("For what reason did Peru close the port?", "Peru close the port."),
        ("Which port did Peru close?", "Peru close port."),
        ("When might Peru close the port?", "Peru close the port."),
        ("Which States spoke in May 2019?", None),
        ("What does Peru expect of Chile?", None),
        ("Whom did Peru invite?", None),
        ("Does Chad help?", None),
        ("Chad on grain", None),
        ("Why the silence?", None),
        ("Who is?", None),
        ("", None),
    ],
)
def test_what_is_taken_for_granted(question: str, presumed: str | None) -> None:
    """What follows the auxiliary; a question that takes nothing for granted has none, nor has one that would
    lack a part."""
    assert presumed_by(question) == presumed
