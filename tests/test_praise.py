"""Sentences that open with praise, and those that do not."""

from __future__ import annotations

import pytest

from rag.discourse.praise import praises

PRAISING = [
    ("We welcome the efforts of the Special Envoy.", True),
    ("My delegation expresses its appreciation for the work of the mission.", True),
    ("In that regard, Chad commends the neighbouring States.", True),
    ("I pay tribute to the staff.", True),
    ("The envoy must be heard.", False),
    (
        "The Government has opened the road to the northern villages, has paid the teachers, and hopes, as"
        " all do, that this will be welcomed.",
        False,
    ),
    ("", False),
]


@pytest.mark.parametrize(("sentence", "expected"), PRAISING)
def test_what_opens_with_praise_praises(sentence: str, expected: bool) -> None:
    """Further on in a sentence such a word is part of something else."""
    assert praises(sentence) is expected
