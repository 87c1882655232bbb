"""Kinds of sentences that are quoted to some questions and not to others."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.model import Passage, Span
from index.segmentation.sentences import split_sentences
from index.store.record_store import RecordStore
from rag.answer.drafted import REPORTED
from rag.answer.extract import Limits
from rag.answer.figures import wants_number
from rag.question.network import QuestionNetwork
from rag.question.reader import QuestionReader
from tests.drafts import ESTONIA, a_statement, halved
from tests.extracting import ALL, ON_WHALING, ONE, drafted, quoted, understood
from tests.small_stores import holding, put


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with holding(tmp_path_factory.mktemp("store"), *ON_WHALING) as opened:
        yield opened


def test_a_number_is_told_once_by_a_sentence_that_holds_one(store: RecordStore) -> None:
    """However many words of the question others have."""
    put(store, a_statement("e", halved("Ninety ships go whaling in every ocean.")))
    wide = Limits(further=(0.0,) * 4, share=0.0, figure=0.0)
    assert quoted(drafted(store, "How many ships go whaling in every ocean?", limits=wide)) == ["e"]
    assert quoted(
        drafted(store, "How many of us say that whaling must end in every ocean?", limits=wide)
    ) == ["e"]
    assert len(drafted(store, "Ships that go whaling in every ocean", limits=wide).quoted) == 5


def test_without_any_amount_a_number_is_not_told(store: RecordStore) -> None:
    """A quantity or a multiple in words is one; another question is answered by the same sentence."""
    store.remove(["a", "b", "c", "d"])
    put(store, a_statement("n", halved("Ships go whaling in the ocean.")))
    asked, learnt = "How many ships go whaling in the ocean?", QuestionReader(QuestionNetwork())
    assert wants_number(understood(store, asked, learnt))
    assert quoted(drafted(store, asked, questions=learnt)) == []
    assert quoted(drafted(store, "Where do ships go whaling?", questions=learnt)) == ["n"]
    put(store, a_statement("m", halved("Few ships go whaling in the ocean.")))
    assert quoted(drafted(store, asked, questions=learnt)) == ["m"]


def test_praise_is_not_quoted_beside_an_answer(store: RecordStore) -> None:
    """Unless praise is asked for, or nothing answers better."""
    wide = Limits(further=(0.0,) * 4, share=0.0)
    put(store, a_statement("p", halved("We welcome the report on whaling.")))
    assert "p" not in quoted(drafted(store, ONE, limits=wide))
    assert "p" in quoted(drafted(store, "What is welcome of whaling in every ocean?", limits=wide))
    assert quoted(drafted(store, "the report on whaling", limits=wide))[0] == "p"


def test_what_only_announces_a_topic_is_not_quoted(store: RecordStore) -> None:
    """A list counts it all the same: the topic is named."""
    store.remove(["a", "b", "c", "d"])
    put(store, a_statement("n", halved("I now turn to whaling in every ocean.")))
    assert quoted(drafted(store, ONE)) == []
    assert quoted(drafted(store, ALL)) == ["n"]


@pytest.mark.parametrize(
    ("question", "text", "quote"),
    [
        (
            "Why does Kazakhstan hunt whales?",
            "Fish is dear. We therefore hunt whales.",
            "Fish is dear. We",
        ),
        ("Why does Kazakhstan hunt whales?", "Fish is dear. We hunt whales.", "We hunt whales."),
        ("Does Kazakhstan hunt whales?", "Fish is dear. We therefore hunt whales.", "We therefore"),
    ],
)
def test_what_concludes_brings_the_reason_asked_for(
    store: RecordStore, question: str, text: str, quote: str
) -> None:
    """The sentence before it, whatever words it has."""
    store.remove(["a", "b", "c", "d"])
    whole = Passage("e-0", 1, "point", Span(0, len(text)))
    put(store, replace(a_statement("e", text), sentences=split_sentences(text), passages=(whole,)))
    (citation,) = drafted(store, question, limits=Limits(further=())).citations
    assert citation.quote.startswith(quote)


def test_reported_words_are_flagged_or_left_out(store: RecordStore) -> None:
    """Quoted to one who asks for the words, with a flag; never as a delegation's own position."""
    store.remove(["a", "b", "c", "d"])
    text = "The representative of Estonia said that whaling must end in every ocean."
    put(store, a_statement("told", text + " " + "We too spoke at length on other days of other matters."))
    (citation,) = drafted(store, "whaling must end in every ocean", limits=Limits(further=())).citations
    assert citation.quote.startswith("The representative of Estonia")
    assert REPORTED in citation.flags
    assert all("Estonia" not in citation.quote for citation in drafted(store, ALL).citations)


def test_thanks_are_quoted_where_they_are_asked_for(store: RecordStore) -> None:
    """And not to one who asks for the matter they are given for."""
    put(store, a_statement("t", "We thank Japan for its briefing on the narwhal census.", delegation=ESTONIA))
    assert "t" not in quoted(drafted(store, "What was the narwhal census?"))
    assert "t" in quoted(drafted(store, "Who is thanked for the briefing on the narwhal census?"))


@pytest.mark.parametrize(
    ("question", "ids"),
    [
        ("Who opposed whaling in every ocean?", ["against"]),
        ("Which delegation opposed whaling in every ocean?", ["against"]),
        ("Which delegation supported whaling in every ocean?", ["for"]),
        ("Who criticised whaling in every ocean?", ["against"]),
        ("Who supported whaling in every ocean?", ["for"]),
    ],
)
def test_nobody_is_quoted_for_the_other_side(store: RecordStore, question: str, ids: list[str]) -> None:
    """Sentences in support do not count as opposition, nor those against as support."""
    store.remove(["a", "b", "c", "d"])
    put(
        store,
        a_statement("for", halved("We support whaling in every ocean.")),
        a_statement("against", halved("We reject whaling in every ocean."), delegation=ESTONIA),
    )
    assert quoted(drafted(store, question)) == ids


@pytest.mark.parametrize(
    "question", ["Who supports resolution 2272?", "What did anyone say about resolution 2272?"]
)
def test_no_other_resolution_is_quoted(store: RecordStore, question: str) -> None:
    """One differs from the next in its number only."""
    store.remove(["a", "b", "c", "d"])
    put(store, a_statement("other", "We support resolution 2286 (2016). We always did.", delegation=ESTONIA))
    assert quoted(drafted(store, question)) == []
    put(store, a_statement("this", halved("We support resolution 2272 (2016).")))
    assert quoted(drafted(store, question)) == ["this"]


def test_something_of_a_state_is_answered_where_it_is_named_so(store: RecordStore) -> None:
    """Not by a passage that has the same words of something else."""
    question = "What is the capital of Estonia?"
    put(
        store,
        a_statement("e", "The capital of whaling is far from Estonia.", delegation=ESTONIA),
    )
    assert quoted(drafted(store, question)) == []
    put(store, a_statement("f", "Tallinn is our capital, and no whaler sails.", delegation=ESTONIA))
    put(store, a_statement("g", "We met in the capital of Estonia in May."))
    assert set(quoted(drafted(store, question, limits=Limits(further=(0.0,) * 3, share=0.0)))) == {"f", "g"}
