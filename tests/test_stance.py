"""Stance: the way two sentences point on what both speak of; where it cannot be told, nothing is said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.discourse.stance import compare_stances, refuses

EMBARGO = "The arms embargo on Somalia must be maintained."
ROWS = [
    # ours, theirs, sign; real sentences carry their source
    (EMBARGO, "We call for the full lifting of the arms embargo on Somalia.", -1),
    (EMBARGO, "The arms embargo on Somalia should be extended.", 1),
    (EMBARGO, "The arms embargo on Somalia was adopted in 1992.", 0),
    (EMBARGO, "We discussed the weather in the capital.", 0),
    ("We support the arms trade treaty.", "We cannot support the arms trade treaty.", -1),
    ("We cannot accept the arms trade treaty.", "We reject the arms trade treaty.", 1),
    ("We welcome the draft declaration on weapons.", "We reject the draft declaration on weapons.", -1),
    (
        "The planned Crimean referendum has no legal validity.",
        "We cannot go along with its basic assumption, which is to declare illegal the planned Crimean "
        "referendum.",  # S/PV.7138, Russian Federation, names of the place put in
        -1,
    ),
    (
        "The Security Council has a responsibility to act on sexual exploitation and abuse.",
        "The Council has chosen to act on sexual exploitation and abuse, an issue outside its purview.",
        -1,  # after S/PV.7643, Egypt
    ),
    (
        "Unilateral sanctions severely undermine the response.",
        "The pandemic is used as a pretext to call for the termination of unilateral sanctions.",
        -1,  # after S/2020/465, Estonia
    ),
    (
        "The fight against illicit arms flows deserves support.",
        "We support the fight against illicit arms.",
        0,
    ),
    (
        "We champion the Arms Trade Treaty.",
        "We call for an end to irresponsible arms trading.",  # after Finland, General Assembly, 2005
        0,  # the words of a name are not the thing
    ),
    (
        EMBARGO,
        "To claim otherwise gives a false impression that lifting the arms embargo on Somalia will help.",
        0,  # after S/PV.8712, United Kingdom
    ),
    (
        EMBARGO,
        "We hope for steps that enable the Council to finally lift the arms embargo on Somalia.",
        0,  # after S/PV.8712, Dominican Republic
    ),
    (
        "Parties must respect medical facilities and hospitals.",  # after S/2020/465, France and Malta
        "That attacks on hospitals and medical facilities continue is completely unacceptable.",
        0,  # who rejects an attack is not against what is attacked
    ),
    (
        "The embargo on arms must be respected.",
        "We condemn attacks and call on all to respect the embargo on arms.",
        0,
    ),
]


@pytest.mark.parametrize(("ours", "theirs", "sign"), ROWS)
def test_directions(ours: str, theirs: str, sign: int) -> None:
    """Each row points as it says."""
    assert compare_stances(ours, theirs).sign == sign


def test_cues_stand_in_the_texts() -> None:
    """The evidence shown is words of the sentences compared."""
    theirs = "We call for the full lifting of the arms embargo on Somalia."
    found = compare_stances(EMBARGO, theirs)
    assert found.ours
    assert all(words in EMBARGO for words in found.ours)
    assert found.theirs == ("lifting",)


def test_one_word_in_common_is_no_contradiction() -> None:
    """Two sentences that share only a word are not of one point."""
    assert compare_stances("We support sanctions.", "We reject sanctions.").sign == 0


def test_general_words_make_no_point() -> None:
    """What every statement speaks of cannot be what two contradict each other on."""
    assert compare_stances("We support the United Nations.", "We reject the United Nations claim.").sign == 0


def test_a_harm_is_no_argument() -> None:
    """Saying what a thing harms tells a direction, but is not the taking of a side."""
    ours = "The arms embargo does not prevent deliveries."
    found = compare_stances(ours, "We want the lifting of the arms embargo.")
    assert (found.sign, found.argued) == (-1, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We cannot accept this attempt.", True),
        ("We object to the draft.", True),
        ("We do not only accept it, we praise it.", False),
        ("We accept this attempt.", False),
    ],
)
def test_refusals(text: str, expected: bool) -> None:
    """A sentence that rejects something is known."""
    assert refuses(text) is expected


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_texts_compare_the_same_both_ways(one: str, other: str) -> None:
    """Whatever is compared, the direction does not depend on the order."""
    assert compare_stances(one, other).sign == compare_stances(other, one).sign
