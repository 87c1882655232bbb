"""What is quoted of what was ranked: the near best, a few, each once, and nothing that went meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from index.model import Filters, Passage, Span
from index.segmentation.sentences import split_sentences
from index.speakers.delegations import load_delegations
from index.store.record_store import RecordStore
from rag.answer.arrange import Part
from rag.answer.asked_list import View
from rag.answer.drafted import REPORTED, Draft
from rag.answer.extract import Extractor, Limits
from rag.answer.focus import Focuser
from rag.answer.readings import FirstPassages
from rag.answer.weigh import Weigher
from rag.question.corpus import FactsCache
from rag.question.understand import understand
from rag.ranking.hits import PassageLookup
from rag.reader.words import WordReader
from tests.drafts import ESTONIA, a_statement, halved
from tests.small_stores import EMBEDDER, holding, put, ranked

ONE = "whaling in every ocean"
ALL = "Which delegations mentioned whaling in every ocean?"


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    """Kazakhstan twice on whaling, Estonia once, and once on something else."""
    made = holding(
        tmp_path_factory.mktemp("store"),
        a_statement("a", halved("Whaling must end in every ocean, we say.")),
        a_statement("b", halved("Whaling in every ocean goes on.")),
        a_statement("c", halved("Whaling is banned in every single ocean."), delegation=ESTONIA),
        a_statement("d", "Hospitals were destroyed. Doctors were killed.", delegation=ESTONIA),
    )
    with made as opened:
        yield opened


def drafted(
    store: RecordStore,
    question: str,
    *gone: str,
    limit: int = 10,
    limits: Limits | None = None,
    part: Part | None = None,
) -> Draft:
    """The draft for a question whose passages are ranked before the statements `gone` are removed."""
    delegations = load_delegations()
    query = understand(question, Filters(), FactsCache(store).facts(), delegations)
    ranking, focus = ranked(store, query)
    lookup = PassageLookup(store).fetch
    reader = WordReader()
    readings = FirstPassages(reader, lookup).read(question, ranking)
    store.remove(gone)
    focuser = Focuser(EMBEDDER, store)
    extractor = Extractor(Weigher(EMBEDDER.count_tokens, lookup), lookup, reader, focuser, limits)
    if query.asks.scope == "all":
        return extractor.listing([View(query, ranking, focus)], part or Part())
    return extractor.one(query, ranking, focus, readings, limit)


def quoted(draft: Draft) -> list[str]:
    return [citation.statement.id for citation in draft.citations]


@pytest.mark.parametrize("question", [ONE, ALL])
def test_what_went_since_it_was_ranked_is_not_quoted(store: RecordStore, question: str) -> None:
    """One statement, and then all of them."""
    draft = drafted(store, question, "a")
    assert draft.citations
    assert "a" not in quoted(draft)
    nothing = drafted(store, question, "b", "c", "d")
    assert (nothing.text, nothing.citations) == ("", ())


def test_no_more_is_quoted_than_asked_and_allowed(store: RecordStore) -> None:
    """By the caller's limit and by the house's, best first."""
    wide = Limits(further=(0.0,) * 3, share=0.0)
    assert len(drafted(store, ONE, limits=wide).citations) == 1 + len(wide.further)
    assert len(drafted(store, ONE, limits=Limits(further=(0.0,), share=0.0)).citations) == 2
    draft = drafted(store, ONE, limit=1, limits=wide)
    assert len(draft.citations) == 1
    assert quoted(draft) == [draft.quoted[0].scored.statement]
    chances = [item.run.score for item in drafted(store, ONE, limits=wide).quoted]
    assert chances == sorted(chances, reverse=True)


def test_only_what_is_near_the_best_is_quoted(store: RecordStore) -> None:
    """By its share of the likeliest sentence's chance, and never what is unlikely."""
    best = drafted(store, ONE, limits=Limits(share=1.0))
    assert len(best.citations) == 1
    near = drafted(store, ONE, limits=Limits(share=0.5)).quoted
    assert all(item.run.score >= near[0].run.score / 2 for item in near)
    assert "d" not in {item.scored.statement for item in near}


def test_a_further_sentence_must_be_likely_itself(store: RecordStore) -> None:
    """However unlikely the first one is: the second so far, the third further."""
    wide = Limits(further=(0.0, 0.0), share=0.0)
    chances = [item.run.score for item in drafted(store, ONE, limits=wide).quoted]
    second, third = chances[1:3]
    assert len(drafted(store, ONE, limits=Limits(further=(second + 0.001,), share=0.0)).citations) == 1
    exact = drafted(store, ONE, limits=Limits(further=(second, third + 0.001), share=0.0))
    assert len(exact.citations) == 2


def test_two_sentences_make_an_answer(store: RecordStore) -> None:
    """However many are near: what stands further behind seldom answers."""
    assert len(drafted(store, ONE, limits=Limits(share=0.0)).citations) == 2


def test_a_number_is_told_once_by_a_sentence_that_holds_one(store: RecordStore) -> None:
    """However many words of the question others have."""
    put(store, a_statement("e", halved("Ninety ships go whaling in every ocean.")))
    wide = Limits(further=(0.0,) * 4, share=0.0)
    assert quoted(drafted(store, "How many ships go whaling in every ocean?", limits=wide)) == ["e"]
    assert quoted(
        drafted(store, "How many of us say that whaling must end in every ocean?", limits=wide)
    ) == ["e"]
    assert len(drafted(store, "Ships that go whaling in every ocean", limits=wide).quoted) == 5


def test_one_reason_is_enough(store: RecordStore) -> None:
    """Where what was said is asked for, more is quoted."""
    wide = Limits(further=(0.0,) * 3, share=0.0)
    assert len(drafted(store, "Why must whaling end in every ocean?", limits=wide).quoted) == 1
    assert len(drafted(store, ONE, limits=wide).quoted) > 1


def test_praise_is_not_quoted_beside_an_answer(store: RecordStore) -> None:
    """Unless praise is asked for, or nothing answers better."""
    wide = Limits(further=(0.0,) * 4, share=0.0)
    put(store, a_statement("p", halved("We welcome the report on whaling in every ocean.")))
    assert "p" not in quoted(drafted(store, ONE, limits=wide))
    assert "p" in quoted(drafted(store, "What is welcome of whaling in every ocean?", limits=wide))
    assert quoted(drafted(store, "the report on whaling in every ocean", limits=wide))[0] == "p"


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


def test_what_one_delegation_said_stands_together(store: RecordStore) -> None:
    """The delegation with the best words first, though another's stand between its own."""
    wide = Limits(further=(0.0,) * 5, share=0.0)
    put(store, a_statement("e", "Whaling was banned, and every ocean knows.", delegation=ESTONIA))
    draft = drafted(store, "whaling is banned in every single ocean", limits=wide)
    speakers = ["KAZ" if statement in "ab" else "EST" for statement in quoted(draft)]
    first = draft.quoted[0].scored.delegation
    assert speakers == sorted(speakers, key=lambda code: code != first)
    assert [citation.number for citation in draft.citations] == [1, 2, 3, 4, 5, 6]


def test_a_list_quotes_each_statement_at_its_likeliest(store: RecordStore) -> None:
    """Those of one delegation together; the counts are true."""
    draft = drafted(store, ALL)
    assert sorted(quoted(draft)) == ["a", "b", "c"]
    assert [item.scored.delegation for item in draft.quoted] in (["KAZ", "KAZ", "EST"], ["EST", "KAZ", "KAZ"])
    assert draft.counts is not None
    assert (draft.counts.delegations, draft.counts.statements, draft.counts.searched) == (2, 3, 4)


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
    """What supports is no opposition, what opposes no support."""
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
