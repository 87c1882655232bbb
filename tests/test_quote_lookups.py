"""A quotation is checked without asking the record for more than its verdict needs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest

from index.model import StatementRef
from index.speakers.delegations import load_delegations
from rag.quotation.check import QuoteChecker
from tests.quote_corpus import MemoryCorpus, statement


class Counting(MemoryCorpus):
    """Counts the statements whose references were asked for."""

    asked = 0

    def refs(self, ids: Sequence[str]) -> Mapping[str, StatementRef]:
        self.asked += len(ids)
        return super().refs(ids)


@pytest.mark.parametrize("speaker", [None, "Mr. Ivanov"])
def test_only_a_claim_needs_the_references_of_all_that_is_near(speaker: str | None) -> None:
    """Who said it is looked up of a few, unless somebody is said to have."""
    words = re.findall(r"\w+", "Weary rebels met envoys beside a harbour before dawn broke over mountains")
    some = (" ".join(words[at % 12 :][:6] + words[: max(0, at % 12 - 6)]) for at in range(150))
    corpus = Counting(statement(text, f"s{at}", f"Mr. Nobody{at}") for at, text in enumerate(some))
    QuoteChecker(corpus, load_delegations()).check(" ".join(words), None, speaker)
    assert corpus.asked == (150 if speaker else 16)
