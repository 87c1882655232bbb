"""What a list is made from and what it is: the wordings of its question, the sentences, the list.

In: nothing. Out: frozen values, filled by `rag/answer/lists.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import compress
from operator import not_

from index.text.terms import content_terms
from rag.answer.counting import who
from rag.answer.focus import Focus
from rag.answer.weigh import Weighed
from rag.model import Counts, Side
from rag.question.model import Period
from rag.question.periods import within
from rag.ranking.each import delegation_of, together
from rag.ranking.retrieval import Ranking

MENTIONS, SIDES, CLAIMS = "mentions", "sides", "claims"
"""What is listed: who spoke of it at all, who takes the side asked for, and who says what is asked."""
REWORDED = "mentions_reworded"
"""Mentions of a topic that the record puts in other words: they are judged by what is read, not by words."""
NEARLY = 0.75
"""The share of a long name's terms that a sentence must exceed to name it."""
_WORD = re.compile(r"[^\W_](?:[\w&/-]*\w)?")


@dataclass(frozen=True, slots=True)
class Wording:
    """A question in words that the record may use, as it is to be read, with what was found for it.

    Of sentences, only those with one of `acronyms` are its own, where it has any and is not the only one, or
    with nearly all terms of one of its long `names`: treaties and missions share most of theirs.
    """

    question: str
    topic: str
    ranking: Ranking
    focus: Focus
    acronyms: frozenset[str] = frozenset()
    names: tuple[frozenset[str], ...] = ()

    def owns(self, sentence: str) -> bool:
        if not self.acronyms and not self.names:
            return True
        if not self.acronyms.isdisjoint(_WORD.findall(sentence)):
            return True
        held = frozenset(content_terms(sentence)) if self.names else frozenset()
        return any(len(name & held) > NEARLY * len(name) for name in self.names)


@dataclass(frozen=True, slots=True)
class Listed:
    """A sentence with the chance that it answers, the chance that it says the opposite (0 unless the reader
    finds that likelier), the side it takes if one was asked for, and how plainly it takes that."""

    sentence: Weighed
    chance: float
    otherwise: float
    side: Side | None = None
    plainness: float = 0.0

    @property
    def delegation(self) -> str:
        return delegation_of(self.sentence.scored)

    @property
    def place(self) -> tuple[int, int]:
        """Where its sentence stands."""
        return self.sentence.place


@dataclass(frozen=True, slots=True)
class Listing:
    """One sentence from each statement, grouped by delegation, the likeliest delegation first.

    `against` says otherwise most surely, where nobody is found who says what is asked. `cut` says that more
    sentences were likely than are read, so that others may belong to it.
    """

    sure: tuple[Listed, ...]
    perhaps: tuple[Listed, ...]
    against: Listed | None = None
    cut: bool = False

    def within(self, period: Period) -> Listing:
        """With those apart that may have spoken at another time, as only their year or month is known; unless
        nobody else is found."""
        told = [within(one.sentence.statement.ref.date or "", period) for one in self.sure]
        if all(told) or not any(told):
            return self
        apart = compress(self.sure, map(not_, told))
        sure = tuple(compress(self.sure, told))
        return replace(self, sure=sure, perhaps=by_delegation([*apart, *self.perhaps]))

    def counts(self, ranking: Ranking) -> Counts:
        """How many are on the list, and how many statements were searched."""
        spoken_for = {one.sentence.scored.delegation for one in self.sure} - {None}
        others = {who(one.sentence.statement.ref) for one in self.sure if not one.sentence.scored.delegation}
        return Counts(
            delegations=len(spoken_for),
            others=len(others),
            statements=len(self.sure),
            searched=ranking.statements,
            in_all=ranking.snapshot.copies.number,
            certain=not self.perhaps and not self.cut,
        )


def by_delegation(listed: Iterable[Listed]) -> tuple[Listed, ...]:
    """Grouped by delegation, in the order in which each delegation first appears."""
    return tuple(together(listed, lambda one: one.delegation))
