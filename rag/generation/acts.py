"""What a sentence says a speaker did by speaking: thanked, urged, condemned, pledged, and whether they did.

In: the wordings of a claim and of what it cites. Out: the first act that no word of the record carries. Each
act's words, and those of the record that carry it, are a row of `data/acts.tsv`; "said" and "noted" are none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.tables import rows_of
from index.text.terms import terms
from rag.generation.claim import Wording
from rag.generation.model import Check


@dataclass(frozen=True, slots=True)
class Act:
    """`said` are words of a claim, `held` the terms and small words of a record that carry the act."""

    name: str
    said: frozenset[str]
    held: frozenset[str]


def check_acts(claim: Wording, cited: Sequence[Wording]) -> Check | None:
    """None where the record carries every act told."""
    known = {word for one in cited for word in (*one.folded, *(t for w in one.folded for t in terms(w)))}
    for act in _acts():
        told = next((words for words in act.said if _stands(words, claim.folded)), None)
        if told is not None and not act.held & known:
            shown = " ".join(told.split("^"))
            return Check("meaning", False, f"nothing in the record carries “{shown}”", "altered")
    return None


def _stands(words: str, folded: Sequence[str]) -> bool:
    return f" {' '.join(words.split('^'))} " in f" {' '.join(folded)} "


@cache
def _acts() -> tuple[Act, ...]:
    return tuple(_act(row) for row in rows_of("rag", "acts.tsv"))


def _act(row: dict[str, str]) -> Act:
    held = row["held"].split()
    return Act(
        row["act"], frozenset(row["said"].split()), frozenset((*held, *(t for w in held for t in terms(w))))
    )
