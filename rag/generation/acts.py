"""What a speaker did by speaking, as a sentence tells it (thanked, urged, condemned, pledged): did they?

In: the wordings of a claim and of what it cites. Out: the first act that the record does not express. Each
row of `data/acts.tsv` has the words for an act and the words of a record that express it; "said" and "noted"
are not acts.
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
    """`said` are the words of a claim, `held` the terms and small words of a record that express the act."""

    name: str
    said: frozenset[str]
    held: frozenset[str]


def check_acts(claim: Wording, cited: Sequence[Wording]) -> Check | None:
    """None if the record expresses every act that the claim tells."""
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
