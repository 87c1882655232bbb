"""Points: a golden statement, the rules that are certain, the laws of covering."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.model import Paragraph, Point, Span
from index.segmentation.boundaries import FEATURES, PLACES, opening_end, packaged_model
from index.segmentation.cues import concludes, is_courtesy, opens_item, pledges, spoken
from index.segmentation.points import best_starts, cut_points, paragraph_breaks
from index.segmentation.sentences import split_sentences
from tests.golden import golden

SEED = Path(__file__).parent / "data" / "points" / "kazakhstan-protection-of-civilians.txt"
DEBATE = (
    "I thank the Secretary-General for his briefing. We also thank Belgium for convening this meeting. "
    "Civilians still bear the brunt of war. We would like to make the following two points. "
    "First, humanitarian law must be respected. All parties are bound by it. Those who violate it must be "
    "tried. Secondly, hospitals need protection. Estonia stands ready to work with the Council on both."
)


def cut(text: str, paragraphs: tuple[Paragraph, ...] = (), procedural: bool = False) -> tuple[Point, ...]:
    return cut_points(text, split_sentences(text), paragraphs, procedural)


def laid(parts: list[str]) -> tuple[str, tuple[Paragraph, ...]]:
    """Parts joined by blank lines, and their paragraphs."""
    text, found = "\n\n".join(parts), []
    start = 0
    for number, part in enumerate(parts, 1):
        found.append(Paragraph(number, Span(start, start + len(part))))
        start += len(part) + 2
    return text, tuple(found)


def seed() -> tuple[str, tuple[Paragraph, ...]]:
    body = SEED.read_text(encoding="utf-8").split(":", 1)[1]
    return laid([" ".join(part.split()) for part in body.split("\n\n") if part.strip()])


def test_the_seed_statement_is_cut_by_its_ordinals() -> None:
    """Opening, announcement, four ordinals, a point on technology, a last point, a closing."""
    text, paragraphs = seed()
    points = cut(text, paragraphs)
    begins = [" ".join(point.span.of(text).split()[:2]) for point in points]
    assert begins == [
        "I thank", "On the", "First, strengthening", "Secondly, we", "Thirdly, the", "Fourthly, the",
        "Many precious", "Finally, as", "In conclusion,",
    ]  # fmt: skip
    assert [point.kind for point in points] == ["opening", *["point"] * 7, "closing"]


def test_one_line_text_is_cut_by_its_cues() -> None:
    """Without paragraphs the opening is one unit, the announcement stays before the first item."""
    points = cut(DEBATE)
    assert [point.span.of(DEBATE).split()[0] for point in points][:3] == ["I", "Civilians", "First,"]
    assert points[0].kind == "opening"
    assert points[1].span.of(DEBATE).endswith("the following two points.")
    assert any(point.span.of(DEBATE).startswith("Secondly,") for point in points)


def test_items_of_one_sentence_are_points() -> None:
    """Three one-sentence proposals in one paragraph are three points."""
    text = "We make three proposals. First, talk. Secondly, refrain. Thirdly, help."
    assert [point.span.of(text) for point in cut(text)][1:] == [
        "First, talk.",
        "Secondly, refrain.",
        "Thirdly, help.",
    ]


def test_a_procedural_statement_is_one_procedural_point() -> None:
    """The President's lines are not cut."""
    points = cut("I now give the floor to Estonia. First, I thank you. We go on.", procedural=True)
    assert [(point.number, point.kind) for point in points] == [(1, "procedural")]


def test_nothing_gives_no_points() -> None:
    """A text without sentences has none."""
    assert cut(" \n\n ") == ()


PARTS = st.sampled_from(
    [
        "First, we act.",
        "We thank you.",
        "In conclusion, we agree",
        "It is so.",
        "Why?",
        "Mr. Umarov spoke.",
        "1 act.",
    ]
)


@given(st.lists(st.lists(PARTS, min_size=1, max_size=5).map(" ".join), min_size=1, max_size=6), st.booleans())
def test_every_sentence_is_in_exactly_one_point(parts: list[str], kept: bool) -> None:
    """Points are numbered from 1, in order, disjoint, and together hold every sentence whole."""
    text, paragraphs = laid(parts)
    sentences = split_sentences(text)
    points = cut_points(text, sentences, paragraphs if kept else ())
    assert [point.number for point in points] == list(range(1, len(points) + 1))
    assert all(a.span.end <= b.span.start for a, b in pairwise(points))
    for sentence in sentences:
        inside = [p for p in points if p.span.start <= sentence.start and sentence.end <= p.span.end]
        assert len(inside) == 1
    assert {point.span.start for point in points} <= {sentence.start for sentence in sentences}


@given(st.lists(st.tuples(st.floats(-6, 6), st.booleans()), min_size=1, max_size=40))
def test_certain_starts_are_always_taken(gaps: list[tuple[float, bool]]) -> None:
    """Where a start is certain the best cut has it; starts are in order and never the first sentence."""
    certain = [sure for _, sure in gaps]
    starts = best_starts([gain for gain, _ in gaps], certain)
    assert starts == sorted(set(starts))
    assert 0 not in starts
    assert {at for at, sure in enumerate(certain) if sure and at} <= set(starts)


def test_a_lone_sentence_needs_more() -> None:
    """Two weak neighbouring starts become one; a strong pair is kept."""
    assert best_starts([0, -1, 0.5, 0.4, -1, -1], [False] * 6) == [2]
    assert best_starts([0, -9, 5, 5, -9, -9], [False] * 6) == [2, 3]


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["One. Two.", "Three. Four."], [False, True, False]),
        (["One.", "Two.", "Three.", "Four."], [False, False, False]),
        (["One. Two. Three."], [False, False]),
    ],
)
def test_paragraphs_count_where_they_tell_something(parts: list[str], expected: list[bool]) -> None:
    """Breaks at sentence starts count, unless every sentence is a line of its own."""
    text, paragraphs = laid(parts)
    assert list(paragraph_breaks(split_sentences(text), paragraphs)) == expected


@golden("items.tsv")
def test_items_are_recognised(sentence: str, expected: bool) -> None:
    """With an ordinal, a number or a mark; an ordinal or number that counts something else opens no item."""
    assert opens_item(sentence) is expected


def test_courtesies_and_closings_are_recognised() -> None:
    """Thanks to people are courtesies; `In conclusion` concludes; readiness pledges."""
    assert is_courtesy("At the outset, allow me to thank the briefers.")
    assert is_courtesy("We welcome the presence of the Minister.")
    assert not is_courtesy("The militias continue their attacks.")
    assert concludes("In conclusion, we agree.")
    assert pledges("My delegation stands ready to work with all.")
    assert spoken("1 thank you.") == "I thank you."


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I thank the briefers. Attacks on hospitals must end now.", "point"),
        ("I thank the briefers. I congratulate you on the presidency.", "opening"),
    ],
)
def test_a_statement_of_one_point_is_found_by_its_substance(text: str, kind: str) -> None:
    """Courtesies are left out of answers, and what stands beside them in so short a statement is not."""
    assert [point.kind for point in cut(text)] == [kind]


def test_the_opening_ends_before_substance() -> None:
    """Courtesies run to the last of them, over one sentence between; a statement may have none."""
    thanks, other = "We thank the briefers.", "War kills."
    assert opening_end([thanks, other, thanks, other, other, thanks]) == 3
    assert opening_end([other, other, other]) == 0


def test_the_packaged_model_has_every_feature() -> None:
    """The table of weights fits the features the code computes."""
    model = packaged_model()
    assert model.first.shape == (len(FEATURES),)
    assert model.second.shape == (len(PLACES) + len(FEATURES),)
