"""How far the cited sentences carry a claim: shared terms and, where there is an embedder, likeness.

In: a claim and what it cites. Out: features and the check `support`. A reader, slow, is asked last.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.speakers.delegations import Delegations
from rag.generation.claim import Wording
from rag.generation.model import Check, Cited
from rag.generation.names import belonging

Likeness = Callable[[str, Sequence[str]], float]
"""Cosine of a text's vector with the nearest of others."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Below `likeness`, or below `coverage` where no likeness is measured, nothing is supported."""

    likeness: float = 0.45
    coverage: float = 0.3


def coverage(claim: Wording, cited: Sequence[Cited]) -> float:
    """The share of the claim's terms, those that belong to the statement left out, that the record has."""
    known = {stem for one in cited for stem in Wording.of(belonging(one.ref)).all_stems}
    own = claim.all_stems - known
    record = {stem for one in cited for stem in Wording.of(one.text).all_stems}
    return len(own & record) / len(own) if own else 1.0


def check_support(
    claim: Wording, cited: Sequence[Cited], likeness: Likeness | None, limits: Limits | None = None
) -> Check:
    limits = limits or Limits()
    shared = coverage(claim, cited)
    if likeness is None:
        passed = shared >= limits.coverage
        detail = f"{shared:.0%} of its words are in what is cited"
    else:
        close = likeness(claim.text, [one.text for one in cited])
        passed = close + shared / 2 >= limits.likeness
        detail = f"likeness {close:.2f}, {shared:.0%} of its words are in what is cited"
    return Check("support", passed, detail, "unsupported")
