"""What a question for every delegation asks to be listed, and in which words it is read.

In: a question understood, with what was found for it. Out: claims, mentions or a side, and the wording by
which each sentence is judged.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

from index.text.terms import content_terms
from rag.answer.focus import Focus
from rag.answer.listing import CLAIMS, MENTIONS, SIDES, Wording
from rag.model import Side
from rag.question.acronyms import acronyms_of, names_of, terms_in
from rag.question.claim import claim_of
from rag.question.mentioning import asks_for_mentions
from rag.question.model import Query
from rag.ranking.retrieval import Ranking

MORE_THAN_A_NAME = 2
"""Terms besides its names from which a sentence may speak of a topic and name nothing."""
MENTIONED = "Which delegations mentioned {}?"
"""The words in which every question for mentions is read, so that another verb gives the same list."""


@dataclass(frozen=True, slots=True)
class View:
    """A question that was understood, in words that the record may use, with what was found for it."""

    query: Query
    ranking: Ranking
    focus: Focus

    def worded(self, mentions: bool, alone: bool, first: bool = True) -> Wording:
        """The question as it is read for a list; `alone` if there are no other words for it. The `first` of
        several has what names nothing as well, where its topic is more than a name."""
        question = MENTIONED.format(self.query.topic) if mentions else self.query.undated
        if first and _besides_names(self.query.topic) >= MORE_THAN_A_NAME:
            return Wording(question, self.query.topic, self.ranking, self.focus)
        names = names_of(self.query.topic)
        acronyms = frozenset[str]() if alone else acronyms_of(self.query.topic) | names.keys()
        terms = tuple(chain.from_iterable(names.values()))
        return Wording(question, self.query.topic, self.ranking, self.focus, acronyms, terms)


def _besides_names(topic: str) -> int:
    """How many terms of a topic stand outside the names that the tables know by another."""
    named = {term for one in terms_in(topic) for term in content_terms(one.span.of(topic))}
    return len(set(content_terms(topic)) - named)


def listed_for(query: Query) -> tuple[str, Side | None]:
    """What is listed, and on which side. A whole clause ("argued that ...") is said or not said, which is
    more than speaking of a topic and no side on one."""
    if claim_of(query.undated).clause and not query.own_record:
        return CLAIMS, None
    asked = _side_asked(query)
    if asked is not None:
        return SIDES, asked
    return (MENTIONS if query.own_record or asks_for_mentions(query) else CLAIMS), None


def lists_topic(query: Query) -> bool:
    """Is the list about a topic, and not about a claim?"""
    return listed_for(query)[0] != CLAIMS


def _side_asked(query: Query) -> Side | None:
    """The side asked for, unless the question is how votes were cast."""
    asked = query.asks.side
    if asked is None or asked.votes:
        return None
    return asked.name if asked.name in ("for", "against") else None
