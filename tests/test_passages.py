"""Passages: within the budget, balanced, covering, with ids from content and place."""

from __future__ import annotations

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidInput
from index.model import Passage, Point, Span
from index.segmentation.passages import cut_passages
from index.segmentation.sentences import split_sentences
from tests.examples import examples


def count(text: str) -> int:
    """Words and signs, and two special tokens, as the model's tokenizer counts."""
    return len(re.findall(r"\w{1,8}|[^\w\s]", text)) + 2


def cut(text: str, budget: int, target: int = 20) -> tuple[Passage, ...]:
    sentences = split_sentences(text)
    points = (Point(1, "point", Span(sentences[0].start, sentences[-1].end)),)
    return cut_passages("s", text, points, sentences, count, budget, target)


def test_a_point_that_fits_is_one_passage() -> None:
    """It has the point's span, number and kind."""
    found = cut("We act. They rest.", 50)
    assert [(p.span, p.point, p.kind) for p in found] == [(Span(0, 18), 1, "point")]


def test_parts_are_cut_at_sentence_ends_and_balanced() -> None:
    """Six equal sentences of 5 tokens, target 15: two parts of three, never five and one."""
    text = " ".join(["We act on this."] * 6)
    assert [len(split_sentences(p.span.of(text))) for p in cut(text, 50, 15)] == [3, 3]


def test_repeated_sentences_keep_their_places() -> None:
    """Spans are counted, not searched: repetition does not move them."""
    text = " ".join(["Act now."] * 12)
    assert "".join(p.span.of(text) for p in cut(text, 8, 6)).count("Act") == 12
    assert len({p.span for p in cut(text, 8, 6)}) == len(cut(text, 8, 6))


def test_the_id_comes_from_content_and_place() -> None:
    """First 16 hex digits of the digest of statement, span and words."""
    passage = cut("We act.", 50)[0]
    assert passage.id == hashlib.sha256(b"s\x000\x007\x00We act.").hexdigest()[:16]


def test_a_budget_below_a_letter_is_refused() -> None:
    """The message says what to configure."""
    with pytest.raises(InvalidInput, match="larger window"):
        cut("a b.", 2, 2)


def test_private_characters_of_the_text_are_kept() -> None:
    """The joint is a character that the text lacks."""
    text = "\ue000 one two. \ue001 three four. " * 4
    found = cut(text.strip(), 8, 6)
    assert "".join(p.span.of(text).replace(" ", "") for p in found) == text.replace(" ", "")


WORDS = st.text(st.sampled_from("abcI .?\n\ue000é"), min_size=1, max_size=200) | st.text(
    min_size=1, max_size=80
)


@settings(max_examples=examples(60))
@given(WORDS.filter(lambda text: bool(text.strip())), st.integers(6, 40), st.integers(3, 30))
def test_no_passage_exceeds_the_budget_and_nothing_is_lost(text: str, budget: int, target: int) -> None:
    """Passages are in order, disjoint, within the budget, and only blanks lie outside them."""
    left = 0
    for passage in cut(text, budget, target):
        assert count(passage.span.of(text)) <= budget
        assert text[left : passage.span.start].strip() == ""
        left = passage.span.end
    assert text[left:].strip() == ""
