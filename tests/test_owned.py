"""Names of vague words in a topic: which names in a text may be theirs."""

from __future__ import annotations

import pytest

from rag.answer.owned import without_other_names

TOPIC = "reform of the Security Council"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("The Council must change.", True),
        ("It asks the United Nations Security Council to change.", True),
        ("In the Security Council we ask for reform.", True),
        ("We must reform the Judicial Council.", False),
        ("Reform of the Economic and Social Council is near.", False),
        ("The reforms of the Peace Implementation Council go on.", False),
    ],
)
def test_another_name_with_the_same_end_is_not_the_topics(text: str, left: bool) -> None:
    assert ("Council" in without_other_names(TOPIC, text)) is left


def test_a_text_with_both_keeps_the_topics() -> None:
    text = "Unlike the Human Rights Council, the Security Council never changed."
    assert without_other_names(TOPIC, text) == "Unlike the , the Security Council never changed."


@pytest.mark.parametrize("topic", ["reform of the council", "fishing quotas", "the Council"])
def test_without_a_name_that_tells_it_apart_all_stays(topic: str) -> None:
    text = "The Human Rights Council and the Security Council met."
    assert without_other_names(topic, text) == text
