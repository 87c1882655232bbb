"""What a question takes for granted is put as a claim."""

from __future__ import annotations

from rag.question.presumed import presumed_by
from tests.golden import golden


@golden("presumed.tsv")
def test_what_is_taken_for_granted(question: str, presumed: str | None) -> None:
    """What follows the auxiliary; a question that takes nothing for granted has none, nor has one that would
    lack a part."""
    assert presumed_by(question) == presumed
