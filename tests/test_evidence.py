"""The sentences quoted are those that answer: whole, neighbouring, of one paragraph, as few as will do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.model import Passage, Span, Statement
from index.segmentation.cues import is_thanks
from index.segmentation.segment import embedded_text, segment
from rag.answer.evidence import (
    LONGEST,
    Run,
    best_own_run,
    best_run,
    breaks,
    first_own_run,
    grow,
    sentences_of,
    token_bests,
)
from rag.answer.focus import Focus
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


def run_for(question: str, statement: Statement, passage: Passage, own_only: bool = False) -> Run | None:
    (made,) = EMBEDDER.embed_passages([embedded_text(statement, passage)])
    if own_only:
        return best_own_run(
            statement, passage, made.tokens, focus_on(question), EMBEDDER.count_tokens, polite
        )
    tokens = EMBEDDER.embed_query(question).tokens
    return best_run(statement, passage, made.tokens, tokens, EMBEDDER.count_tokens, polite)


def focus_on(question: str) -> Focus:
    """Every word as weighty as the other."""
    words = tuple(question.split())
    ones = np.ones(len(words), np.float32)
    tokens = EMBEDDER.embed_query(question).tokens
    return Focus(words, ones, ones.astype(np.int64), tokens, np.arange(len(words)))


def whole(statement: Statement) -> Passage:
    return Passage("p", 1, "point", Span(0, len(statement.text)))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("whaling ocean", "Whaling must end in every ocean."),
        ("hospitals medicine doctors", "Hospitals need medicine and doctors."),
        ("sanctions poor", "Sanctions hurt the poor."),
        ("whaling ocean hospitals medicine", TEXT[38:107]),
    ],
)
def test_the_sentence_that_answers_is_found(question: str, expected: str) -> None:
    """Two where both are needed, one where one will do."""
    statement = cut(TEXT)
    run = run_for(question, statement, whole(statement))
    assert run is not None
    assert run.span.of(TEXT) == expected


def test_what_is_unfit_is_passed_over() -> None:
    """Neither beside what answers nor alone; what is owed "thanks to" something thanks nobody."""
    statement = cut(TEXT)
    run = run_for("thank the Council debate whaling ocean", statement, whole(statement))
    assert run is not None
    assert run.span.of(TEXT) == "Whaling must end in every ocean."
    only = cut("We thank the Council for this debate. I thank Mr. Lowcock for his briefing.")
    (made,) = EMBEDDER.embed_passages([embedded_text(only, whole(only))])
    assert run_for("thank the Council", only, whole(only)) is None
    assert first_own_run(only, whole(only), made.tokens, polite) is None
    owed = cut("Oceans recovered, thanks to the ban on whaling.")
    assert run_for("whaling", owed, whole(owed)) is not None


def test_a_run_ends_with_its_paragraph() -> None:
    """Words on both sides of a paragraph's end are not quoted as one."""
    statement = cut(TEXT)
    assert breaks(statement, statement.sentences) == (False, False, False, False, True)
    run = run_for("elections March sanctions poor", statement, whole(statement))
    assert run is not None
    assert "\n" not in run.span.of(TEXT)


words = st.sampled_from(["whaling", "hospitals", "peace", "sanctions", "elections", "doctors"])
texts = st.lists(
    st.tuples(st.lists(words, min_size=1, max_size=8), st.sampled_from([". ", ".\n", "! ", "? "])),
    min_size=1,
    max_size=6,
).map(lambda said: "".join("The " + " ".join(some) + end for some, end in said))


@given(text=texts, question=st.lists(words, min_size=1, max_size=3).map(" ".join), own=st.booleans())
@settings(max_examples=40, deadline=None)
def test_a_run_is_whole_sentences_of_its_passage(text: str, question: str, own: bool) -> None:
    """From the start of one to the end of one, few, inside the passage."""
    statement = cut(text)
    for passage in statement.passages:
        run = run_for(question, statement, passage, own)
        if run is None:
            continue
        inside = sentences_of(statement, passage)
        starts, ends = [s.start for s in inside], [s.end for s in inside]
        assert ends.index(run.span.end) - starts.index(run.span.start) in range(LONGEST)
        assert "\n" not in run.span.of(text).strip()


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


def test_words_of_others_are_no_answer_of_ones_own() -> None:
    """The speaker's own sentence is taken, and none where there is no other."""
    text = "The representative of Estonia said that whaling must end. We too speak of whaling."
    statement = cut(text)
    mine = run_for("whaling must end", statement, whole(statement), own_only=True)
    assert mine is not None
    assert mine.span.of(text) == "We too speak of whaling."
    told = run_for("whaling must end", statement, whole(statement))
    assert told is not None
    assert told.reported
    reported = cut("The representative of Estonia said that whaling must end.")
    assert run_for("whaling", reported, whole(reported), own_only=True) is None


def test_where_only_the_header_answers_the_words_are_still_ones_own() -> None:
    """No sentence holds a word of the question: the header does, for all alike."""
    text = "The representative of Estonia said that whaling must end. We too speak of whaling."
    statement = cut(text)
    mine = run_for("Kazakhstan", statement, whole(statement), own_only=True)
    assert mine is not None
    assert mine.span.of(text) == "We too speak of whaling."
    assert not mine.reported
