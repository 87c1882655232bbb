"""Whose words, and which in common: reported speech, shared runs, likeness."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.segmentation.sentences import split_sentences
from rag.discourse.reported import not_own
from rag.discourse.shared_text import RUN, common_runs, common_words, likeness, other_words
from tests.test_reported import reports

VOICES = [
    ("As the Secretary-General has said, prevention is the best protection.", "endorsed"),
    ("As has been pointed out, the best protection remains prevention.", "endorsed"),
    ("The representative of Iraq said that the sanctions kill children.", "attributed"),
    ("According to the United Nations, 20,000 civilians were killed.", "attributed"),
    ("Some delegations claim that sanctions are to blame for the famine.", "rebutted"),
    ("Contrary to the allegations of the regime, aid flows freely.", "rebutted"),
]
OWN = [
    "We call for the lifting of the embargo.",
    "As a troop contributor, Fiji said much about training.",
    "According to international law, civilians must be spared.",
    "We speak of a “responsibility to protect” here.",
    "As I said yesterday, we oppose this.",
]


@pytest.mark.parametrize(("text", "voice"), VOICES)
def test_others_words_are_known_by_how_they_are_given(text: str, voice: str) -> None:
    """Each row is spoken in the voice it says."""
    assert voice in {found.voice for found in reports(text, split_sentences(text))}


@pytest.mark.parametrize("text", OWN)
def test_own_words_stay_own(text: str) -> None:
    """What speakers say for themselves is theirs, also in words that reports use."""
    (sentence,) = split_sentences(text)
    assert not_own(text, sentence) is None


def test_what_is_endorsed_is_ones_own() -> None:
    """ "As the Secretary-General has said" makes the words the speaker's too."""
    text = VOICES[0][0]
    (sentence,) = split_sentences(text)
    assert not_own(text, sentence) is None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_reports_lie_inside_the_text(text: str) -> None:
    """Whatever the text, a report is a stretch of it."""
    for found in reports(text, split_sentences(text)):
        assert 0 <= found.span.start < found.span.end <= len(text)


def test_runs_in_common_are_cut_from_the_second_text() -> None:
    """A run is shown as the other has it, capitals and commas included."""
    ours = "We urge that all parties, without delay, respect the law of war."
    theirs = "Today, ALL parties, without delay, respect the law of war everywhere."
    (run,) = common_runs(ours, theirs)
    assert run == "ALL parties, without delay, respect the law of war"


def test_fewer_words_than_a_run_are_a_phrase() -> None:
    """Seven words in common are nobody's text."""
    words = ["one", "two", "three", "four", "five", "six", "seven"]
    assert common_runs(" ".join(words), " ".join(words)) == ()
    assert len(words) + 1 == RUN


@settings(deadline=None)
@given(st.lists(st.sampled_from("abcdefg"), max_size=40), st.lists(st.sampled_from("abcdefg"), max_size=40))
def test_runs_stand_in_both(one: list[str], other: list[str]) -> None:
    """Every run is in both texts, and eight words long or more."""
    for run in common_runs(" ".join(one), " ".join(other)):
        assert run in " ".join(one)
        assert run in " ".join(other)
        assert len(run.split()) >= RUN


def test_words_shared_and_not() -> None:
    """Forms of one word are one word; function words are neither shared nor different."""
    assert common_words("We protect civilians.", "The protection of a civilian") == ("protection", "civilian")
    assert other_words("We protect civilians.", "The protection of hospitals") == ("hospitals",)
    assert likeness("peace now", "peace now") == 1.0
    assert likeness("", "") == 0.0
