"""What a reader sees: every sentence stands where its words stand, within the window."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedding.model_files import find_model
from index.model import Span
from index.segmentation.sentences import split_sentences
from rag.reader.inputs import QUESTION, WINDOW, encode
from rag.reader.reading import ReadPassage
from tests.examples import examples

tokenizer = find_model(None).tokenizer
assert tokenizer is not None


def test_sentences_stand_where_their_words_stand() -> None:
    """The pieces at a sentence's positions are the sentence's own."""
    text = "We ban ivory.  The harbour froze!\nWho will answer?"
    passage = ReadPassage("Utopia. Trade.", text, split_sentences(text))
    (made,) = encode(tokenizer, "Who bans it?", [passage])
    words = [tokenizer.decode(list(made.ids[start:end])) for start, end in made.sentences]
    assert words == ["we ban ivory.", "the harbour froze!", "who will answer?"]


def test_the_question_comes_first() -> None:
    """Its pieces and two marks are the first segment."""
    (made,) = encode(tokenizer, "Who bans it?", [ReadPassage("", "We ban ivory.", (Span(0, 13),))])
    assert (
        tokenizer.decode(list(made.ids[: made.first]), skip_special_tokens=False)
        == "[CLS] who bans it? [SEP]"
    )


@settings(max_examples=examples(60), deadline=None)
@given(st.text(max_size=400), st.text(max_size=200), st.text(max_size=1500))
def test_any_text_fits(question: str, header: str, text: str) -> None:
    """No more pieces than the window; positions in order, disjoint, inside the passage."""
    passage = ReadPassage(header, text, split_sentences(text))
    (made,) = encode(tokenizer, question, [passage])
    assert len(made.ids) <= WINDOW
    assert made.first <= QUESTION + 2
    known = [place for place in made.sentences if place != (0, 0)]
    assert len(made.sentences) == len(passage.sentences)
    assert all(made.first <= start < end < len(made.ids) for start, end in known)
    assert all(one[1] <= other[0] for one, other in pairwise(known))


def test_a_sentence_beyond_the_window_is_nowhere() -> None:
    """Its range is empty; the one before it keeps its place."""
    text = "word " * 300 + ". We ban ivory."
    spans = (Span(0, 1501), Span(1502, len(text)))
    (made,) = encode(tokenizer, "Who?", [ReadPassage("", text, spans)])
    assert made.sentences[1] == (0, 0)
    assert made.sentences[0][1] == pytest.approx(WINDOW - 1)
