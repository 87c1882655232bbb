"""Harms, on which no side is told, and what is done about them, on which one may be."""

from __future__ import annotations

import pytest

from rag.discourse.harm import is_harm

HARMS = (
    "climate change",
    "the famine in Ruritania",
    "hunger and malnutrition",
    "climate change and security",
    "growing hunger in the Sahel",
    "sexual violence in conflict",
    "the effects of drought on herders",
    "the security implications of rising sea levels",
    "attacks on schools",
    "COVID-19",
    "the COVID-19 pandemic",
    "ethnic cleansing",
    "illegal trafficking in cultural property",
    "piracy off the coast of Ruritania",
    "the humanitarian situation in Ruritania",
    "the root causes of conflict",
    "sea-level rise",
    "food insecurity",
    "impunity for crimes against journalists",
    "the plight of refugees",
)
NONE = (
    "the fight against terrorism",
    "ending hunger",
    "combating climate change",
    "action on climate change",
    "climate change as a threat to peace",
    "climate change is a threat to peace",
    "to end poverty",
    "the response to the pandemic",
    "sanctions on Ruritania",
    "the two-State solution",
    "the arms embargo",
    "conflict prevention",
    "crisis management",
    "the use of force",
    "a declaration on disaster relief",
    "the International Criminal Court",
    "the annexation of the islands",
    "the occupation of the islands",
    "the crime prevention strategy",
    "anti-corruption measures",
    "the war in Ruritania",
    "protection of civilians from violence",
    "the attack helicopters sold to Ruritania",
    "nuclear weapons",
    "",
)


@pytest.mark.parametrize("topic", HARMS)
def test_a_harm_has_no_side(topic: str) -> None:
    assert is_harm(topic)


@pytest.mark.parametrize("topic", NONE)
def test_what_is_done_about_one_may_have(topic: str) -> None:
    assert not is_harm(topic)
