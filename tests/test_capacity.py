"""For whom a speaker speaks: the group named, and the words that name none."""

from __future__ import annotations

import pytest

from index.speakers.capacity import capacity_of, group_announced, group_spoken_for
from index.speakers.delegations import load_delegations

TABLE = load_delegations()

GROUPS = [
    # own delegation, opening words, group
    ("Pakistan", "I have the honour to deliver this explanation of position on draft resolution A/76/L.87 on "
     "behalf of the Group of 77 and China. We thank all.", "the Group of 77 and China"),
    ("Philippines", "On behalf of the Asian Group, which I am chairing for the month of September, I wish to "
     "express my condolences.", "the Asian Group"),
    ("Niger", "On behalf of South Africa, Tunisia and the Niger, I welcome the adoption.",
     "South Africa, Tunisia and the Niger"),
    ("Niger", "On behalf of the three African countries that are members of the Security Council - namely, "
     "Niger, South Africa and Tunisia - and Saint Vincent and the Grenadines (A3+1), I would like to thank "
     "you.",
     "the three African countries that are members of the Security Council - namely, Niger, South Africa and "
     "Tunisia - and Saint Vincent and the Grenadines"),
    ("Côte d'Ivoire", "I shall now make a statement in my capacity as the representative of Côte d’Ivoire "
     "and on behalf of the three African countries that are members of the Security Council.",
     "the three African countries that are members of the Security Council"),
    ("Indonesia", "It is my honour to deliver a joint statement on behalf of Viet Nam and Indonesia, the two "
     "States members of the Association of Southeast Asian Nations.",
     "Viet Nam and Indonesia, the two States members of the Association of Southeast Asian Nations"),
    ("Switzerland", "I have the sad honour of speaking "
     "on behalf of the Group of Western European and "
     "other States to pay tribute to two former "
     "Presidents.", "the Group of Western European and other States"),
    ("New Zealand", "I am honoured to submit this statement on behalf of "
     "the following 24 countries that had the privilege to serve.", "the following 24 countries"),
    ("Malaysia", "On behalf of the Non-Aligned Movement, allow me to thank you.", "the Non-Aligned Movement"),
    ("Kenya", "Kenya aligns itself with the statement delivered by the representative of Azerbaijan "
     "on behalf of the Movement of Non-Aligned Countries.", None),
    ("China", "I note my failure to understand the proposal raised by the representative of the "
     "United Kingdom, on behalf of some members of the Council.", None),
    ("United Kingdom", "On behalf of the United Kingdom, I offer you our condolences.", None),
    ("Indonesia",
     "On behalf of the Government and people of Indonesia, let me extend our condolences.", None),
    ("Malta", "On behalf of the Government of Malta, I would like to thank Estonia and France.", None),
    ("Belgium", "On behalf of my delegation, I would like to thank the Secretary-General.", None),
]  # fmt: skip


@pytest.mark.parametrize(("own", "text", "group"), GROUPS)
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
