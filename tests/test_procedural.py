"""The conduct of the meeting, told from what is said in it."""

from __future__ import annotations

import pytest

from index.speakers.procedural import is_procedural

CONDUCT = [
    "I thank Mr. Griffiths for his briefing. I now give the floor to Mr. Rajasingham.",
    "In accordance with rule 39 of the Council's provisional rules of procedure, I invite Ms. Mueller to "
    "participate in this meeting. The Security Council will now begin its consideration of the item on its "
    "agenda.",
    "The draft resolution received 13 votes in favour, none against and two abstentions. The draft "
    "resolution has been adopted as resolution 2448 (2018).",
    "Members will recall that, at its 82nd plenary meeting, on 15 April 2010, the Assembly adopted decision "
    "64/555. The Assembly will now take action on draft decision A/64/L.70, entitled “Modalities for the "
    "high-level meeting as a contribution to the International Year of Biodiversity”. May I take it that the "
    "Assembly decides to adopt draft decision A/64/L.70?",
    "We have heard the only speaker in explanation of vote. Before we proceed to take action on the draft "
    "resolution, I should like to announce that, since its introduction, Cameroon, Equatorial Guinea, "
    "Gabon, Gambia, Honduras, Liberia, Namibia, Nepal and Timor-Leste have become sponsors of draft "
    "resolution A/61/L.66.",
    "May I take it that it is the wish of the General Assembly to defer consideration of this item and to "
    "include it in the draft agenda of its sixty-second session?",
]  # fmt: skip
SUBSTANCE = [
    "I shall now make a statement in my capacity as the representative of Viet Nam. " + "We remain deeply "
    "concerned over the escalation of hostilities in north-west Syria during the past month. " * 6,
    "It is my sad duty to pay tribute to the memory of Her Majesty Queen Elizabeth II, who passed away "
    "today. The passing of Her Majesty the Queen is a moment of great sadness for the royal family, the "
    "people of the United Kingdom and the international community. Her loss will be deeply felt throughout "
    "the world. She will always be remembered for her dedicated service at home, across the Commonwealth "
    "and around the globe. She fostered peace and friendship worldwide.",
]


@pytest.mark.parametrize("text", CONDUCT)
def test_formulas_of_the_chair_are_procedural(text: str) -> None:
    """In the Council and in the Assembly."""
    assert is_procedural(text, is_president=True)


@pytest.mark.parametrize("text", SUBSTANCE)
def test_what_the_president_contributes_is_not(text: str) -> None:
    """National statements and words in the President's own right."""
    assert not is_procedural(text, is_president=True)


@pytest.mark.parametrize("text", CONDUCT)
def test_the_same_words_of_a_delegation_are_its_own(text: str) -> None:
    """Only the chair conducts the meeting."""
    assert not is_procedural(text, is_president=False)
