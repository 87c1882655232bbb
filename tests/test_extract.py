"""What is quoted of what was ranked: the near best, a few, each once, and nothing that went meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.store.record_store import RecordStore
from rag.answer.extract import Limits
from tests.drafts import ESTONIA, a_statement
from tests.extracting import ALL, ON_WHALING, ONE, drafted, quoted
from tests.small_stores import holding, put


@pytest.fixture
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RecordStore]:
    with holding(tmp_path_factory.mktemp("store"), *ON_WHALING) as opened:
        yield opened


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


def test_one_reason_is_enough(store: RecordStore) -> None:
    """Where what was said is asked for, more is quoted."""
    wide = Limits(further=(0.0,) * 3, share=0.0)
    assert len(drafted(store, "Why must whaling end in every ocean?", limits=wide).quoted) == 1
    assert len(drafted(store, ONE, limits=wide).quoted) > 1


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
