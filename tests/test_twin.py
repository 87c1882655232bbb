"""The contrary of a claim: "not" taken away or put in; and claims that turn round twice."""

from __future__ import annotations

import pytest

from rag.position.twin import contrary, turned_twice

CLAIMS = [
    ("Whaling must not go on.", "Whaling must go on."),
    ("The tolls cannot be paid.", "The tolls can be paid."),
    ("Whaling isn't lawful.", "Whaling is lawful."),
    ("Tolls should rise.", "Tolls should not rise."),
    ("Whaling is a crime.", "Whaling is not a crime."),
    ("Tolls have been fair.", "Tolls have not been fair."),
    ("Tolls hurt the poor.", None),
    ("Tolls are high. They should fall.", None),
]


@pytest.mark.parametrize(("claim", "turned"), CLAIMS)
def test_the_contrary_of_a_claim(claim: str, turned: str | None) -> None:
    assert contrary(claim) == turned


@pytest.mark.parametrize("claim", [claim for claim, turned in CLAIMS if turned and " not " in turned])
def test_the_contrary_of_the_contrary_is_the_claim(claim: str) -> None:
    turned = contrary(claim)
    assert turned is not None
    assert contrary(turned) == claim


@pytest.mark.parametrize(
    ("claim", "twice"),
    [
        ("Ships must not sail without a flag.", True),
        ("The tolls must not be lifted.", True),
        ("Whaling must not go on.", False),
        ("The tolls must be lifted.", False),
        ("Nobody is in favour.", False),
        ("The war made the seas less safe.", True),
        ("Tolls must not rise. They must not fall.", False),
    ],
)
def test_what_turns_round_twice(claim: str, twice: bool) -> None:
    """A long text says many things, and is read as a whole."""
    assert turned_twice(claim) is twice
