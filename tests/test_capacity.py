"""For whom a speaker speaks: the group named, and the words that name none."""

from __future__ import annotations

import pytest

from index.speakers.capacity import capacity_of, group_announced, group_spoken_for
from index.speakers.delegations import load_delegations
from tests.golden import golden

TABLE = load_delegations()


@golden("groups_named.tsv")
def test_the_group_is_named_as_the_speaker_names_it(own: str, text: str, group: str | None) -> None:
    """Several delegations or a group of them; one's own State and another's words are none."""
    assert group_spoken_for(text, TABLE.resolve(own), TABLE) == group


@pytest.mark.parametrize(("own", "said", "group"), [
    ("Zimbabwe", "I call on the representative of Zimbabwe, who will speak on behalf of the Group of African "
     "States.", "the Group of African States"),
    ("Peru", "I now call on the representative of Zimbabwe, who will speak on behalf of the Group of African "
     "States.", None),
    ("Peru", "I now call on the representative of Peru.", None),
])  # fmt: skip
def test_the_chair_announces_a_group(own: str, said: str, group: str | None) -> None:
    """Only of the speaker who then has the floor."""
    delegation = TABLE.resolve(own)
    assert delegation is not None
    assert group_announced(said, delegation, TABLE) == group


def test_a_president_of_unknown_state_who_speaks_nationally_is_national() -> None:
    """The chair's own statement is no act of the chair, whoever the chair is."""
    role = "President of the Security Council"
    assert capacity_of(None, role, None, True, TABLE) == "national"
    assert capacity_of(None, role, None, False, TABLE) == "president"
