"""The sentences quoted are those that answer: whole, neighbouring, of one paragraph, as few as will do."""

from __future__ import annotations

import numpy as np
import pytest

from index.model import Passage, Span, Statement
from index.segmentation.cues import is_thanks
from index.segmentation.segment import segment
from rag.answer.evidence import (
    breaks,
    first_own_run,
    grow,
    sentences_of,
    token_bests,
)
from tests.drafts import a_draft, a_statement
from tests.hash_embedder import HashEmbedder

EMBEDDER = HashEmbedder()
TEXT = (
    "We thank the Council for this debate. Whaling must end in every ocean. Hospitals need medicine and "
    "doctors. Elections were held in March.\nSanctions hurt the poor."
)


def cut(text: str) -> Statement:
    return segment(a_draft(text), a_statement("s").ref, EMBEDDER.count_tokens, EMBEDDER.window)


def polite(sentence: str, header: str) -> bool:
    return is_thanks(sentence)


def whole(statement: Statement) -> Passage:
    return Passage("p", 1, "point", Span(0, len(statement.text)))


def test_what_is_unfit_is_passed_over() -> None:
    """A statement of thanks alone opens with nothing to quote."""
    only = cut("We thank the Council for this debate. I thank Mr. Lowcock for his briefing.")
    assert first_own_run(only, whole(only), polite) is None


def test_a_paragraph_ends_where_it_ends() -> None:
    """Words on both sides of a paragraph's end are not quoted as one."""
    statement = cut(TEXT)
    assert breaks(statement, statement.sentences) == (False, False, False, False, True)


def test_sentences_are_cut_at_the_ends_of_a_passage() -> None:
    """Where a sentence alone is longer than the window, a passage ends inside it; so does its run."""
    statement = cut(TEXT)
    passage = Passage("p", 1, "point", Span(50, 80))
    assert sentences_of(statement, passage) == (Span(50, 70), Span(71, 80))


def test_tokens_are_shared_out_by_length() -> None:
    """Header, first and last sentence; what is left over falls to the last; an empty piece is worth -1."""
    codes = (np.eye(4) * 127).astype(np.int8)
    question = np.eye(4, dtype=np.float32)
    assert token_bests(codes, [1, 2, 0], question).tolist() == [[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1]]
    assert token_bests(codes, [1, 0, 3], question)[1].tolist() == [-1, -1, -1, -1]
    assert token_bests(codes, [3, 9, 9], question)[2].tolist() == [-1, -1, -1, -1]


def test_a_run_grows_while_it_gains() -> None:
    """By hand: the second sentence adds the second word; the third adds nothing; a break stops it."""
    header = np.full(2, -1.0, np.float32)
    bests = np.array([[1.0, 0.0], [0.2, 0.9], [0.1, 0.1]], np.float32)
    weights = np.full(2, 0.5, np.float32)
    first, last, score = grow(bests, header, (False, False, False), weights)
    assert (first, last, score) == (0, 1, pytest.approx(0.95))
    assert grow(bests, header, (False, True, False), weights)[:2] == (1, 1)
    assert grow(bests, np.array([1.0, -1.0], np.float32), (False, False, False), weights)[:2] == (1, 1)


def test_weighty_words_decide() -> None:
    """By hand: the second word weighs nine times as much, so its sentence is the best and enough."""
    bests = np.array([[1.0, 0.5], [0.0, 0.9]], np.float32)
    weights = np.array([0.1, 0.9], np.float32)
    nothing = np.full(2, -1.0, np.float32)
    assert grow(bests, nothing, (False, True), weights) == (1, 1, pytest.approx(0.81))


def test_words_of_others_open_nothing_of_ones_own() -> None:
    """The speaker's own sentence is taken, and none where there is no other."""
    text = "The representative of Estonia said that whaling must end. We too speak of whaling."
    statement = cut(text)
    mine = first_own_run(statement, whole(statement), polite)
    assert mine is not None
    assert mine.span.of(text) == "We too speak of whaling."
    reported = cut("The representative of Estonia said that whaling must end.")
    assert first_own_run(reported, whole(reported), polite) is None
