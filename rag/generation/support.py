"""How far the cited sentences support a claim: shared terms and, with an embedder, likeness.

In: a claim and what it cites. Out: the check `support`, asked last, for likeness is the slowest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from index.embedding.embedder import Embedder
from index.text.lexicon import MONTHS, SAYING
from rag.generation.claim import Wording
from rag.generation.model import Check, Cited
from rag.generation.names import belonging
from rag.generation.thesaurus import kin
from rag.generation.words import phrases, words_of

Likeness = Callable[[str, Sequence[str]], float]
"""Cosine of a text's vector with the nearest of others."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Set on paraphrases and on swapped citations (`rag/evaluation/data/paraphrases.jsonl`, the part seen).

    `carried` is the least likeness plus half the coverage; `coverage` counts where no likeness is measured.
    """

    carried: float = 0.65
    coverage: float = 0.34


LIMITS = Limits()


def likeness_by(embedder: Embedder) -> Likeness:
    """Likeness by an embedder's vectors; sentences beyond its window are compared by their beginning."""

    def likeness(text: str, others: Sequence[str]) -> float:
        own = embedder.embed_query(text).vector
        return max(float(own @ embedder.embed_query(other).vector) for other in others)

    return likeness


def coverage(claim: Wording, cited: Sequence[Cited]) -> float:
    """The share of the claim's terms that the record has; terms that belong to the statement do not count."""
    known = {stem for one in cited for stem in Wording.of(belonging(one.ref)).all_stems}
    frame = {claim.stems[at] for at, word in enumerate(claim.folded) if word in _frame_words()}
    own = claim.all_stems - known - frame
    record = {stem for one in cited for stem in Wording.of(one.text).all_stems}
    return sum(any(kin(stem, other) for other in record) for stem in own) / len(own) if own else 1.0


@cache
def _frame_words() -> frozenset[str]:
    """Words by which a writer tells who said it and when, and numbers, which `figures` looks at."""
    numbers = (
        words_of("unit") | words_of("ten") | {word for row in phrases("measure") for word in row.split()}
    )
    return SAYING | words_of("view") | numbers | {month.lower() for month in MONTHS}


def check_support(
    claim: Wording, cited: Sequence[Cited], likeness: Likeness | None, limits: Limits = LIMITS
) -> Check:
    """Do the cited sentences cover enough of what the claim says?"""
    shared = coverage(claim, cited)
    if likeness is None:
        passed = shared >= limits.coverage
        detail = f"{shared:.0%} of its words are in what is cited"
    else:
        close = likeness(claim.text, [one.text for one in cited])
        passed = close + shared / 2 >= limits.carried
        detail = f"likeness {close:.2f}, {shared:.0%} of its words are in what is cited"
    return Check("support", passed, detail, "unsupported")
