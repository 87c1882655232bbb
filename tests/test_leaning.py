"""Sentences that cannot be quoted without the one before, and those that can."""

from __future__ import annotations

import pytest

from rag.discourse.leaning import leans


@pytest.mark.parametrize(
    "sentence",
    [
        "That is why we voted against the draft.",
        "This must stop.",
        "They have not been told the truth.",
        "The same holds for the Sahel.",
        "And these are the people whom we forget.",
        "It has cost three thousand lives.",
        "Such attacks are war crimes.",
        "However, he did not sign it.",
        "Neither is acceptable to my country.",
    ],
)
def test_a_sentence_that_points_back_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "We voted against the draft.",
        "It is time to act.",
        "It is important that the parties talk.",
        "This Council has failed the people of Syria.",
        "This year we celebrate an anniversary.",
        "That the parties met in Geneva is welcome.",
        "Thailand supports the mandate.",
        "In that regard, Kenya supports the mandate.",
    ],
)
def test_a_sentence_that_names_what_it_speaks_of_does_not(sentence: str) -> None:
    assert not leans(sentence)
