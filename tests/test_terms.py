"""Terms: what a reader would take for the same word is the same term."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.terms import content_terms, terms

TABLE = [
    ("Hospitals and medical facilities", ["hospit", "and", "medic", "facil"]),
    ("the State's duty; the States’ duties", ["the", "state", "duti", "the", "state", "duti"]),
    ("resolution 2286 (2016)", ["resolut", "2286", "2016"]),
    ("over 270,000 weapons, 3.5 per cent", ["over", "270000", "weapon", "3.5", "per", "cent"]),
    ("in 2015,2016", ["in", "2015", "2016"]),
    ("Secretary-General", ["secretari", "general"]),
    ("Secretary General", ["secretari", "general"]),
    ("Jürgenson JURGENSON", ["jurgenson", "jurgenson"]),
    ("don't O'Brien", ["don", "o", "brien"]),
    ("S/PV.8422", ["s", "pv", "8422"]),
    ("мирное решение", ["мирное", "решение"]),
    ("", []),
    ("-- ... !", []),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_terms_of(text: str, expected: list[str]) -> None:
    """In order, each as often as it stands there."""
    assert terms(text) == expected


def test_stop_words_are_no_content() -> None:
    """Names that look like them are."""
    assert content_terms("What did the US say to the WHO in May?") == ["us", "say", "who", "may"]


@settings(deadline=None)
@given(st.text())
def test_any_text_has_terms_or_none(text: str) -> None:
    """None of them empty or endless, and content terms among all terms."""
    found = terms(text)
    assert all(0 < len(term) <= 200 for term in found)
    assert set(content_terms(text)) <= set(found)


def test_a_megabyte_takes_about_a_second() -> None:
    """The words of a language repeat, and each is stemmed once."""
    text = "The protection of civilians in armed conflict remains a priority for all Member States. " * 6000
    began = time.process_time()
    terms(text)
    assert time.process_time() - began < 4.0
